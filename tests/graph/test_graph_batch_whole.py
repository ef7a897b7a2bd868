"""What becomes of an envelope as a whole: how many go out, which is believed in nothing, or fails for all."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web

from graph.failures import GraphFailure, Nonsense
from learning.entries import Entry
from learning.errors import MaybeDone, OutsideFailure, SignInNeeded
from learning.people import person_id
from tests.graph.batches import ID, answering, done, envelopes, refusing, reviews
from tests.graph.small_graph import ANA, TENANT, always, dawdle, event, hang_up, refusal, small_graph

BEN = person_id(tenant=TENANT, object_id="b2000000-0000-4000-8000-000000000002")


async def test_nothing_to_do_asks_nothing() -> None:
    async with small_graph(always(500, {})) as graph:
        assert await graph.calendar.bring_about(ANA, []) == []
        assert graph.asked == []


async def test_twenty_changes_go_out_four_at_a_time_one_envelope_after_the_other() -> None:
    under_way, most = 0, 0

    async def slowly(request: web.Request) -> web.StreamResponse:
        nonlocal under_way, most
        under_way += len((await request.json())["requests"])
        most = max(most, under_way)
        await asyncio.sleep(0.01)
        answer = await answering(done)(request)
        under_way -= 4
        return answer

    async with small_graph(slowly) as graph:
        both = await asyncio.gather(*(graph.calendar.bring_about(ANA, reviews(20)) for _ in range(2)))
        assert [len(asked) for asked in envelopes(graph)] == [4] * 10
    assert most == 4
    assert all(isinstance(outcome, Entry) for outcomes in both for outcome in outcomes)


@pytest.mark.parametrize(
    "told",
    [
        {"responses": [{"id": "0", "status": 201, "body": event("a")}, {"id": "7", "status": 201, "body": event("b")}]},
        {"responses": [{"id": "0", "status": 201, "body": event("a")}] * 2},
        {"responses": [{"id": "0", "status": "fine", "body": event("a")}]},
        {"responses": "none"},
        {"value": []},
        ["responses"],
    ],
)
async def test_an_envelope_that_lies_is_believed_in_nothing(told: Any) -> None:
    async with small_graph(always(200, told)) as graph:
        outcomes = await graph.calendar.bring_about(ANA, reviews(2))
    assert all(isinstance(outcome, Nonsense) and not outcome.permanent for outcome in outcomes)


@pytest.mark.parametrize(
    ("handler", "kind"),
    [
        (always(503, refusal("ErrorServerBusy")), GraphFailure),
        (always(200, text="<html>Sign in</html>"), Nonsense),
        (always(302, {}, headers={"Location": "https://elsewhere.example/"}), Nonsense),
        (hang_up, MaybeDone),
        (dawdle, MaybeDone),
    ],
)
async def test_an_envelope_that_fails_fails_for_all_and_the_rest_is_not_sent(
    handler: Callable[[web.Request], Awaitable[web.StreamResponse]], kind: type[OutsideFailure]
) -> None:
    async with small_graph(handler, time_limit=0.5) as graph:
        outcomes = await graph.calendar.bring_about(ANA, reviews(6))
        assert len(graph.asked) == 1
    assert [type(outcome) for outcome in outcomes] == [kind] * 6


async def test_who_is_throttled_is_left_alone_as_long_as_graph_asks_and_nobody_else_is() -> None:
    async with small_graph(
        answering(refusing(429, "ApplicationThrottled", only="a1000000", Retry_After="60"))
    ) as graph:
        first = await graph.calendar.bring_about(ANA, reviews(5))
        asked = len(graph.asked)
        again = await graph.calendar.bring_about(ANA, reviews(1))
        with pytest.raises(OutsideFailure) as reading:
            await graph.calendar.find(ANA, ID)
        assert len(graph.asked) == asked == 1, "nothing more goes to that mailbox"
        [other] = await graph.calendar.bring_about(BEN, reviews(1))
    assert isinstance(other, Entry)
    for outcome in (*first, *again, reading.value):
        assert isinstance(outcome, OutsideFailure)
        assert outcome.retry_after is not None
        assert timedelta(seconds=50) < outcome.retry_after <= timedelta(seconds=60)


async def test_a_token_that_is_refused_at_the_door_is_replaced_once() -> None:
    async with small_graph(always(401, refusal("InvalidAuthenticationToken"))) as graph:
        [outcome] = await graph.calendar.bring_about(ANA, reviews(1))
        assert len(graph.asked) == 2
    assert isinstance(outcome, GraphFailure)
    assert outcome.needs_consent
    assert not isinstance(outcome, SignInNeeded)


async def test_no_redirect_is_followed_with_a_token() -> None:
    async with small_graph(always(307, {}, headers={"Location": "/v1.0/elsewhere"})) as graph:
        await graph.calendar.bring_about(ANA, reviews(1))
        assert [request.path for request in graph.asked] == ["/v1.0/$batch"]
