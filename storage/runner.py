"""Carries actions out, each in one transaction of its own.

On SQLite one writer thread does so, one after the other. On PostgreSQL a few threads do, beside those of other
processes; each transaction is as if it were alone, and one that lost a race is done again from its beginning. That is
safe because what failed was undone whole, its jobs too, and because an action touches nothing but its Work: `now` and
the command are values, ids are new each time, and what lies outside is reached by jobs, after the commit.
"""

from __future__ import annotations

import asyncio
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from contextvars import copy_context
from functools import partial
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from sqlalchemy.exc import DBAPIError

from storage.postgresql import THREADS, as_if_alone, is_lost_race, is_postgresql
from storage.work import SqlWork

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Connection, Engine

    from learning.work import Work

P = ParamSpec("P")
T = TypeVar("T")


MOST_ATTEMPTS = 10
FIRST_PAUSE_SECONDS = 0.002

_LOSERS = threading.RLock()
"""Within a process those that lost a race go one after the other: all at once they would go on losing."""


def carry_out(
    engine: Engine,
    action: Callable[Concatenate[Work, P], T],
    *args: P.args,
    **kwargs: P.kwargs,
) -> tuple[T, bool]:
    """The action's result, committed, and whether it deferred a job. Whatever it raises undoes all it did."""

    def on(connection: Connection) -> tuple[T, bool]:
        work = SqlWork(connection)
        return action(work, *args, **kwargs), work.jobs.has_deferred

    return in_transaction(as_if_alone(engine), on)


def in_transaction(
    engine: Engine, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """The function's result, committed; done again when another transaction came first."""
    attempt = 1
    while True:
        try:
            with _LOSERS if attempt > 1 else nullcontext(), engine.begin() as connection:
                return function(connection, *args, **kwargs)
        except DBAPIError as error:
            if attempt == MOST_ATTEMPTS or not is_lost_race(error):
                raise
        time.sleep(random.uniform(0, FIRST_PAUSE_SECONDS * 2**attempt))  # noqa: S311  so that two do not meet again
        attempt += 1


class WorkRunner:
    """Runs actions for async callers. The event loop never waits for the database.

    `on_deferred` is called on the event loop after each commit that deferred a job. The engine stays its owner's.
    """

    def __init__(self, engine: Engine, on_deferred: Callable[[], None] | None = None) -> None:
        self.on_deferred = on_deferred
        self._engine = engine
        threads = THREADS if is_postgresql(engine) else 1
        self._threads = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="storage")

    async def run(self, action: Callable[Concatenate[Work, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The action's result, once it is committed.

        Whoever stops waiting stops nothing that has begun: it is committed whole, or undone whole, without them.
        """
        loop = asyncio.get_running_loop()
        carry_out = partial(self._carry_out, loop, action, *args, **kwargs)
        return await loop.run_in_executor(self._threads, copy_context().run, carry_out)

    async def in_transaction(
        self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Like `run`, for a function of this package that needs the bare connection."""
        loop = asyncio.get_running_loop()
        carry_out = partial(in_transaction, self._engine, function, *args, **kwargs)
        return await loop.run_in_executor(self._threads, copy_context().run, carry_out)

    async def close(self) -> None:
        """Finish what was asked for, then stop. Running anything afterwards raises RuntimeError."""
        await asyncio.to_thread(self._threads.shutdown)

    def _carry_out(
        self,
        loop: asyncio.AbstractEventLoop,
        action: Callable[Concatenate[Work, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        result, has_deferred = carry_out(self._engine, action, *args, **kwargs)
        if has_deferred and self.on_deferred is not None:
            loop.call_soon_threadsafe(self.on_deferred)
        return result
