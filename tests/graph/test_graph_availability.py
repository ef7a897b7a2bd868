from __future__ import annotations

import json
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import pytest
from aiohttp import web

from graph.zones import iana_zone
from learning.entries import Slot
from learning.errors import OutsideFailure
from tests.graph.small_graph import ANA, MARCH, NINE, Handler, event, small_graph

HOURS = {
    "daysOfWeek": ["monday", "Friday"],
    "startTime": "08:30:00.0000000",
    "endTime": "16:00:00.0000000",
    "timeZone": {"name": "W. Europe Standard Time"},
}


def item(status: str, start: str = "2026-03-02T09:00:00.0000000", end: str = "2026-03-02T09:30:00.0000000") -> Any:
    return {"status": status, "start": event("", start)["start"], "end": event("", end=end)["end"]}


def mailbox(settings: Any, schedule: Any = None) -> Handler:
    async def answer(request: web.Request) -> web.Response:
        if request.path.endswith("/mailboxSettings"):
            return web.json_response(settings)
        if request.path.endswith("/getSchedule"):
            return web.json_response({"value": [schedule or {"scheduleItems": []}]})
        return web.json_response({"mail": None, "userPrincipalName": "ana@meadow.example"})

    return answer


async def test_a_person_works_when_their_mailbox_says_so_in_a_zone_by_its_iana_name() -> None:
    async with small_graph(mailbox({"timeZone": "UTC", "workingHours": HOURS})) as graph:
        hours = (await graph.calendar.availability(ANA, MARCH)).hours
    assert (hours.zone, hours.days) == ("Europe/Berlin", frozenset({0, 4}))
    assert (hours.starts, hours.ends) == (time(8, 30), time(16))


@pytest.mark.parametrize(
    ("settings", "zone"),
    [
        ({"timeZone": "Europe/Paris", "workingHours": HOURS | {"timeZone": {"name": "Customized Time Zone"}}},
         "Europe/Paris"),
        ({"timeZone": "", "workingHours": HOURS | {"timeZone": None}}, "UTC"),
        ({"timeZone": "Eastern Standard Time", "workingHours": None}, "America/New_York"),
        ({}, "UTC"),
    ],
)  # fmt: skip
async def test_a_zone_without_a_name_gives_way_to_the_next_best(settings: Any, zone: str) -> None:
    async with small_graph(mailbox(settings)) as graph:
        assert (await graph.calendar.availability(ANA, MARCH)).hours.zone == zone


async def test_what_takes_a_persons_time_is_busy_tentative_or_away_and_counts_once() -> None:
    ten = Slot(starts_at=NINE.starts_at + timedelta(hours=1), ends_at=NINE.ends_at + timedelta(hours=1))
    at_ten = ("2026-03-02T10:00:00", "2026-03-02T10:30:00")
    items = [item("busy"), item("busy"), item("OOF", *at_ten), item("tentative"), item("free")]
    outside = item("busy", "2026-05-02T09:00:00", "2026-05-02T10:00:00")
    async with small_graph(mailbox({}, {"scheduleItems": [*items, outside]})) as graph:
        found = await graph.calendar.availability(ANA, MARCH)
    assert (found.busy, found.tentative, found.away) == ((NINE,), (NINE,), (ten,))


@pytest.mark.parametrize("status", ["unknown", "unknownFutureValue", "", None])
async def test_what_graph_has_no_word_for_is_tentative(status: Any) -> None:
    async with small_graph(mailbox({}, {"scheduleItems": [item(status)]})) as graph:
        found = await graph.calendar.availability(ANA, MARCH)
    assert (found.busy, found.tentative, found.away) == ((), (NINE,), ())


async def test_working_elsewhere_is_work_and_takes_no_time() -> None:
    async with small_graph(mailbox({}, {"scheduleItems": [item("workingElsewhere"), item("free")]})) as graph:
        found = await graph.calendar.availability(ANA, MARCH)
    assert (found.busy, found.tentative, found.away) == ((), (), ())


async def test_a_long_stretch_is_asked_in_parts_of_at_most_62_days_without_a_gap() -> None:
    starts_at = datetime(2026, 3, 1, 7, 30, tzinfo=UTC)
    within = Slot(starts_at=starts_at, ends_at=starts_at + timedelta(days=150))
    async with small_graph(mailbox({})) as graph:
        await graph.calendar.availability(ANA, within)
        asked = [json.loads(body) for body in graph.bodies if body]
    parts = [(said["StartTime"]["dateTime"], said["EndTime"]["dateTime"]) for said in asked]
    assert len(parts) == 3
    assert all(first[1] == second[0] for first, second in pairwise(parts))
    assert (parts[0][0], parts[-1][1]) == ("2026-03-01T07:30:00", "2026-07-29T07:30:00")
    assert all(said["Schedules"] == ["ana@meadow.example"] for said in asked)


async def test_a_moment_is_asked_as_an_hour_since_graph_refuses_less_than_its_grid() -> None:
    async with small_graph(mailbox({})) as graph:
        await graph.calendar.availability(
            ANA, Slot(starts_at=NINE.starts_at, ends_at=NINE.starts_at + timedelta(minutes=5))
        )
        [said] = [json.loads(body) for body in graph.bodies if body]
    assert said["EndTime"]["dateTime"] == "2026-03-02T10:00:00"


@pytest.mark.parametrize(
    "schedule",
    [
        {"error": {"message": "ana@meadow.example was not found", "responseCode": "ErrorMailRecipientNotFound"}},
        {"scheduleItems": ["x"]},
        {"scheduleItems": 7},
        {"scheduleItems": [{"status": "busy"}]},
        7,
    ],
)
async def test_a_schedule_that_cannot_be_read_is_a_failure_and_never_an_empty_calendar(schedule: Any) -> None:
    async with small_graph(mailbox({}, schedule)) as graph:
        with pytest.raises(OutsideFailure) as caught:
            await graph.calendar.availability(ANA, MARCH)
    assert "ana" not in str(caught.value)


@pytest.mark.parametrize(
    "hours",
    [HOURS | {"daysOfWeek": ["someday"]}, HOURS | {"startTime": "late"}, HOURS | {"endTime": None}, "always",
     HOURS | {"daysOfWeek": None}, HOURS | {"timeZone": "x"}],
)  # fmt: skip
async def test_working_hours_that_make_no_sense_are_a_failure(hours: Any) -> None:
    async with small_graph(mailbox({"workingHours": hours})) as graph:
        with pytest.raises(OutsideFailure):
            await graph.calendar.availability(ANA, MARCH)


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("British Columbia Standard Time", "America/Vancouver"),
        ("Europe/Amsterdam", "Europe/Amsterdam"),
        ("UTC", "UTC"),
        ("tzone://Microsoft/Utc", "UTC"),
        ("tzone://Microsoft/Custom", None),
        ("Europe", None),
        ("../../etc/passwd", None),
        ("", None),
        ("\0", None),
    ],
)
def test_windows_and_iana_names_become_iana_names_and_nonsense_becomes_nothing(name: str, zone: str | None) -> None:
    assert iana_zone(name) == zone
