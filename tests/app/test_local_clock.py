"""The service's clock: real time, and on a laptop the stand-in's."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from app import clock as clocks
from app.clock import Clock, ClockSilent

DAY = timedelta(days=1)


class LocalClock:
    """A small stand-in's clock."""

    def __init__(self) -> None:
        self.offset = DAY
        self.answers = 0
        application = web.Application()
        application.router.add_get("/clock", self._answer)
        self.server = TestServer(application)

    async def _answer(self, request: web.Request) -> web.Response:
        known = request.query.get("known")
        while known is not None and float(known) == self.offset.total_seconds():  # noqa: ASYNC110  a number is no event
            await asyncio.sleep(0.01)
        self.answers += 1
        return web.json_response({"offset_seconds": self.offset.total_seconds()})

    @property
    def url(self) -> str:
        return str(self.server.make_url("/clock"))


@pytest.fixture
async def local() -> AsyncIterator[LocalClock]:
    clock = LocalClock()
    await clock.server.start_server()
    yield clock
    await clock.server.close()


def ahead(clock: Clock) -> timedelta:
    return clock.now() - datetime.now(UTC)


def test_without_anything_else_it_is_real_time() -> None:
    assert abs(ahead(Clock())) < timedelta(seconds=1)


async def test_the_local_time_is_read_before_anything_is_done_by_it(local: LocalClock) -> None:
    clock = Clock()
    await clock.read(local.url)
    assert abs(ahead(clock) - DAY) < timedelta(seconds=1)


async def test_a_jump_is_followed_and_said(local: LocalClock) -> None:
    clock, jumped = Clock(), asyncio.Event()
    await clock.read(local.url)

    async def on_jump() -> None:
        jumped.set()

    following = asyncio.create_task(clock.follow(local.url, on_jump))
    local.offset += DAY
    async with asyncio.timeout(5):
        await jumped.wait()
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)
    assert abs(ahead(clock) - 2 * DAY) < timedelta(seconds=1)


async def test_a_clock_that_never_answers_refuses_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clocks, "RETRY_SECONDS", 0.01)
    with pytest.raises(ClockSilent, match="does not answer"):
        await Clock().read("http://127.0.0.1:9/clock")
