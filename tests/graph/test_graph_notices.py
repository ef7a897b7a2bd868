from __future__ import annotations

import asyncio
import gzip
import json
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from graph.notices import NOTICES_PATH, ChangeNotice, notice_routes
from learning.entries import Lifecycle

GOOD = {
    "subscriptionId": "w1",
    "clientState": "secret",
    "changeType": "updated",
    "tenantId": "t1",
    "resource": "Users/u/Events/e",
    "resourceData": {"id": "e"},
}


class Inbox:
    """Keeps the notices that arrive; may be slow or broken."""

    def __init__(self, *, seconds: float = 0.0, failure: Exception | None = None) -> None:
        self.kept: list[ChangeNotice] = []
        self._seconds = seconds
        self._failure = failure

    async def receive(self, notices: Sequence[ChangeNotice]) -> None:
        await asyncio.sleep(self._seconds)
        if self._failure is not None:
            raise self._failure
        self.kept += notices


@asynccontextmanager
async def door(inbox: Inbox, *, time_limit: float = 2.5) -> AsyncIterator[tuple[aiohttp.ClientSession, str]]:
    application = web.Application()
    application.add_routes(notice_routes(inbox.receive, time_limit=time_limit))
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        async with aiohttp.ClientSession() as session:
            yield session, f"http://127.0.0.1:{runner.addresses[0][1]}{NOTICES_PATH}"
    finally:
        await runner.cleanup()


async def post(inbox: Inbox, body: bytes | str, **headers: str) -> int:
    async with door(inbox) as (session, address), session.post(address, data=body, headers=headers) as answer:
        assert await answer.read() == b"" or answer.status >= 400
        return answer.status


async def test_a_change_notice_is_handed_over_and_accepted() -> None:
    inbox = Inbox()
    assert await post(inbox, json.dumps({"value": [GOOD]})) == 202
    assert inbox.kept == [ChangeNotice(watch="w1", secret="secret", tenant="t1", lifecycle=None)]


@pytest.mark.parametrize(
    ("said", "lifecycle"),
    [
        ("reauthorizationRequired", Lifecycle.REAUTHORIZE),
        ("subscriptionRemoved", Lifecycle.REMOVED),
        ("missed", Lifecycle.MISSED),
    ],
)
async def test_a_notice_about_the_watch_itself_says_which(said: str, lifecycle: Lifecycle) -> None:
    inbox = Inbox()
    assert await post(inbox, json.dumps({"value": [GOOD | {"lifecycleEvent": said}]})) == 202
    assert [notice.lifecycle for notice in inbox.kept] == [lifecycle]


@pytest.mark.parametrize(
    "bad",
    [
        GOOD | {"clientState": None},
        GOOD | {"clientState": ["secret"]},
        GOOD | {"clientState": ""},
        GOOD | {"clientState": "s" * 129},
        {name: value for name, value in GOOD.items() if name != "clientState"},
        GOOD | {"subscriptionId": 7},
        GOOD | {"subscriptionId": None},
        GOOD | {"subscriptionId": "w\ud800"},
        GOOD | {"subscriptionId": "w\x00"},
        GOOD | {"clientState": "s\udfff"},
        GOOD | {"tenantId": {"a": 1}},
        GOOD | {"tenantId": ""},
        GOOD | {"lifecycleEvent": ["missed"]},
        GOOD | {"lifecycleEvent": "exploded"},
        "text",
        None,
        7,
        [],
    ],
)
async def test_a_malformed_notice_is_dropped_and_the_good_one_beside_it_kept(bad: Any) -> None:
    inbox = Inbox()
    assert await post(inbox, json.dumps({"value": [bad, GOOD]})) == 202
    assert [notice.watch for notice in inbox.kept] == ["w1"]


async def test_nothing_but_malformed_notices_wakes_nobody() -> None:
    inbox = Inbox(failure=RuntimeError("nobody should ask"))
    assert await post(inbox, json.dumps({"value": [None]})) == 202


@pytest.mark.parametrize(
    "body",
    [
        "",
        "hello",
        "[]",
        "null",
        "7",
        "{}",
        '{"value": {}}',
        '{"value": null}',
        b"\xff\xfe",
        "[" * 200_000,
        '{"value":' * 20_000,
        '{"value": [' + "9" * 5_000 + "]}",
    ],
    ids=range(12),
)
async def test_a_body_that_is_no_notices_is_refused(body: bytes | str) -> None:
    inbox = Inbox()
    assert await post(inbox, body) == 400
    assert inbox.kept == []


async def test_a_body_that_is_too_large_is_refused() -> None:
    assert await post(Inbox(), b" " * (256 * 1024 + 1)) == 413


async def test_a_body_that_grows_on_the_way_is_refused() -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b" " * 16_384

    async with door(Inbox()) as (session, address), session.post(address, data=chunks()) as answer:
        assert answer.status == 413


async def test_a_small_body_that_unpacks_to_a_large_one_is_refused() -> None:
    packed = gzip.compress(b" " * 5_000_000)
    assert len(packed) < 10_000
    assert await post(Inbox(), packed, **{"Content-Encoding": "gzip"}) in {400, 413}


async def test_a_body_that_never_ends_is_not_waited_for() -> None:
    async def drip() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b" "
            await asyncio.sleep(0.05)

    started = time.monotonic()
    async with door(Inbox(), time_limit=0.3) as (session, address), session.post(address, data=drip()) as answer:
        assert answer.status == 408
    assert time.monotonic() - started < 3


async def test_when_the_notices_cannot_be_kept_graph_is_told_to_send_them_again() -> None:
    assert await post(Inbox(failure=RuntimeError("the queue is full")), json.dumps({"value": [GOOD]})) == 503


async def test_when_keeping_takes_too_long_graph_is_told_in_time() -> None:
    started = time.monotonic()
    assert await post(Inbox(seconds=30), json.dumps({"value": [GOOD]})) == 503
    assert time.monotonic() - started < 3


@pytest.mark.parametrize("token", ["Validation: Testing ä & <b>", "<script>alert(1)</script>", "a+b c%d", "x" * 1024])
async def test_the_handshake_echoes_the_token_as_plain_text_that_no_browser_runs(token: str) -> None:
    inbox = Inbox()
    async with (
        door(inbox) as (session, address),
        session.post(address, params={"validationToken": token}) as answer,
    ):
        assert answer.status == 200
        assert await answer.text() == token
        assert answer.content_type == "text/plain"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("token", ["x" * 1025, "ä" * 513, ""])
async def test_a_handshake_that_is_none_is_refused(token: str) -> None:
    async with (
        door(Inbox()) as (session, address),
        session.post(address, params={"validationToken": token}) as answer,
    ):
        assert answer.status == 400


async def test_nothing_of_a_dropped_notice_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    await post(Inbox(), json.dumps({"value": [{"clientState": "top-secret", "subscriptionId": 7}]}))
    assert "dropped 1" in caplog.text
    assert "top-secret" not in caplog.text
