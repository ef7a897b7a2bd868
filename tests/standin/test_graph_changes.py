"""What apps may rely on when they ask the local Graph what changed in a calendar."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.standin.local_graph import (
    ANA,
    BEN,
    DELTA,
    EVENTS,
    NOW,
    SPRING,
    WINDOW,
    ZONE,
    Graph,
    at,
    graph_of,
    new_review,
    running,
)

if TYPE_CHECKING:
    from pathlib import Path

    from standin.server import Running


@pytest.mark.parametrize("spelled", ["delta", "delta()", "microsoft.graph.delta()", "delta%28%29"])
async def test_changes_are_told_once_whatever_the_spelling(graph: Graph, spelled: str) -> None:
    path = f"/v1.0/users/{ANA.object_id}/calendarView/{spelled}"
    everything, link = await graph.changes(path, query=SPRING, headers={"Prefer": "odata.maxpagesize=50"})
    assert len(everything) > 100
    assert len({event["id"] for event in everything}) == len(everything)
    event = await new_review(graph)
    changes, following = await graph.changes(link)
    assert [change["id"] for change in changes] == [event["id"]]
    assert (await graph.changes(following))[0] == []
    assert [change["id"] for change in (await graph.changes(link))[0]] == [event["id"]]


async def test_a_dragged_a_deleted_and_a_far_away_event_are_each_reported(graph: Graph, standin: Running) -> None:
    dragged = await new_review(graph)
    deleted = await new_review(graph, transactionId="2")
    far_away = await new_review(graph, transactionId="3")
    _, link = await graph.changes(DELTA, query=WINDOW)
    outside = datetime(2026, 8, 3, 9, 0, tzinfo=UTC)
    calendars = standin.world.calendars
    calendars.move("ana", dragged["id"], NOW + timedelta(days=30), NOW + timedelta(days=30, hours=1))
    calendars.delete("ana", deleted["id"])
    calendars.move("ana", far_away["id"], outside, outside + timedelta(hours=1))
    unseen = at("2027-01-04T09:00:00"), at("2027-01-04T10:00:00")
    await new_review(graph, transactionId="4", start=unseen[0], end=unseen[1])
    changes, _ = await graph.changes(link, headers=ZONE)
    told = {change["id"]: change for change in changes}
    assert told.keys() == {dragged["id"], deleted["id"], far_away["id"]}
    assert told[dragged["id"]]["start"] == at("2026-04-01T11:00:00.0000000", "Europe/Amsterdam")
    for gone in (deleted, far_away):
        assert told[gone["id"]]["@removed"] == {"reason": "deleted"}
    assert (await graph.call("GET", f"{EVENTS}/{far_away['id']}")).status == 200


async def test_pages_of_changes_hold_what_was_asked_and_miss_nothing(graph: Graph, standin: Running) -> None:
    path = f"{DELTA}?startDateTime=2026-03-02T00:00:00Z&endDateTime=2026-03-09T00:00:00Z"
    headers = {"Prefer": 'odata.maxpagesize=3, IdType="ImmutableId"'}
    page = await graph.call("GET", path, headers=headers)
    assert len(page.body["value"]) == 3
    assert "@odata.nextLink" in page.body
    last = standin.world.calendars.events("ana", NOW, NOW + timedelta(days=4))[-1]
    start = datetime(2026, 3, 6, 6, 0, tzinfo=UTC)
    standin.world.calendars.move("ana", last["id"], start, start + timedelta(hours=1))
    rest, link = await graph.changes(page.body["@odata.nextLink"], headers=headers)
    later, _ = await graph.changes(link)
    seen = [event["id"] for event in (*page.body["value"], *rest, *later)]
    assert seen.count(last["id"]) == 1
    week = standin.world.calendars.events("ana", datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 9, tzinfo=UTC))
    assert set(seen) == {event["id"] for event in week}


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ({"$deltatoken": "unknown"}, 410, "syncStateNotFound"),
        ({"$skiptoken": "é"}, 410, "syncStateNotFound"),
        ({**WINDOW, "$select": "subject"}, 400, "ErrorInvalidUrlQuery"),
        ({**WINDOW, "$filter": "subject eq 'x'"}, 400, "ErrorInvalidUrlQuery"),
        ({"startDateTime": "2026-03-01T00:00:00Z"}, 400, "ErrorInvalidParameter"),
        ({"startDateTime": "soon", "endDateTime": "later"}, 400, "ErrorInvalidParameter"),
        ({}, 400, "ErrorInvalidParameter"),
    ],
)
async def test_delta_refuses_what_graph_refuses(graph: Graph, query: dict[str, str], status: int, code: str) -> None:
    answer = await graph.call("GET", DELTA, query=query)
    assert (answer.status, answer.code) == (status, code)


async def test_a_delta_token_of_somebody_else_is_unknown(graph: Graph) -> None:
    _, link = await graph.changes(DELTA, query=WINDOW)
    path = link.removeprefix(graph.address).replace(ANA.object_id, BEN.object_id)
    assert (await graph.call("GET", path)).status == 410


# Free and busy


async def test_expired_delta_tokens_are_gone_even_after_a_restart(tmp_path: Path) -> None:
    async with running(tmp_path) as standin, graph_of(standin) as graph:
        _, link = await graph.changes(DELTA, query=WINDOW)
        assert (await graph.local(standin, "POST", "/local/delta-tokens/expire", {"person": "ana"}))[0] == 204
        path = link.removeprefix(graph.address)
        gone = await graph.call("GET", path)
        assert (gone.status, gone.code) == (410, "syncStateNotFound")
    async with running(tmp_path) as standin, graph_of(standin) as graph:
        assert (await graph.call("GET", path)).status == 410
        _, fresh = await graph.changes(DELTA, query=WINDOW)
        assert (await graph.call("GET", fresh.removeprefix(graph.address))).status == 200
