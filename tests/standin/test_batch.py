"""Several requests in one envelope, as Microsoft documents `$batch`."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from standin import people
from tests.graph_contract import GraphContract
from tests.standin.local_faults import add_fault
from tests.standin.local_graph import ANA, BEN, EVENTS, REVIEW, Answer, Graph

if TYPE_CHECKING:
    from standin.server import Running

BATCH = "/v1.0/$batch"
JSON = {"Content-Type": "application/json"}
INSIDE = EVENTS.removeprefix("/v1.0")


def create(name: str, **more: Any) -> dict[str, Any]:
    """A request to write a review."""
    return {
        "id": name,
        "method": "POST",
        "url": INSIDE,
        "headers": JSON,
        "body": REVIEW | {"transactionId": name},
    } | more


async def send(graph: Graph, *requests: dict[str, Any], **more: Any) -> Answer:
    """One envelope; each answer in it is judged by Microsoft's schema as if it had come alone."""
    envelope = {"requests": list(requests)}
    answer = await graph.call("POST", BATCH, envelope, **more)
    if answer.status == 200 and GraphContract.available():
        contract = GraphContract()
        assert contract.request("POST", BATCH, {**JSON, "Authorization": "Bearer x"}, {}, envelope) == []
        sent = {one["id"]: one for one in requests}
        for inner in answer.body["responses"]:
            asked = sent[inner["id"]]
            path = f"/v1.0/{asked['url'].lstrip('/')}".partition("?")[0]
            if inner["status"] != 424:
                judged = contract.response(asked["method"], path, inner["status"], inner["headers"], inner.get("body"))
                assert judged == []
    return answer


def by_id(answer: Answer) -> dict[str, dict[str, Any]]:
    assert answer.status == 200, answer.body
    return {inner["id"]: inner for inner in answer.body["responses"]}


async def test_what_is_asked_in_one_envelope_is_done_as_if_it_came_alone(graph: Graph) -> None:
    written = by_id(await send(graph, create("a"), create("b")))
    assert [written[name]["status"] for name in "ab"] == [201, 201]
    event = written["a"]["body"]["id"]
    change = {"start": REVIEW["start"], "end": REVIEW["end"]}
    done = by_id(
        await send(
            graph,
            {"id": "1", "method": "PATCH", "url": f"{INSIDE}/{event}", "headers": JSON, "body": change},
            {"id": "2", "method": "DELETE", "url": f"{INSIDE}/{written['b']['body']['id']}"},
            {"id": "3", "method": "GET", "url": f"{INSIDE}/{event}?$select=id"},
            {"id": "4", "method": "GET", "url": f"{INSIDE}/AAMkNothing="},
        )
    )
    assert {name: inner["status"] for name, inner in done.items()} == {"1": 200, "2": 204, "3": 200, "4": 404}
    assert "body" not in done["2"]
    assert done["4"]["body"]["error"]["code"] == "ErrorItemNotFound"


async def test_the_preferences_of_each_request_are_its_own(graph: Graph) -> None:
    zone = {**JSON, "Prefer": 'outlook.timezone="Europe/Amsterdam"'}
    written = by_id(await send(graph, create("a", headers=zone), create("b")))
    assert written["a"]["body"]["start"]["timeZone"] == "Europe/Amsterdam"
    assert written["b"]["body"]["start"]["timeZone"] == "UTC"


@pytest.mark.parametrize(
    ("requests", "why"),
    [
        ([], "non-empty"),
        ([create(str(number)) for number in range(21)], "maximum"),
        ([create("a"), create("A")], "not unique"),
        ([create("a", headers={})], "Content-Type"),
        ([create("a", url=f"https://graph.microsoft.com/v1.0{INSIDE}")], "relative"),
        ([create("a", dependsOn=["b"]), create("b")], "depends on"),
        ([create("a"), create("b"), create("c", dependsOn=["a"])], "fully sequential or fully parallel"),
        ([create("a", method="SHOUT")], "method"),
    ],
)
async def test_an_envelope_that_breaks_the_rules_is_refused_whole(
    graph: Graph, requests: list[dict[str, Any]], why: str
) -> None:
    answer = await send(graph, *requests)
    assert answer.status == 400
    assert why in answer.body["error"]["message"]
    view = await graph.call("GET", EVENTS.replace("events", "calendarView"), query=_ALL_OF_MARCH)
    assert not [event for event in view.body["value"] if event["subject"] == REVIEW["subject"]]


_ALL_OF_MARCH = {"startDateTime": "2026-03-30T00:00:00Z", "endDateTime": "2026-03-31T00:00:00Z", "$top": "50"}


async def test_twenty_requests_go_into_one_envelope_four_at_a_time(graph: Graph) -> None:
    done = by_id(await send(graph, *(create(f"r{number}") for number in range(20))))
    assert {inner["status"] for inner in done.values()} == {201}
    assert len(done) == 20


async def test_a_request_whose_predecessor_failed_is_not_carried_out(graph: Graph) -> None:
    lost = {"id": "first", "method": "DELETE", "url": f"{INSIDE}/AAMkNothing="}
    done = by_id(await send(graph, lost, create("second", dependsOn=["First"]), create("third", dependsOn=["second"])))
    assert {name: inner["status"] for name, inner in done.items()} == {"first": 404, "second": 424, "third": 424}


async def test_a_throttled_request_stands_in_an_envelope_that_is_well(graph: Graph, standin: Running) -> None:
    await add_fault(standin, graph, where="graph", what="429", path="/events", retry_after=7, times=1)
    answer = await send(graph, create("a"), create("b"))
    assert answer.status == 200
    refused = [inner for inner in answer.body["responses"] if inner["status"] == 429]
    assert [inner["headers"]["Retry-After"] for inner in refused] == ["7"]
    assert len(answer.body["responses"]) == 2


async def test_more_than_four_at_once_in_a_mailbox_are_throttled_inside(graph: Graph, standin: Running) -> None:
    await add_fault(standin, graph, where="graph", what="slow", path="/events", seconds=0.5, times=4)
    occupied = send(graph, *(create(f"slow{number}") for number in range(4)))
    both = await asyncio.gather(occupied, send(graph, create("fifth")))
    statuses = [inner["status"] for answer in both for inner in answer.body["responses"]]
    assert sorted(statuses) == [201, 201, 201, 201, 429]


async def test_an_answer_that_is_dropped_is_missing_from_the_envelope(graph: Graph, standin: Running) -> None:
    await add_fault(standin, graph, where="graph", what="commit-then-drop", path="/events", times=1)
    first = await send(graph, create("a"), create("b"))
    assert len(first.body["responses"]) == 1
    again = by_id(await send(graph, create("a"), create("b")))
    known = {inner["id"]: inner["body"]["id"] for inner in first.body["responses"]}
    assert all(again[name]["body"]["id"] == event for name, event in known.items())


async def test_a_fault_with_a_share_strikes_about_that_part(graph: Graph, standin: Running) -> None:
    await add_fault(standin, graph, where="graph", what="503", path="/events", share=0.25)
    struck = 0
    for number in range(20):
        done = by_id(await send(graph, *(create(f"{number}-{place}") for place in range(4))))
        struck += sum(inner["status"] == 503 for inner in done.values())
    assert 8 <= struck <= 32
    for share in (0, 1.5, True, "half"):
        rule = {"where": "graph", "what": "503", "share": share}
        assert (await graph.local(standin, "POST", "/local/faults", rule))[0] == 400


async def test_an_envelope_without_a_token_is_refused_and_one_with_a_bad_token_too(graph: Graph) -> None:
    for token in ("", "rubbish"):
        graph.token = token
        assert (await send(graph, create("a"))).status == 401


async def test_what_stands_beyond_the_callers_right_is_refused_inside(graph: Graph) -> None:
    """The app's own right reaches no `/me`: that is refused in its place, and the rest is done."""
    mine = {"id": "me", "method": "GET", "url": "/me/events/AAMk="}
    other = {"id": "b", "method": "GET", "url": f"/users/{BEN.object_id}?$select=id"}
    unknown = {"id": "c", "method": "GET", "url": "/users/00000000-0000-4000-8000-000000000000"}
    done = by_id(await send(graph, mine, other, unknown))
    assert {name: inner["status"] for name, inner in done.items()} == {"me": 400, "b": 200, "c": 404}
    assert ANA.object_id not in str(done)


async def test_plain_people_have_an_empty_calendar_of_their_own(graph: Graph) -> None:
    """`--people` of the command line: here asked for by hand."""
    people.add_plain(3)
    user = "/users/00000000-0000-4000-9000-000000000003"
    done = by_id(
        await send(
            graph,
            create("a", url=f"{user}/events"),
            {"id": "b", "method": "GET", "url": f"{user}/mailboxSettings"},
            {"id": "c", "method": "GET", "url": "/users/00000000-0000-4000-9000-000000009999"},
        )
    )
    assert {name: inner["status"] for name, inner in done.items()} == {"a": 201, "b": 200, "c": 404}
