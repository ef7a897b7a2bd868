"""Several entries are written in one go: what one answer says holds for its own entry, and for no other."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web

from graph.failures import GraphFailure, Nonsense
from learning.entries import Entry, EntryId, Guest, MoveEntry, RemoveEntry
from learning.errors import GuestsRefused, MaybeDone, OutsideFailure
from tests.graph.batches import ID, TEN, answering, done, envelopes, refusing, reviews
from tests.graph.small_graph import ANA, NINE, REVIEW, refusal, small_graph
from tests.graph_contract import NOT_HERE, GraphContract


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


async def test_every_envelope_and_every_request_in_it_satisfies_microsofts_schema() -> None:
    if not GraphContract.available():
        pytest.skip(NOT_HERE)
    contract = GraphContract()
    changes = [*reviews(2), MoveEntry(entry=ID, slot=NINE, seen='W/"one"'), RemoveEntry(entry=ID)]
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


async def test_what_was_changed_since_it_was_looked_at_is_not_moved_and_may_be_tried_again() -> None:
    seen, unseen = MoveEntry(entry=ID, slot=TEN, seen='W/"one"'), MoveEntry(entry=ID, slot=TEN)
    async with small_graph(answering(refusing(412, "ErrorIrresolvableConflict"))) as graph:
        changed, refused = await graph.calendar.bring_about(ANA, [seen, unseen])
        [asked] = envelopes(graph)
    assert [one["headers"].get("If-Match") for one in asked] == ['W/"one"', None]
    assert isinstance(changed, OutsideFailure)
    assert isinstance(refused, OutsideFailure)
    assert (changed.permanent, refused.permanent) == (False, True)


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


@pytest.mark.parametrize("body", [None, "PGh0bWw+", {"id": ""}, {"id": "x"}, [], 7])
async def test_a_success_without_an_entry_is_none(body: Any) -> None:
    async with small_graph(answering(lambda _: {"status": 201, "body": body})) as graph:
        [outcome] = await graph.calendar.bring_about(ANA, reviews(1))
    assert isinstance(outcome, Nonsense)


async def test_a_web_page_in_place_of_a_removal_is_no_removal() -> None:
    async with small_graph(answering(lambda _: {"status": 200, "body": "PGh0bWw+"})) as graph:
        [outcome] = await graph.calendar.bring_about(ANA, [RemoveEntry(entry=ID)])
    assert isinstance(outcome, Nonsense)


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
