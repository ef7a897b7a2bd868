"""When several people are free: as far as the one who asks may see it, and as far as Graph helps to seek."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from aiohttp import web

from graph.calendar import GraphCalendar
from graph.client import GraphClient
from learning.connection import WhyNot
from learning.entries import Guest, Slot
from learning.errors import OutsideFailure, SignInNeeded
from tests.graph.small_graph import (
    ANA,
    MARCH,
    NINE,
    FixedTokens,
    Handler,
    always,
    event,
    listening,
    refusal,
    settings_for,
    small_graph,
)
from tests.graph.test_graph_availability import HOURS, item, mailbox
from tests.graph_contract import NOT_HERE, GraphContract

BEN, CHLOE = Guest(address="Ben@meadow.example"), Guest(address="chloe@meadow.example")
HALF_AN_HOUR = timedelta(minutes=30)


def schedule(address: str, *items: Any, **more: Any) -> dict[str, Any]:
    return {"scheduleId": address, "scheduleItems": list(items), "workingHours": HOURS, **more}


async def test_hours_are_asked_for_without_the_calendar() -> None:
    async with small_graph(mailbox({"timeZone": "UTC", "workingHours": HOURS})) as graph:
        hours = await graph.calendar.hours(ANA)
        assert [request.path.rpartition("/")[2] for request in graph.asked] == ["mailboxSettings"]
    assert (hours.zone, hours.starts) == ("Europe/Berlin", time(8, 30))


async def test_each_guest_has_their_own_hours_and_what_takes_their_time() -> None:
    told = [schedule("chloe@meadow.example", item("oof")), schedule("ben@meadow.example", item("busy"))]
    async with small_graph(always(200, {"value": told})) as graph:
        found = await graph.calendar.availability_of(ANA, [BEN, CHLOE], MARCH)
        [asked] = [json.loads(body) for body in graph.bodies]
        assert graph.asked[0].path.startswith("/v1.0/users/a1000000")
    assert asked["Schedules"] == [BEN.address, CHLOE.address]
    assert set(found) == {BEN.address, CHLOE.address}
    assert (found[BEN.address].busy, found[CHLOE.address].away) == ((NINE,), (NINE,))
    assert found[BEN.address].hours.zone == "Europe/Berlin"


@pytest.mark.parametrize(
    "told",
    [
        {"error": {"message": "no", "responseCode": "ErrorMailRecipientNotFound"}},
        {"scheduleItems": None},
        {"scheduleItems": ["x"]},
        {"scheduleItems": [{"status": "busy"}]},
        {"workingHours": {"daysOfWeek": ["someday"]}},
        {"scheduleId": "somebody@else.example"},
        {"scheduleId": None},
    ],
)
async def test_who_cannot_be_read_is_missing_and_never_taken_for_free(told: dict[str, Any]) -> None:
    answer = {"value": [schedule("ben@meadow.example") | told, schedule("chloe@meadow.example")]}
    async with small_graph(always(200, answer)) as graph:
        found = await graph.calendar.availability_of(ANA, [BEN, CHLOE], MARCH)
    assert set(found) == {CHLOE.address}


async def test_who_is_told_of_for_a_part_of_the_time_alone_is_missing() -> None:
    calls: list[int] = []

    async def forgets(_request: web.Request) -> web.Response:
        calls.append(1)
        told = [schedule("ben@meadow.example"), schedule("chloe@meadow.example")]
        return web.json_response({"value": told[: 3 - len(calls)]})

    half_a_year = Slot(starts_at=MARCH.starts_at, ends_at=MARCH.starts_at + timedelta(days=120))
    async with small_graph(forgets) as graph:
        assert set(await graph.calendar.availability_of(ANA, [BEN, CHLOE], half_a_year)) == {BEN.address}


async def test_many_are_asked_about_twenty_at_a_time_and_nobody_is_nothing() -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.json_response({"value": [schedule(one) for one in (await request.json())["Schedules"]]})

    crowd = [Guest(address=f"{number}@meadow.example") for number in range(45)]
    async with small_graph(answer) as graph:
        assert await graph.calendar.availability_of(ANA, [], MARCH) == {}
        assert len(await graph.calendar.availability_of(ANA, crowd, MARCH)) == 45
        assert [len(json.loads(body)["Schedules"]) for body in graph.bodies] == [20, 20, 5]


async def test_an_answer_that_is_none_is_a_failure() -> None:
    async with small_graph(always(200, {"value": "x"})) as graph:
        with pytest.raises(OutsideFailure):
            await graph.calendar.availability_of(ANA, [BEN], MARCH)


def suggestion(order: Any, day: int, minutes: int = 30) -> dict[str, Any]:
    start = datetime(2026, 3, day, 9)  # noqa: DTZ001 - as Graph tells a wall clock
    told = event("", f"{start.isoformat()}", f"{(start + timedelta(minutes=minutes)).isoformat()}")
    return {"order": order, "confidence": 100, "meetingTimeSlot": {"start": told["start"], "end": told["end"]}}


def nine_on(day: int) -> Slot:
    starts_at = datetime(2026, 3, day, 9, tzinfo=UTC)
    return Slot(starts_at=starts_at, ends_at=starts_at + HALF_AN_HOUR)


async def suggested(handler: Handler, *, is_delegated: bool = True) -> tuple[Any, list[tuple[web.Request, Any]]]:
    """What is suggested, and what was asked."""
    asked: list[tuple[web.Request, Any]] = []

    async def remember(request: web.Request) -> web.StreamResponse:
        asked.append((request, await request.json()))
        return await handler(request)

    async with listening(remember) as address:
        settings = settings_for(address)
        client = GraphClient(settings, FixedTokens(), is_delegated=is_delegated)
        try:
            return await GraphCalendar(client, settings).suggest(ANA, [BEN, CHLOE], HALF_AN_HOUR, MARCH), asked
        finally:
            await client.close()


async def test_times_for_all_are_suggested_best_first_and_each_once() -> None:
    told = [suggestion(3, 4), suggestion(1, 6), suggestion(2, 3), suggestion(4, 6), suggestion("x", 9)]
    found, _ = await suggested(always(200, {"meetingTimeSuggestions": told, "emptySuggestionsReason": ""}))
    assert found == (nine_on(6), nine_on(3), nine_on(4), nine_on(9))


async def test_what_was_not_asked_for_is_not_believed() -> None:
    outside = suggestion(1, 2)
    outside["meetingTimeSlot"] = event("", "2027-03-02T09:00:00", "2027-03-02T09:30:00")
    found, _ = await suggested(always(200, {"meetingTimeSuggestions": [outside, suggestion(2, 3, minutes=60)]}))
    assert found == ()


@pytest.mark.parametrize("told", [None, []])
async def test_no_time_for_all_is_an_answer_too(told: Any) -> None:
    answer = {"meetingTimeSuggestions": told, "emptySuggestionsReason": "attendeesUnavailable"}
    assert (await suggested(always(200, answer)))[0] == ()


async def test_the_apps_own_right_is_not_even_asked_with() -> None:
    assert await suggested(always(500), is_delegated=False) == (None, [])


@pytest.mark.parametrize("code", ["ErrorAccessDenied", "ErrorQuotaExceeded"])
async def test_an_organisation_that_does_not_allow_seeking_ends_no_connection(code: str) -> None:
    assert (await suggested(always(403, refusal(code))))[0] is None


async def test_an_ended_right_is_still_told() -> None:
    with pytest.raises(SignInNeeded) as caught:
        await suggested(always(401, refusal("InvalidAuthenticationToken")))
    assert caught.value.why is WhyNot.ENDED


@pytest.mark.parametrize("answer", [{"meetingTimeSuggestions": 7}, {"meetingTimeSuggestions": [{}]}, []])
async def test_suggestions_that_make_no_sense_are_a_failure(answer: Any) -> None:
    with pytest.raises(OutsideFailure):
        await suggested(always(200, answer))


async def test_what_goes_out_satisfies_microsofts_schema_and_asks_for_everybody() -> None:
    if not GraphContract.available():
        pytest.skip(NOT_HERE)
    _, [(request, sent)] = await suggested(always(200, {"meetingTimeSuggestions": []}))
    assert GraphContract().request("POST", request.path, dict(request.headers), {}, sent) == []
    assert (sent["meetingDuration"], sent["minimumAttendeePercentage"]) == ("PT30M", 100)
