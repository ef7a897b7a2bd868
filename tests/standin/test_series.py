"""Events that people make recur, and what an app sees of each of their times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.standin.local_graph import at, new_review

if TYPE_CHECKING:
    from tests.standin.local_hands import Hands

WEEKLY = {"every": "week", "times": 3}
BARE = {"@odata.type", "@odata.etag", "id", "seriesMasterId", "type", "start", "end"}


@pytest.fixture
async def series(hands: Hands) -> dict[str, Any]:
    """A review of Monday 23 March, 11:00 in London, which Ana made recur: summer time begins after the first."""
    times = {"start": at("2026-03-23T11:00:00", "Europe/London"), "end": at("2026-03-23T11:30:00", "Europe/London")}
    event = await new_review(hands.graph, **times)
    await hands.to(event["id"], "recurrence", WEEKLY)
    return event


async def occurrences(hands: Hands) -> list[dict[str, Any]]:
    return [event for event in await hands.view() if event["type"] in {"occurrence", "exception"}]


async def test_the_same_id_is_now_the_series_which_says_when_it_recurs(hands: Hands, series: dict[str, Any]) -> None:
    found = (await hands.get(series["id"])).body
    assert (found["type"], found["seriesMasterId"]) == ("seriesMaster", None)
    assert (found["start"], found["end"], found["iCalUId"]) == (series["start"], series["end"], series["iCalUId"])
    pattern, within = found["recurrence"]["pattern"], found["recurrence"]["range"]
    assert (pattern["type"], pattern["daysOfWeek"]) == ("weekly", ["monday"])
    assert (within["numberOfOccurrences"], within["startDate"], within["endDate"]) == (3, "2026-03-23", "2026-04-06")


async def test_the_calendar_view_has_each_time_at_the_same_hour_on_the_clock_and_not_the_series(
    hands: Hands, series: dict[str, Any]
) -> None:
    found = await hands.view()
    assert [event["start"]["dateTime"][:16] for event in found] == [
        "2026-03-23T11:00",
        "2026-03-30T10:00",
        "2026-04-06T10:00",
    ]
    assert {(event["type"], event["seriesMasterId"]) for event in found} == {("occurrence", series["id"])}
    assert len({event["id"] for event in found} | {series["id"]}) == 4
    for event in found:
        assert (await hands.get(event["id"])).body["type"] == "occurrence"


async def test_what_changed_is_the_series_in_full_and_its_times_barely(hands: Hands) -> None:
    event = await new_review(hands.graph)
    mark = await hands.mark()
    await hands.to(event["id"], "recurrence", {"every": "day", "times": 4})
    told = await hands.told(mark)
    master = told.pop(event["id"])
    assert (master["type"], master["subject"]) == ("seriesMaster", "Learning review")
    assert len(told) == 4
    assert all(change.keys() == BARE and change["seriesMasterId"] == event["id"] for change in told.values())


async def test_one_time_that_is_dragged_is_an_exception_and_stays_so(hands: Hands, series: dict[str, Any]) -> None:
    second = (await occurrences(hands))[1]
    mark = await hands.mark()
    await hands.drag(second["id"], "04-01T10:00", "04-01T10:30")
    told = await hands.told(mark)
    assert list(told) == [second["id"]]
    assert (told[second["id"]]["type"], told[second["id"]]["subject"]) == ("exception", "Learning review")
    await hands.to(series["id"], "body", {"content": "For all of them"})
    found = await occurrences(hands)
    assert [event["bodyPreview"] for event in found] == ["For all of them", "Your check-in.", "For all of them"]
    assert found[1]["start"] == at("2026-04-01T10:00:00.0000000")


async def test_one_time_that_is_deleted_is_gone_without_a_word_and_stays_gone(
    hands: Hands, series: dict[str, Any]
) -> None:
    second = (await occurrences(hands))[1]
    mark = await hands.mark()
    await hands.delete(second["id"])
    assert await hands.told(mark) == {}
    assert (await hands.get(second["id"])).status == 404
    await hands.to(series["id"], "show-as", {"showAs": "free"})
    assert [event["id"] for event in await occurrences(hands)].count(second["id"]) == 0
    assert len(await occurrences(hands)) == 2
    assert (await hands.do("calendar/deleted", None, method="GET"))[1] == []


async def test_a_series_goes_with_all_its_times_and_comes_back_with_them(hands: Hands, series: dict[str, Any]) -> None:
    before = {event["id"] for event in await occurrences(hands)}
    mark = await hands.mark()
    await hands.delete(series["id"])
    assert {name for name, change in (await hands.told(mark)).items() if "@removed" in change} == before | {
        series["id"]
    }
    assert await hands.seen() == []
    await hands.to(series["id"], "restore", {})
    assert {event["id"] for event in await occurrences(hands)} == before


async def test_a_series_that_is_moved_or_recurs_otherwise_has_its_times_anew(
    hands: Hands, series: dict[str, Any]
) -> None:
    await hands.drag((await occurrences(hands))[1]["id"], "04-01T10:00", "04-01T10:30")
    await hands.drag(series["id"], "03-24T09:00", "03-24T09:30")
    assert [event["start"]["dateTime"][:16] for event in await occurrences(hands)] == [
        "2026-03-24T09:00",
        "2026-03-31T08:00",
        "2026-04-07T08:00",
    ]
    await hands.to(series["id"], "recurrence", {"every": "day", "times": 2})
    found = await occurrences(hands)
    assert [event["start"]["dateTime"][:10] for event in found] == ["2026-03-24", "2026-03-25"]
    assert {event["type"] for event in found} == {"occurrence"}


async def test_the_window_shows_each_time_and_which_series_it_is_of(hands: Hands, series: dict[str, Any]) -> None:
    seen = await hands.seen()
    assert len(seen) == 3
    assert {(one["isSeries"], one["seriesId"], one["isApp"]) for one in seen} == {(True, series["id"], True)}


async def test_a_series_in_another_calendar_is_there_with_all_its_times(hands: Hands, series: dict[str, Any]) -> None:
    await hands.to(series["id"], "calendar", {"name": "Private"})
    assert await hands.view() == []
    assert {one["calendar"] for one in await hands.seen()} == {"Private"}
    status, _ = await hands.do(f"calendar/{(await hands.seen())[0]['id']}/calendar", {"name": ""})
    assert status == 409


async def test_whole_days_recur_at_midnight_on_the_clock(hands: Hands) -> None:
    zone = "W. Europe Standard Time"
    days = {"start": at("2026-03-28T00:00:00", zone), "end": at("2026-03-29T00:00:00", zone), "isAllDay": True}
    event = await new_review(hands.graph, **days)
    await hands.to(event["id"], "recurrence", {"every": "day", "times": 3})
    assert [one["start"]["dateTime"][:16] for one in await hands.view()] == [
        "2026-03-28T00:00",
        "2026-03-29T00:00",
        "2026-03-30T00:00",
    ]
    assert [(one["start"], one["end"]) for one in await hands.seen()][1] == (
        "2026-03-29T00:00:00Z",
        "2026-03-30T00:00:00Z",
    )
