"""How an entry stands is read whole from what Graph tells, and what is not told is taken for the usual."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from graph.failures import Nonsense
from graph.models import entry_in
from learning.entries import Answered, EntryId, Guest, Reply, ShownAs, Slot
from tests.graph.small_graph import NINE, event

TEN = Slot(starts_at=datetime(2026, 3, 3, 10, tzinfo=UTC), ends_at=datetime(2026, 3, 3, 10, 30, tzinfo=UTC))


def attendee(address: Any, response: Any = "none", **more: Any) -> dict[str, Any]:
    return {"type": "required", "status": {"response": response}, "emailAddress": {"address": address}, **more}


def proposal(day: str = "2026-03-03") -> dict[str, Any]:
    return {
        "start": {"dateTime": f"{day}T10:00:00.0000000", "timeZone": "UTC"},
        "end": {"dateTime": f"{day}T10:30:00.0000000", "timeZone": "UTC"},
    }


def test_the_little_that_is_told_of_one_time_of_a_series_is_enough() -> None:
    told = {name: value for name, value in event("e1").items() if name in {"id", "start", "end"}}
    entry = entry_in(told | {"type": "occurrence", "seriesMasterId": "s1"})
    assert (entry.id, entry.slot, entry.part_of, entry.is_series) == ("e1", NINE, EntryId("s1"), False)
    assert (entry.title, entry.shown_as, entry.guests) == ("", ShownAs.BUSY, ())


@pytest.mark.parametrize(
    ("kind", "is_series", "part_of"),
    [("seriesMaster", True, None), ("exception", False, "s1"), ("singleInstance", False, None), (None, False, None)],
)
def test_a_series_and_its_times_are_told_apart(kind: Any, is_series: bool, part_of: str | None) -> None:
    entry = entry_in(event("e1") | {"type": kind, "seriesMasterId": "s1"})
    assert (entry.is_series, entry.part_of) == (is_series, part_of)


@pytest.mark.parametrize(
    ("told", "shown_as"),
    [
        ("free", ShownAs.FREE),
        ("busy", ShownAs.BUSY),
        ("OOF", ShownAs.AWAY),
        ("tentative", ShownAs.TENTATIVE),
        ("workingElsewhere", ShownAs.ELSEWHERE),
        ("unknown", ShownAs.BUSY),
        (None, ShownAs.BUSY),
    ],
)
def test_what_an_entry_makes_of_its_owners_time(told: Any, shown_as: ShownAs) -> None:
    assert entry_in(event("e1") | {"showAs": told}).shown_as is shown_as


@pytest.mark.parametrize("title", [None, 7, ["x"]])
def test_an_entry_without_a_title_has_an_empty_one(title: Any) -> None:
    assert entry_in(event("e1") | {"subject": title}).title == ""


@pytest.mark.parametrize(
    ("start", "end"), [("2026-03-29T00:00:00", "2026-03-30T00:00:00"), ("2026-03-28T23:00:00", "2026-03-29T22:00:00")]
)
def test_whole_days_begin_at_midnight_where_they_were_written_however_they_are_told(start: str, end: str) -> None:
    told = event("e1", start, end) | {"isAllDay": True, "originalStartTimeZone": "W. Europe Standard Time"}
    entry = entry_in(told)
    assert entry.is_all_day
    assert entry.slot == Slot(
        starts_at=datetime(2026, 3, 28, 23, tzinfo=UTC), ends_at=datetime(2026, 3, 29, 22, tzinfo=UTC)
    )


@pytest.mark.parametrize("zone", [None, "", "Customized Time Zone", "tzone://Microsoft/Custom", 7])
def test_whole_days_of_no_known_zone_begin_at_midnight_utc(zone: Any) -> None:
    told = event("e1", "2026-03-29T00:00:00", "2026-03-30T00:00:00") | {"isAllDay": True}
    if zone == 7:
        with pytest.raises(Nonsense):
            entry_in(told | {"originalStartTimeZone": zone})
    else:
        assert entry_in(told | {"originalStartTimeZone": zone}).slot.starts_at == datetime(2026, 3, 29, tzinfo=UTC)


def test_each_guest_has_their_answer_and_the_time_they_propose() -> None:
    told = [
        attendee("d@x.example", "declined", proposedNewTime=proposal()),
        attendee("c@x.example", "tentativelyAccepted", proposedNewTime={"start": "soon"}),
        attendee("b@x.example", "accepted"),
        attendee("a@x.example", "notResponded"),
    ]
    assert entry_in(event("e1") | {"attendees": told}).guests == (
        Answered(guest=Guest(address="a@x.example")),
        Answered(guest=Guest(address="b@x.example"), reply=Reply.ACCEPTED),
        Answered(guest=Guest(address="c@x.example"), reply=Reply.TENTATIVE),
        Answered(guest=Guest(address="d@x.example"), reply=Reply.DECLINED, proposes=TEN),
    )


@pytest.mark.parametrize(
    "who",
    [
        attendee("ana@x.example", "organizer"),
        attendee("ANA@x.example", "none"),
        attendee("room@x.example") | {"type": "resource"},
        attendee(None),
        attendee(""),
        {"emailAddress": None},
        {},
        "ben",
        None,
    ],
)
def test_the_organiser_a_room_and_whoever_has_no_address_are_no_guests(who: Any) -> None:
    host = {"emailAddress": {"name": "Ana", "address": "Ana@x.example"}}
    told = event("e1") | {"organizer": host, "attendees": [who, attendee("ben@x.example")]}
    assert [one.guest.address for one in entry_in(told).guests] == ["ben@x.example"]


@pytest.mark.parametrize("attendees", [None, {}, "x", 7])
def test_an_entry_whose_guests_are_not_told_has_none(attendees: Any) -> None:
    assert entry_in(event("e1") | {"attendees": attendees}).guests == ()
