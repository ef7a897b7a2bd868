"""What apps may rely on when they ask the local Graph who is free when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.standin.local_graph import (
    ANA,
    ZONE,
    Graph,
    at,
    new_review,
)

if TYPE_CHECKING:
    pass


# People


async def test_a_schedule_shows_what_is_busy_in_the_wanted_zone_and_hides_what_is_private(graph: Graph) -> None:
    await new_review(graph)
    await new_review(
        graph, transactionId="2", showAs="free", start=at("2026-03-30T06:00:00"), end=at("2026-03-30T06:30:00")
    )
    body = {
        "Schedules": [ANA.mail, "nobody@meadow.example"],
        "StartTime": at("2026-03-30T14:00:00", "Europe/Amsterdam"),
        "EndTime": at("2026-03-30T15:00:00", "Europe/Amsterdam"),
        "AvailabilityViewInterval": 30,
    }
    path = f"/v1.0/users/{ANA.object_id}/calendar/getSchedule"
    found, nobody = (await graph.call("POST", path, body, headers=ZONE)).body["value"]
    item = next(item for item in found["scheduleItems"] if item["isPrivate"])
    assert item["start"] == at("2026-03-30T14:00:00.0000000", "Europe/Amsterdam")
    assert item["status"] == "busy"
    assert "subject" not in item
    assert found["availabilityView"][0] == "2"
    assert len(found["availabilityView"]) == 2
    assert found["workingHours"]["daysOfWeek"] == list(ANA.works_on)
    assert nobody["error"]["responseCode"] == "ErrorMailRecipientNotFound"


async def test_everybody_has_free_moments_within_working_hours_on_every_working_day(graph: Graph) -> None:
    day = datetime(2026, 3, 9, tzinfo=UTC)
    for _ in range(10):
        body = {
            "schedules": [ANA.mail],
            "startTime": at(f"{day:%Y-%m-%d}T09:00:00", "W. Europe Standard Time"),
            "endTime": at(f"{day:%Y-%m-%d}T17:00:00", "W. Europe Standard Time"),
        }
        answer = await graph.call("POST", f"/v1.0/users/{ANA.object_id}/calendar/getSchedule", body)
        view = answer.body["value"][0]["availabilityView"]
        assert len(view) == 16
        assert view.count("0") >= 4
        day += timedelta(days=1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"schedules": []},
        {"schedules": [ANA.mail] * 21},
        {"startTime": {"dateTime": "2026-03-30T14:00:00"}},
        {"endTime": at("2026-03-30T13:00:00")},
        {"endTime": at("2026-07-30T13:00:00")},
        {"availabilityViewInterval": 1},
    ],
)
async def test_a_schedule_that_cannot_be_asked_for_is_refused(graph: Graph, wrong: dict[str, Any]) -> None:
    body = {"schedules": [ANA.mail], "startTime": at("2026-03-30T14:00:00"), "endTime": at("2026-03-30T15:00:00")}
    answer = await graph.call("POST", f"/v1.0/users/{ANA.object_id}/calendar/getSchedule", body | wrong)
    assert answer.status == 400


# Subscriptions and notices
