"""Where people are and when they work: what they change in the window, Graph and Teams say from then on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from standin.people import by_key
from standin.teams.delivery import sender
from tests.standin.local_graph import ANA, BEN, at, running

if TYPE_CHECKING:
    from pathlib import Path

    from tests.standin.local_hands import Hands

SETTINGS = f"/v1.0/users/{ANA.object_id}/mailboxSettings"
NIGHTS = {"days": ["sunday", "friday"], "start": "22:00", "end": "06:00"}


async def test_another_zone_is_told_by_graph_and_by_teams(hands: Hands) -> None:
    status, _ = await hands.do("settings", {"zone": "America/New_York"})
    assert status == 204
    found = (await hands.graph.call("GET", SETTINGS)).body
    assert found["timeZone"] == found["workingHours"]["timeZone"]["name"] == "Eastern Standard Time"
    assert found["workingHours"]["startTime"] == "09:00:00.0000000"
    assert sender(hands.standin.world, ANA).person.zone == "America/New_York"
    _, everybody = await hands.graph.local(hands.standin, "GET", "/window/people")
    assert [one["zone"] for one in everybody][:2] == ["America/New_York", BEN.zone]


async def test_a_zone_may_have_its_windows_name(hands: Hands) -> None:
    await hands.do("settings", {"zone": "India Standard Time"})
    assert sender(hands.standin.world, ANA).person.zone == "Asia/Calcutta"
    assert (await hands.graph.call("GET", SETTINGS)).body["timeZone"] == "India Standard Time"


async def test_other_working_hours_are_told_with_the_settings_and_with_each_schedule(hands: Hands) -> None:
    status, _ = await hands.do("settings", {"workingHours": NIGHTS})
    assert status == 204
    hours = (await hands.graph.call("GET", SETTINGS)).body["workingHours"]
    assert hours == {
        "daysOfWeek": ["friday", "sunday"],
        "startTime": "22:00:00.0000000",
        "endTime": "06:00:00.0000000",
        "timeZone": {"name": "W. Europe Standard Time"},
    }
    body = {
        "schedules": [BEN.mail, ANA.mail, "eva@outside.example", "chloe@meadow.example"],
        "startTime": at("2026-03-09T00:00:00"),
        "endTime": at("2026-03-10T00:00:00"),
    }
    path = f"/v1.0/users/{ANA.object_id}/calendar/getSchedule"
    bens, anas, evas, chloes = (await hands.graph.call("POST", path, body)).body["value"]
    assert anas["workingHours"] == hours
    assert bens["workingHours"]["startTime"] == "08:30:00.0000000"
    assert bens["workingHours"]["timeZone"] == {"name": "GMT Standard Time"}
    assert "wednesday" not in chloes["workingHours"]["daysOfWeek"]
    assert "workingHours" not in evas
    _, everybody = await hands.graph.local(hands.standin, "GET", "/window/people")
    assert everybody[0]["workingHours"] == {**NIGHTS, "days": ["friday", "sunday"]}


async def test_a_restart_forgets_no_setting(tmp_path: Path) -> None:
    async with running(tmp_path) as standin:
        standin.world.preferences.change(ANA, zone="Asia/Tokyo")
    async with running(tmp_path) as standin:
        assert standin.world.preferences.of(ANA).windows_zone == "Tokyo Standard Time"
        assert standin.world.preferences.of(BEN) == by_key("ben")


@pytest.mark.parametrize(
    "wrong",
    [
        {"zone": "Mars/Olympus"},
        {"zone": 1},
        {"workingHours": {"days": ["someday"], "start": "09:00", "end": "17:00"}},
        {"workingHours": {"days": ["monday"], "start": "nine", "end": "17:00"}},
        {"workingHours": {"days": ["monday"]}},
        {"workingHours": "always"},
        {"zone": "Asia/Tokyo", "workingHours": {"days": ["someday"], "start": "09:00", "end": "17:00"}},
        {"zone": "Mars/Olympus", "workingHours": NIGHTS},
    ],
)
async def test_settings_that_make_no_sense_change_nothing(hands: Hands, wrong: dict[str, Any]) -> None:
    before = (await hands.graph.call("GET", SETTINGS)).body
    status, answer = await hands.do("settings", wrong)
    assert (status, "error" in answer) == (400, True)
    assert (await hands.graph.call("GET", SETTINGS)).body == before
