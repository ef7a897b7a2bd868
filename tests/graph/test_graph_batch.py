"""Several entries are written in one go: what one answer says holds for its own entry, and for no other."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web

from graph.failures import GraphFailure, Nonsense
from learning.entries import Entry, EntryChange, EntryId, Guest, MoveEntry, RemoveEntry, Slot
from learning.errors import GuestsRefused, MaybeDone, OutsideFailure, SignInNeeded
from learning.people import person_id
from tests.graph.small_graph import (
    ANA,
    NINE,
    REVIEW,
    TENANT,
    Handler,
    SmallGraph,
    always,
    dawdle,
    event,
    hang_up,
    refusal,
    small_graph,
)
from tests.graph_contract import NOT_HERE, GraphContract

BEN = person_id(tenant=TENANT, object_id="b2000000-0000-4000-8000-000000000002")
TEN = Slot(starts_at=NINE.starts_at + timedelta(hours=1), ends_at=NINE.ends_at + timedelta(hours=1))
ID = EntryId("AAMk/with+odd=")
Inner = Callable[[dict[str, Any]], dict[str, Any] | None]


def reviews(count: int) -> list[EntryChange]:
    return [replace(REVIEW, key=f"review-{number}") for number in range(count)]


def answering(inner: Inner) -> Handler:
    """A Graph that answers each request of an envelope by itself, the last one first; None leaves it unanswered."""

    async def answer(request: web.Request) -> web.Response:
        asked = (await request.json())["requests"]
        told = [{"id": one["id"], **said} for one in reversed(asked) if (said := inner(one)) is not None]
        return web.json_response({"responses": told})

    return answer


def done(one: dict[str, Any]) -> dict[str, Any]:
    """All is well."""
    if one["method"] == "DELETE":
        return {"status": 204, "headers": {}}
    return {"status": 201, "headers": {}, "body": event(f"id-of-{one['body'].get('transactionId', 'moved')}")}


def refusing(status: int, code: str, *, only: str = "", **headers: str) -> Inner:
    """Refuses the requests whose url or body has these letters."""

    def inner(one: dict[str, Any]) -> dict[str, Any]:
        if only not in json.dumps(one):
            return done(one)
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        return {"status": status, "headers": told, "body": refusal(code)}

    return inner


def envelopes(graph: SmallGraph) -> list[list[dict[str, Any]]]:
    return [json.loads(body)["requests"] for body in graph.bodies]


async def test_each_change_gets_the_answer_that_is_its_own_in_whatever_order_they_come() -> None:
    changes = [*reviews(2), MoveEntry(entry=ID, slot=NINE), RemoveEntry(entry=ID)]
    async with small_graph(answering(done)) as graph:
        outcomes = await graph.calendar.bring_about(ANA, changes)
        [asked] = envelopes(graph)
    keys = [one["body"]["transactionId"] for one in asked[:2]]
    assert outcomes == [
        Entry(id=EntryId(f"id-of-{keys[0]}"), slot=NINE, title="Learning review"),
        Entry(id=EntryId(f"id-of-{keys[1]}"), slot=NINE, title="Learning review"),
        Entry(id=EntryId("id-of-moved"), slot=NINE, title="Learning review"),
        None,
    ]
    assert [one["method"] for one in asked] == ["POST", "POST", "PATCH", "DELETE"]
    assert asked[3]["url"].endswith("/events/AAMk%2Fwith%2Bodd%3D")


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


async def test_every_envelope_and_every_request_in_it_satisfies_microsofts_schema() -> None:
    if not GraphContract.available():
        pytest.skip(NOT_HERE)
    contract = GraphContract()
    changes = [*reviews(2), MoveEntry(entry=ID, slot=NINE), RemoveEntry(entry=ID)]
    async with small_graph(answering(done)) as graph:
        await graph.calendar.bring_about(ANA, changes)
        headers, [body] = dict(graph.asked[0].headers), graph.bodies
        assert graph.asked[0].path == "/v1.0/$batch"
    assert contract.request("POST", "/v1.0/$batch", headers, {}, json.loads(body)) == []
    for one in json.loads(body)["requests"]:
        inside = {**one["headers"], "Authorization": headers["Authorization"]}
        assert contract.request(one["method"], f"/v1.0{one['url']}", inside, {}, one.get("body")) == []
        assert "ImmutableId" in one["headers"]["Prefer"]


@pytest.mark.parametrize(
    ("status", "code", "permanent"),
    [
        (500, "ErrorInternalServerError", False),
        (503, "ErrorServerBusy", False),
        (409, "ErrorIrresolvableConflict", False),
        (424, "FailedDependency", False),
        (404, "ErrorInvalidUser", True),
        (400, "ErrorInvalidRequest", True),
    ],
)
async def test_a_refusal_stands_in_the_place_of_its_change_and_the_others_are_done(
    status: int, code: str, *, permanent: bool
) -> None:
    async with small_graph(answering(refusing(status, code, only="PATCH"))) as graph:
        first, moved, last = await graph.calendar.bring_about(
            ANA, [REVIEW, MoveEntry(entry=ID, slot=TEN), RemoveEntry(entry=ID)]
        )
    assert isinstance(first, Entry)
    assert last is None
    assert isinstance(moved, GraphFailure)
    assert (moved.status, moved.permanent) == (status, permanent)


@pytest.mark.parametrize(
    ("status", "code", "is_of_guests"),
    [
        (400, "ErrorInvalidRecipients", True),
        (413, "ErrorMessageSizeExceeded", True),
        (422, "UnprocessableEntity", True),
        (403, "ErrorAccessDenied", False),
        (404, "MailboxNotEnabledForRESTAPI", False),
        (503, "ErrorServerBusy", False),
    ],
)
async def test_a_new_entry_that_is_refused_as_it_is_may_be_so_for_its_guests_and_the_others_are_done(
    status: int, code: str, *, is_of_guests: bool
) -> None:
    together = replace(REVIEW, key="together", guests=(Guest(address="ben"),))
    async with small_graph(answering(refusing(status, code, only="attendees"))) as graph:
        outcome, alone = await graph.calendar.bring_about(ANA, [together, REVIEW])
    assert isinstance(outcome, OutsideFailure)
    assert isinstance(outcome, GuestsRefused) is is_of_guests
    assert isinstance(alone, Entry)


async def test_what_is_gone_already_is_neither_moved_nor_a_failure() -> None:
    async with small_graph(answering(refusing(404, "ErrorItemNotFound"))) as graph:
        moved, removed, written = await graph.calendar.bring_about(
            ANA, [MoveEntry(entry=ID, slot=TEN), RemoveEntry(entry=ID), REVIEW]
        )
    assert (moved, removed) == (None, None)
    assert isinstance(written, GraphFailure)


async def test_an_answer_that_is_missing_leaves_open_whether_it_was_done() -> None:
    async with small_graph(answering(lambda one: None if one["id"] == "1" else done(one))) as graph:
        first, second, third = await graph.calendar.bring_about(ANA, reviews(3))
    assert isinstance(first, Entry)
    assert isinstance(third, Entry)
    assert isinstance(second, MaybeDone)


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


@pytest.mark.parametrize("body", [None, "PGh0bWw+", {"id": ""}, {"id": "x"}, [], 7])
async def test_a_success_without_an_entry_is_none(body: Any) -> None:
    async with small_graph(answering(lambda _: {"status": 201, "body": body})) as graph:
        [outcome] = await graph.calendar.bring_about(ANA, reviews(1))
    assert isinstance(outcome, Nonsense)


async def test_a_web_page_in_place_of_a_removal_is_no_removal() -> None:
    async with small_graph(answering(lambda _: {"status": 200, "body": "PGh0bWw+"})) as graph:
        [outcome] = await graph.calendar.bring_about(ANA, [RemoveEntry(entry=ID)])
    assert isinstance(outcome, Nonsense)


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


async def test_a_token_that_is_refused_inside_is_replaced_once_for_those_that_need_it() -> None:
    def inner(one: dict[str, Any]) -> dict[str, Any]:
        if one["method"] == "PATCH" and len(seen) == 1:
            return {"status": 401, "headers": {}, "body": refusal("InvalidAuthenticationToken")}
        return done(one)

    seen: list[str] = []

    async def answer(request: web.Request) -> web.StreamResponse:
        seen.append(request.headers["Authorization"])
        return await answering(inner)(request)

    async with small_graph(answer) as graph:
        outcomes = await graph.calendar.bring_about(ANA, [REVIEW, MoveEntry(entry=ID, slot=TEN)])
        assert [len(asked) for asked in envelopes(graph)] == [2, 1]
    assert all(isinstance(outcome, Entry) for outcome in outcomes)
    assert seen[1].startswith("Bearer another-")


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
