from __future__ import annotations

from typing import Any

import pytest
from aiohttp import web

from graph.changes import MOST_PAGES
from learning.entries import ShownAs
from learning.errors import MarkEnded, OutsideFailure
from tests.graph.small_graph import ANA, MARCH, Handler, always, event, refusal, small_graph

GONE = {"id": "gone", "@removed": {"reason": "deleted"}}
TIMES = {"bare": "occurrence", "changed": "exception"}


def pages(*values: list[Any]) -> Handler:
    """These pages one after the other, then the mark."""

    async def answer(request: web.Request) -> web.Response:
        number = int(request.query.get("$skiptoken", "0"))
        base = f"{request.scheme}://{request.host}/v1.0/users/u/calendarView/delta"
        last = number == len(values) - 1
        link = (
            {"@odata.deltaLink": f"{base}?$deltatoken=t"}
            if last
            else {"@odata.nextLink": f"{base}?$skiptoken={number + 1}"}
        )
        return web.json_response({"value": values[number], **link})

    return answer


async def test_changes_are_gathered_from_all_pages_and_the_mark_is_graphs_own_link() -> None:
    async with small_graph(pages([event("a")], [event("b"), GONE])) as graph:
        changes = await graph.calendar.changes(ANA, since=None, within=MARCH)
        assert [entry.id for entry in changes.entries] == ["a", "b"]
        assert changes.gone == ("gone",)
        assert changes.mark == f"{graph.address}/v1.0/users/u/calendarView/delta?$deltatoken=t"
        assert graph.asked[0].query["startDateTime"] == "2026-03-01T00:00:00Z"
        assert all('IdType="ImmutableId"' in request.headers["Prefer"] for request in graph.asked)
        assert all("odata.maxpagesize" in request.headers["Prefer"] for request in graph.asked)


async def test_a_dragged_review_is_reported_once_as_it_stands_last() -> None:
    moved = event("a", "2026-03-03T09:00:00.0000000", "2026-03-03T09:30:00.0000000")
    async with small_graph(pages([event("a"), event("a")], [moved])) as graph:
        changes = await graph.calendar.changes(ANA, since=None, within=MARCH)
    assert [entry.slot.starts_at.day for entry in changes.entries] == [3]


BACKWARDS = event("backwards", "2026-03-03T09:00:00.0000000", "2026-03-02T09:00:00.0000000")
IN_WORDS = event("in words") | {"start": "SECRET, at nine or so"}


@pytest.mark.parametrize("odd", [BACKWARDS, IN_WORDS, {"subject": "SECRET"}, "SECRET"], ids=str)
async def test_one_entry_that_makes_no_sense_keeps_nobody_from_reading_the_others(
    odd: object, caplog: pytest.LogCaptureFixture
) -> None:
    async with small_graph(pages([event("a"), odd, GONE], [event("b")])) as graph:
        changes = await graph.calendar.changes(ANA, since=None, within=MARCH)
    assert ([entry.id for entry in changes.entries], changes.gone) == (["a", "b"], ("gone",))
    assert "left out" in caplog.text
    assert "SECRET" not in caplog.text


async def test_an_entry_that_went_and_came_back_is_not_reported_as_gone() -> None:
    async with small_graph(pages([GONE, event("gone")])) as graph:
        changes = await graph.calendar.changes(ANA, since=None, within=MARCH)
    assert changes.gone == ()
    assert len(changes.entries) == 1


async def test_each_time_of_a_series_takes_its_owners_time_as_the_series_does_unless_it_says_otherwise() -> None:
    series = event("series") | {"type": "seriesMaster", "showAs": "oof"}
    bare, changed = (event(name) | {"type": kind, "seriesMasterId": "series"} for name, kind in TIMES.items())
    alone = event("alone") | {"type": "occurrence", "seriesMasterId": "untold"}
    async with small_graph(pages([bare, alone], [series, changed | {"showAs": "free"}])) as graph:
        changes = await graph.calendar.changes(ANA, since=None, within=MARCH)
    assert {entry.id: entry.shown_as for entry in changes.entries} == {
        "series": ShownAs.AWAY,
        "bare": ShownAs.AWAY,
        "changed": ShownAs.FREE,
        "alone": ShownAs.BUSY,
    }


async def test_a_mark_is_asked_as_it_was_given() -> None:
    async with small_graph(pages([], [])) as graph:
        mark = f"{graph.address}/v1.0/users/u/calendarView/delta?$deltatoken=a%2Bb%3D&$skiptoken=1"
        await graph.calendar.changes(ANA, since=mark, within=MARCH)
        assert graph.asked[0].raw_path == mark.removeprefix(graph.address)


@pytest.mark.parametrize(
    ("status", "code"), [(410, "resyncRequired"), (410, "x"), (400, "syncStateNotFound"), (404, "SyncStateNotFound")]
)
async def test_a_mark_that_graph_forgot_means_reading_everything_once_more(status: int, code: str) -> None:
    async with small_graph(always(status, refusal(code))) as graph:
        with pytest.raises(MarkEnded):
            await graph.calendar.changes(ANA, since=f"{graph.address}/v1.0/x?$deltatoken=t", within=MARCH)


async def test_a_first_reading_never_ends_in_reading_once_more() -> None:
    async with small_graph(always(410, refusal("resyncRequired"))) as graph:
        with pytest.raises(OutsideFailure) as caught:
            await graph.calendar.changes(ANA, since=None, within=MARCH)
    assert not isinstance(caught.value, MarkEnded)


async def test_another_refusal_does_not_end_the_mark() -> None:
    async with small_graph(always(503, refusal("ServiceUnavailable"))) as graph:
        with pytest.raises(OutsideFailure) as caught:
            await graph.calendar.changes(ANA, since=f"{graph.address}/v1.0/x?$deltatoken=t", within=MARCH)
    assert not isinstance(caught.value, MarkEnded)


async def test_a_mark_of_another_address_is_asked_of_nobody_and_ends() -> None:
    async with small_graph(always(200, {})) as graph:
        with pytest.raises(MarkEnded):
            await graph.calendar.changes(ANA, since="https://evil.example/v1.0/x", within=MARCH)
        assert graph.asked == []


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/v1.0/users/u/calendarView/delta?$skiptoken=1",
        "{address}@evil.example/v1.0/users/u",
        "//evil.example/v1.0/users/u",
        "{address}/v1.0/../elsewhere",
        "{address}/v1.0/%2e%2e/elsewhere",
        "{address}/beta/users/u",
        "{address}.evil.example/v1.0/users/u",
        "/v1.0/users/u",
        "{address}/v1.0/..%5c..%5celsewhere",
        "{address}/v1.0/x HTTP/1.1\r\nX-More: 1\r\nY:",
        "{address}/v1.0/x y",
        "{address}/v1.0/é",
        "{scheme}://me:secret@{host}/v1.0/users/u",
        "file:///etc/passwd",
        "http://[",
    ],
)
@pytest.mark.parametrize("name", ["@odata.nextLink", "@odata.deltaLink"])
async def test_a_link_to_somebody_else_gets_no_token_and_is_not_kept(link: str, name: str) -> None:
    async def answer(request: web.Request) -> web.Response:
        address = f"{request.scheme}://{request.host}"
        told = link.format(address=address, scheme=request.scheme, host=request.host)
        return web.json_response({"value": [], name: told})

    async with small_graph(answer) as graph:
        with pytest.raises(OutsideFailure):
            await graph.calendar.changes(ANA, since=None, within=MARCH)
        assert len(graph.asked) == 1


async def test_pages_that_lead_in_a_circle_end() -> None:
    async def answer(request: web.Request) -> web.Response:
        link = f"{request.scheme}://{request.host}/v1.0/users/u/calendarView/delta?$skiptoken=1"
        return web.json_response({"value": [], "@odata.nextLink": link})

    async with small_graph(answer) as graph:
        with pytest.raises(OutsideFailure):
            await graph.calendar.changes(ANA, since=None, within=MARCH)
        assert len(graph.asked) == 2


async def test_pages_that_never_end_are_given_up() -> None:
    async def answer(request: web.Request) -> web.Response:
        number = int(request.query.get("$skiptoken", "0")) + 1
        link = f"{request.scheme}://{request.host}/v1.0/users/u/calendarView/delta?$skiptoken={number}"
        return web.json_response({"value": [], "@odata.nextLink": link})

    async with small_graph(answer) as graph:
        with pytest.raises(OutsideFailure):
            await graph.calendar.changes(ANA, since=None, within=MARCH)
        assert len(graph.asked) == MOST_PAGES


@pytest.mark.parametrize("page", [{"value": []}, {"value": "x", "@odata.deltaLink": "x"}, {"@odata.deltaLink": "x"}])
async def test_a_page_that_leads_nowhere_is_a_failure(page: dict[str, Any]) -> None:
    async with small_graph(always(200, page)) as graph:
        with pytest.raises(OutsideFailure):
            await graph.calendar.changes(ANA, since=None, within=MARCH)
