"""Carries actions out: each in one transaction of its own, one after the other, in one writer thread."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from storage.work import SqlWork

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Connection, Engine

    from learning.work import Work

P = ParamSpec("P")
T = TypeVar("T")


def carry_out(
    engine: Engine,
    action: Callable[Concatenate[Work, P], T],
    *args: P.args,
    **kwargs: P.kwargs,
) -> tuple[T, bool]:
    """The action's result, committed, and whether it deferred a job. Whatever it raises undoes all it did."""
    with engine.begin() as connection:
        work = SqlWork(connection)
        result = action(work, *args, **kwargs)
    return result, work.jobs.has_deferred


class WorkRunner:
    """Runs actions for async callers. The event loop never waits for the database.

    `on_deferred` is called on the event loop after each commit that deferred a job. The engine stays its owner's.
    """

    def __init__(self, engine: Engine, on_deferred: Callable[[], None] | None = None) -> None:
        self.on_deferred = on_deferred
        self._engine = engine
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="storage")

    async def run(self, action: Callable[Concatenate[Work, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The action's result, once it is committed.

        Whoever stops waiting stops nothing that has begun: it is committed whole, or undone whole, without them.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, partial(self._carry_out, loop, action, *args, **kwargs))

    async def in_transaction(
        self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Like `run`, for a function of this package that needs the bare connection."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, partial(self._in_transaction, function, *args, **kwargs))

    async def close(self) -> None:
        """Finish what was asked for, then stop. Running anything afterwards raises RuntimeError."""
        await asyncio.to_thread(self._thread.shutdown)

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

    def _in_transaction(
        self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        with self._engine.begin() as connection:
            return function(connection, *args, **kwargs)
