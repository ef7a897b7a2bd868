"""Several processes in one PostgreSQL at the same time: two engines with two runners, which share nothing else."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable

import pytest
from sqlalchemy.engine import Engine

from learning.work import Work
from storage.engine import create_engine
from storage.runner import WorkRunner

SECONDS = 20


@pytest.fixture
async def programs(engine: Engine) -> AsyncIterator[list[WorkRunner]]:
    """Two of them."""
    other = create_engine(engine.url.render_as_string(hide_password=False))
    runners = [WorkRunner(engine), WorkRunner(other)]
    yield runners
    for runner in runners:
        await runner.close()
    other.dispose()


async def each_at_once(programs: list[WorkRunner], action: Callable[[Work], object], times: int = 1) -> list[object]:
    """What came of it, or was raised, when every program does this so many times, all together."""
    todo = [runner.run(action) for _ in range(times) for runner in programs]
    return list(await asyncio.gather(*todo, return_exceptions=True))


class Halfway:
    """Holds an action where it calls `here`, once, until `go_on` is set: whatever may happen meanwhile can."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.go_on = threading.Event()

    def here(self) -> None:
        self.reached.set()
        assert self.go_on.wait(SECONDS)

    async def is_reached(self) -> None:
        assert await asyncio.to_thread(self.reached.wait, SECONDS)
