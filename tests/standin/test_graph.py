"""What apps may rely on in the local Graph. `Graph.call` has Microsoft's schema judge each answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.standin.local_graph import (
    ANA,
    BEN,
    DELTA,
    EVENTS,
    NOW,
    REVIEW,
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


# People


async def test_a_person_is_found_by_id_and_by_address(graph: Graph) -> None:
    by_id = await graph.call("GET", f"/v1.0/users/{ANA.object_id}")
    by_mail = await graph.call("GET", f"/v1.0//users/{ANA.mail}", headers={"client-request-id": "mine"})
    assert by_id.body == by_mail.body
    assert by_id.body["displayName"] == "Ana de Wit"
    assert by_mail.headers["client-request-id"] == "mine"
    selected = await graph.call("GET", f"/v1.0/users/{ANA.object_id}", query={"$select": "displayName"})
    assert selected.body.keys() == {"@odata.context", "id", "displayName"}


async def test_a_mailbox_says_its_zone_by_the_windows_name_and_its_working_hours(graph: Graph) -> None:
    settings = (await graph.call("GET", f"/v1.0/users/{BEN.object_id}/mailboxSettings")).body
    assert settings["timeZone"] == "GMT Standard Time"
    assert settings["workingHours"]["startTime"] == "08:30:00.0000000"
    assert settings["workingHours"]["timeZone"] == {"name": "GMT Standard Time"}


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/v1.0/users/nobody@meadow.example", 404, "Request_ResourceNotFound"),
        ("GET", "/v1.0/users/nobody/mailboxSettings", 404, "Request_ResourceNotFound"),
        ("GET", "/v1.0/me", 400, "BadRequest"),
        ("GET", "/v1.0/planets", 400, "BadRequest"),
        ("GET", "/v1.0", 400, "BadRequest"),
        ("PATCH", "/v1.0/subscriptions", 405, "Request_BadRequest"),
        ("GET", f"{EVENTS}/unknown", 404, "ErrorItemNotFound"),
        ("DELETE", f"{EVENTS}/unknown", 404, "ErrorItemNotFound"),
        ("GET", "/v1.0/subscriptions/unknown", 404, "ResourceNotFound"),
    ],
)
async def test_what_is_not_there_is_said_in_graphs_words(
    graph: Graph, method: str, path: str, status: int, code: str
) -> None:
    answer = await graph.call(method, path)
    assert (answer.status, answer.code) == (status, code)


# Events


async def test_an_event_that_an_app_writes_is_answered_whole_and_stays(graph: Graph) -> None:
    event = await new_review(graph)
    again = await graph.call("GET", f"{EVENTS}/{event['id']}", headers=ZONE)
    assert event["start"] == at("2026-03-30T12:00:00.0000000")
    assert again.body["start"] == at("2026-03-30T14:00:00.0000000", "Europe/Amsterdam")
    assert (again.body["subject"], again.body["sensitivity"]) == ("Learning review", "private")
    assert again.body["bodyPreview"] == "Your check-in."
    assert again.headers["Etag"] == event["@odata.etag"]
    assert event["organizer"]["emailAddress"]["address"] == ANA.mail
    assert event["originalStartTimeZone"] == "W. Europe Standard Time"
    names = {"changeKey", "iCalUId", "webLink", "createdDateTime", "transactionId", "isAllDay", "attendees"}
    assert names <= event.keys()


async def test_a_repeated_create_makes_no_second_event(graph: Graph, standin: Running) -> None:
    first = await new_review(graph)
    second = await new_review(graph, subject="Something else")
    assert second == first
    day = datetime(2026, 3, 30, tzinfo=UTC)
    found = standin.world.calendars.events("ana", day, day + timedelta(days=1))
    assert [event["id"] for event in found if standin.world.calendars.is_by_app(event)] == [first["id"]]
    other = await new_review(graph, transactionId="review-2")
    assert other["id"] != first["id"]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"start": {"dateTime": "2026-03-30T14:00:00"}}, "TimeZoneNotSupportedException"),
        ({"start": at("2026-03-30T14:00:00", "Atlantis Standard Time")}, "TimeZoneNotSupportedException"),
        ({"start": at("2026-03-30T14:00:00+02:00", "Europe/Paris")}, "ErrorInvalidRequest"),
        ({"start": at("tomorrow")}, "ErrorInvalidRequest"),
        ({"start": at("2026-02-30T14:00:00")}, "ErrorInvalidRequest"),
        ({"start": None}, "ErrorInvalidRequest"),
        ({"start": at("2026-03-30T23:00:00")}, "ErrorCalendarEndDateIsEarlierThanStartDate"),
        ({"isAllDay": True}, "ErrorPropertyValidationFailure"),
        ({"showAs": "sleeping"}, "RequestBodyRead"),
        ({"attendees": ["ben"]}, "RequestBodyRead"),
        ({"id": "mine"}, "ErrorInvalidPropertySet"),
        ({"colour": "red"}, "ErrorInvalidPropertySet"),
    ],
)
async def test_an_event_that_cannot_be_is_refused(graph: Graph, wrong: dict[str, Any], code: str) -> None:
    answer = await graph.call("POST", EVENTS, REVIEW | wrong)
    assert (answer.status, answer.code) == (400, code)


async def test_a_wanted_zone_that_nobody_knows_is_refused(graph: Graph) -> None:
    answer = await graph.call("GET", EVENTS + "/x", headers={"Prefer": 'outlook.timezone="Atlantis"'})
    assert (answer.status, answer.code) == (400, "TimeZoneNotSupportedException")


async def test_a_change_touches_only_what_it_mentions(graph: Graph) -> None:
    event = await new_review(graph)
    path = f"/v1.0/users/{ANA.object_id}/calendar/events/{event['id']}"
    changed = (await graph.call("PATCH", path, {"showAs": "Free"})).body
    assert changed["showAs"] == "free"
    assert changed["@odata.etag"] != event["@odata.etag"]
    kept = {"id", "subject", "start", "end", "body", "iCalUId", "transactionId", "createdDateTime"}
    assert {name: changed[name] for name in kept} == {name: event[name] for name in kept}
    late = await graph.call("PATCH", path, {"showAs": "busy"}, headers={"If-Match": event["@odata.etag"]})
    assert late.status == 412
    again = await graph.call("PATCH", path, {"transactionId": "other"})
    assert again.status == 400


async def test_a_deleted_event_is_gone(graph: Graph) -> None:
    event = await new_review(graph)
    assert (await graph.call("DELETE", f"{EVENTS}/{event['id']}")).status == 204
    for method in ("GET", "DELETE"):
        answer = await graph.call(method, f"{EVENTS}/{event['id']}")
        assert (answer.status, answer.code) == (404, "ErrorItemNotFound")


async def test_whole_days_keep_their_date_in_every_zone(graph: Graph) -> None:
    days = {"start": at("2026-04-01T00:00:00", ANA.zone), "end": at("2026-04-02T00:00:00", ANA.zone)}
    event = await new_review(graph, isAllDay=True, **days)
    for zone in ("UTC", "America/New_York"):
        prefer = {"Prefer": f'outlook.timezone="{zone}"'}
        shown = (await graph.call("GET", f"{EVENTS}/{event['id']}", headers=prefer)).body
        assert shown["start"]["dateTime"] == "2026-04-01T00:00:00.0000000"


async def test_a_calendar_view_comes_in_pages_by_start(graph: Graph) -> None:
    view = f"/v1.0//users/{ANA.object_id}/calendarView"
    query = {"startDateTime": "2026-03-02T00:00:00Z", "endDateTime": "2026-03-09T00:00:00Z"}
    whole = (await graph.call("GET", view, query={**query, "$top": "200"})).body["value"]
    page = (await graph.call("GET", view, query={**query, "$top": "4", "$count": "true"})).body
    paged = page["value"]
    assert page["@odata.count"] == len(whole)
    while "@odata.nextLink" in page:
        page = (await graph.call("GET", page["@odata.nextLink"].removeprefix(graph.address))).body
        paged += page["value"]
    assert paged == whole
    assert [e["start"]["dateTime"] for e in whole] == sorted(e["start"]["dateTime"] for e in whole)
    assert (await graph.call("GET", view, query={**query, "$filter": "x eq 1"})).status == 400
    assert (await graph.call("GET", view)).status == 400


async def test_what_the_person_does_in_outlook_is_seen_through_graph(graph: Graph, standin: Running) -> None:
    event = await new_review(graph)
    calendars = standin.world.calendars
    start = datetime(2026, 3, 31, 8, 0, tzinfo=UTC)
    calendars.move("ana", event["id"], start, start + timedelta(minutes=30))
    moved = (await graph.call("GET", f"{EVENTS}/{event['id']}")).body
    assert moved["start"] == at("2026-03-31T08:00:00.0000000")
    assert calendars.next_by_app("ana", NOW) == start
    calendars.delete("ana", event["id"])
    assert (await graph.call("GET", f"{EVENTS}/{event['id']}")).status == 404
    with pytest.raises(KeyError):
        calendars.delete("ana", event["id"])
    with pytest.raises(KeyError):
        calendars.move("ana", "unknown", start, start)


async def test_a_restart_forgets_no_event(tmp_path: Path) -> None:
    async with running(tmp_path) as standin, graph_of(standin) as graph:
        event = await new_review(graph)
        _, link = await graph.changes(DELTA, query=WINDOW)
        await graph.call("DELETE", f"{EVENTS}/{event['id']}")
        kept = await new_review(graph, transactionId="review-2")
    token = parse_qs(urlsplit(link).query)["$deltatoken"][0]
    async with running(tmp_path) as standin, graph_of(standin) as graph:
        again = (await graph.call("GET", f"{EVENTS}/{kept['id']}")).body
        assert {**again, "@odata.context": ""} == {**kept, "@odata.context": ""}
        assert standin.world.calendars.is_by_app(again)
        changes, _ = await graph.changes(DELTA, query={"$deltatoken": token})
        assert {change["id"] for change in changes} == {event["id"], kept["id"]}


async def test_an_entry_cannot_end_before_it_starts_and_an_old_etag_changes_nothing(graph: Graph) -> None:
    entry = (await new_review(graph))["id"]
    late = {"start": at("2026-04-01T10:00:00")}
    wrong = await graph.call("PATCH", f"{EVENTS}/{entry}", late)
    assert (wrong.status, wrong.code) == (400, "ErrorCalendarEndDateIsEarlierThanStartDate")
    old = await graph.call("PATCH", f"{EVENTS}/{entry}", {"subject": "x"}, headers={"If-Match": 'W/"old"'})
    assert (old.status, old.code) == (412, "ErrorIrresolvableConflict")
