"""What somebody may rely on who asks the local Graph when several people could meet."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.standin.local_entra import Microsoft, microsoft
from tests.standin.local_graph import ANA, BEN, at

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from standin.people import Person

PATH = "/v1.0/me/findMeetingTimes"
BEN_IS = {"type": "required", "emailAddress": {"name": BEN.name, "address": BEN.mail}}
EVA_IS = {"type": "required", "emailAddress": {"address": "eva@outside.example"}}
# Mid-January of the next year lies beyond everybody's eight busy months: only what a test puts there stands there.
MONDAY = {"start": at("2027-01-18T00:00:00"), "end": at("2027-01-19T00:00:00")}
THAT_MONDAY = datetime(2027, 1, 18, tzinfo=UTC)
SUNDAY = {"start": at("2027-01-17T00:00:00"), "end": at("2027-01-18T00:00:00")}


@pytest.fixture
async def entra(tmp_path: Path) -> AsyncIterator[Microsoft]:
    async with microsoft(tmp_path) as running:
        tokens = await running.on_behalf_of(await running.sso("ana"))
        running.graph.token = tokens["access_token"]
        yield running


def busy(entra: Microsoft, person: Person, start: int, end: int, *, shown_as: str = "busy") -> None:
    """From one full hour (UTC) of that Monday to another."""
    first, last = (THAT_MONDAY.replace(hour=hour) for hour in (start, end))
    entra.standin.world.by_hand.write(person.key, "Something", first, last, show_as=shown_as)


async def asked(entra: Microsoft, *guests: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The answer to a question about half an hour on that Monday."""
    body: dict[str, Any] = {
        "attendees": list(guests),
        "timeConstraint": {"activityDomain": "work", "timeSlots": [MONDAY]},
        "meetingDuration": "PT30M",
        "maxCandidates": 100,
    }
    answer = await entra.graph.call("POST", PATH, body | more)
    assert answer.status == 200, answer.body
    found: dict[str, Any] = answer.body
    return found


def starts(found: dict[str, Any]) -> list[str]:
    return [one["meetingTimeSlot"]["start"]["dateTime"][11:16] for one in found["meetingTimeSuggestions"]]


async def test_moments_are_within_the_hours_of_whoever_asks_each_half_hour(entra: Microsoft) -> None:
    found = await asked(entra, BEN_IS)
    assert starts(found) == [f"{hour:02}:{minute}" for hour in range(8, 16) for minute in ("00", "30")]
    first = found["meetingTimeSuggestions"][0]
    assert (first["order"], first["confidence"], first["organizerAvailability"]) == (1, 100.0, "free")
    assert first["attendeeAvailability"] == [{"attendee": BEN_IS, "availability": "free"}]
    assert found["emptySuggestionsReason"] == ""


async def test_times_are_told_in_the_zone_that_is_wanted(entra: Microsoft) -> None:
    body = {"timeConstraint": {"timeSlots": [MONDAY]}, "meetingDuration": "PT1H"}
    headers = {"Prefer": 'outlook.timezone="Europe/Amsterdam"'}
    answer = await entra.graph.call("POST", PATH, body, headers=headers)
    slot = answer.body["meetingTimeSuggestions"][0]["meetingTimeSlot"]
    assert slot == {
        "start": at("2027-01-18T09:00:00.0000000", "Europe/Amsterdam"),
        "end": at("2027-01-18T10:00:00.0000000", "Europe/Amsterdam"),
    }


async def test_when_one_of_them_is_taken_nobody_meets(entra: Microsoft) -> None:
    busy(entra, ANA, 8, 11)
    busy(entra, BEN, 12, 16, shown_as="oof")
    assert starts(await asked(entra, BEN_IS)) == ["11:00", "11:30"]


async def test_who_is_free_for_all_comes_before_who_is_free_for_most(entra: Microsoft) -> None:
    busy(entra, BEN, 8, 15)
    chloe = {"emailAddress": {"address": "chloe@meadow.example"}}
    found = await asked(entra, BEN_IS, chloe, returnSuggestionReasons=True)
    assert starts(found)[:3] == ["15:00", "15:30", "08:00"]
    confidences = [one["confidence"] for one in found["meetingTimeSuggestions"]]
    assert confidences == sorted(confidences, reverse=True)
    assert (confidences[0], confidences[-1]) == (100.0, 50.0)
    assert all(one["suggestionReason"] for one in found["meetingTimeSuggestions"])
    everybody = await asked(entra, BEN_IS, chloe, minimumAttendeePercentage=100)
    assert starts(everybody) == ["15:00", "15:30"]


async def test_nothing_to_suggest_says_why(entra: Microsoft) -> None:
    outside = await asked(entra, EVA_IS)
    assert (starts(outside), outside["emptySuggestionsReason"]) == ([], "attendeesUnavailableOrUnknown")
    busy(entra, BEN, 7, 18)
    assert (await asked(entra, BEN_IS))["emptySuggestionsReason"] == "attendeesUnavailable"
    busy(entra, ANA, 7, 18)
    assert (await asked(entra, BEN_IS))["emptySuggestionsReason"] == "organizerUnavailable"
    optional = await asked(entra, isOrganizerOptional=True)
    assert optional["meetingTimeSuggestions"][0]["organizerAvailability"] == "busy"


async def test_a_day_off_is_suggested_only_to_whoever_wants_any_hour(entra: Microsoft) -> None:
    sunday = {"timeSlots": [SUNDAY]}
    assert starts(await asked(entra, BEN_IS, timeConstraint=sunday)) == []
    found = await asked(entra, BEN_IS, timeConstraint=sunday | {"activityDomain": "unrestricted"})
    assert len(starts(found)) == 48


@pytest.mark.parametrize(
    "wrong",
    [
        {"attendees": [{"type": "required"}]},
        {"meetingDuration": "half an hour"},
        {"timeConstraint": {"timeSlots": [{"start": MONDAY["end"], "end": MONDAY["start"]}]}},
        {"timeConstraint": []},
        {"maxCandidates": 0},
    ],
)
async def test_what_cannot_be_asked_is_refused(entra: Microsoft, wrong: dict[str, Any]) -> None:
    body = {"timeConstraint": {"timeSlots": [MONDAY]}, "meetingDuration": "PT30M"}
    assert (await entra.graph.call("POST", PATH, body | wrong)).status == 400


async def test_an_app_by_itself_and_a_person_without_the_right_may_not_ask(entra: Microsoft) -> None:
    body = {"timeConstraint": {"timeSlots": [MONDAY]}, "meetingDuration": "PT30M"}
    await entra.local("organisation", {"shared_calendars": False})
    withdrawn = await entra.graph.call("POST", PATH, body)
    entra.graph.token = (await entra.on_behalf_of(await entra.sso("ana")))["access_token"]
    without = await entra.graph.call("POST", PATH, body)
    for answer in (withdrawn, without):
        assert (answer.status, answer.code) == (403, "ErrorAccessDenied")
    await entra.graph.sign_in()
    alone = await entra.graph.call("POST", f"/v1.0/users/{ANA.object_id}/findMeetingTimes", body)
    assert (alone.status, alone.code) == (403, "ErrorAccessDenied")
