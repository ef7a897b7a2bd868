"""What people do to events in Outlook, each in their own calendars, beside dragging and deleting them.

What cannot be done raises KeyError (there is no such event any more) or ValueError, which says why in a sentence.
"""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from standin import people
from standin.graph import bodies, guests, ids, series, zones
from standin.graph.mailbox import Entry
from standin.graph.writing import SHOWN_AS

if TYPE_CHECKING:
    from datetime import datetime

    from standin.clock import Clock
    from standin.graph.calendars import Calendars
    from standin.people import Person
    from standin.preferences import Preferences

ANSWERS = {"accepted": "accepted", "tentative": "tentativelyAccepted", "declined": "declined"}
"""What somebody may answer, and Graph's word for it."""


class ByHand:
    """One call for each thing that a person can do."""

    def __init__(self, calendars: Calendars, clock: Clock, preferences: Preferences) -> None:
        self._calendars = calendars
        self._clock = clock
        self._preferences = preferences

    def write(
        self,
        person_key: str,
        subject: str,
        start: datetime,
        end: datetime,
        *,
        show_as: str = "busy",
        all_day: bool = False,
    ) -> Entry:
        """An event of their own."""
        person = _person(person_key)
        said = {"subject": subject, "showAs": _shown_as(show_as), "isAllDay": all_day}
        return self._new(person, self._preferences.of(person).windows_zone, start, end, said)

    def rename(self, person_key: str, event_id: str, subject: str) -> None:
        """Give it another title."""
        self._say(person_key, event_id, {"subject": subject})

    def rewrite(self, person_key: str, event_id: str, content: str) -> None:
        """Give it another text: the whole of it, in HTML."""
        self._say(person_key, event_id, {"body": bodies.edited(content)})

    def show_as(self, person_key: str, event_id: str, shown_as: str) -> None:
        """Let it take their time so: `free`, `busy`, `oof` and Graph's other words."""
        self._say(person_key, event_id, {"showAs": _shown_as(shown_as)})

    def make_whole_days(self, person_key: str, event_id: str) -> None:
        """Let it last the whole of each day on which it lies where they are."""
        entry, zone = self._get(person_key, event_id), self._preferences.of(_person(person_key)).windows_zone
        start, end = zones.whole_days(entry.start, entry.end, zone)
        said = entry.properties | {"isAllDay": True}
        self._put(person_key, replace(entry, start=start, end=end, zone=zone, properties=said))

    def deleted(self, person_key: str) -> list[Entry]:
        """What can be had back, the last one first."""
        return self._calendars.mailbox(person_key).deleted()

    def restore(self, person_key: str, event_id: str) -> None:
        """Take it back out of what was deleted, where Graph finds it. Those who were invited read nothing of it."""
        entry = next((one for one in self.deleted(person_key) if one.id == event_id), None)
        if entry is None:
            raise KeyError(event_id)
        self._calendars.keep(
            _person(person_key), "created", replace(entry, gone=False, hidden=False), tells_guests=False
        )

    def copy(self, person_key: str, event_id: str, start: datetime) -> Entry:
        """Another event with the same words and as long, which is theirs: nobody is invited, no app wrote it."""
        entry = self._get(person_key, event_id)
        left = ("transactionId", "attendees", "responseStatus", "isOnlineMeeting", "onlineMeeting")
        said = {name: value for name, value in entry.properties.items() if name not in left}
        return self._new(_person(person_key), entry.zone, start, start + (entry.end - entry.start), said)

    def recur(self, person_key: str, event_id: str, every: str, times: int) -> None:
        """Make a series of it, each `day` or `week`, so many times; this is the first one, and its id the series'."""
        if every not in series.EVERY or not 1 < times <= series.MOST_TIMES:
            raise ValueError(f"An event recurs each day or each week, from 2 to {series.MOST_TIMES} times.")
        entry = self._get(person_key, event_id)
        if entry.series:
            raise ValueError("This is one time of a series already.")
        self._put(person_key, series.made_of(entry, every, times))

    def put_into(self, person_key: str, event_id: str, calendar: str) -> None:
        """Put it into another calendar of theirs, or with an empty name back into their own one."""
        entry = self._get(person_key, event_id)
        if entry.series:
            raise ValueError("Only the whole series can be put into another calendar.")
        self._put(person_key, replace(entry, calendar=calendar))

    def respond(
        self, person_key: str, event_id: str, answer: str, proposes: tuple[datetime, datetime] | None = None
    ) -> None:
        """Answer an invitation: one of ANSWERS, and who does not just accept may propose another time.

        What was declined goes among what is deleted.
        """
        person = _person(person_key)
        entry = self._get(person_key, event_id)
        if entry.series:
            entry = self._get(person_key, entry.series)
        self._check_may_answer(person, entry, answer, proposes)
        status = {"response": ANSWERS[answer], "time": zones.write_offset(self._clock.now())}
        original = self._original(entry)
        shown_as = original.properties.get("showAs", "busy") if original is not None else "busy"
        own = {"responseStatus": status, "showAs": "tentative" if answer == "tentative" else shown_as}
        self._calendars.keep(person, "updated", replace(entry, properties=entry.properties | own))
        if answer == "declined":
            self._calendars.drop(person, entry.id)
        if original is not None:
            organizer = _person(original.organizer)
            told = guests.answered(original, person, status, _slot(proposes))
            self._calendars.keep(organizer, "updated", told, tells_guests=False)

    def _check_may_answer(
        self, person: Person, entry: Entry, answer: str, proposes: tuple[datetime, datetime] | None
    ) -> None:
        if entry.organizer == person.key:
            raise ValueError("Only somebody who is invited can answer.")
        if answer not in ANSWERS:
            raise ValueError(f"An answer is one of {', '.join(ANSWERS)}.")
        if entry.properties.get("isCancelled"):
            raise ValueError("This was cancelled.")
        if proposes and (answer == "accepted" or not entry.properties.get("allowNewTimeProposals", True)):
            raise ValueError("Another time cannot be proposed here.")

    def _original(self, copy: Entry) -> Entry | None:
        """The organiser's event, if it is still there."""
        found = self._calendars.mailbox(copy.organizer).entries.get(copy.copy_of)
        return None if found is None or found.gone else found

    def _new(self, person: Person, zone: str, start: datetime, end: datetime, said: dict[str, Any]) -> Entry:
        start, end = zones.read_stretch(start, end, zone, all_day=bool(said.get("isAllDay")))
        now = self._clock.now()
        entry = Entry(
            id=ids.event_id(uuid.uuid4().bytes),
            number=0,
            start=start,
            end=end,
            zone=zone,
            organizer=person.key,
            by_app=False,
            created_at=now,
            changed_at=now,
            properties=said,
        )
        return self._calendars.keep(person, "created", entry)

    def _get(self, person_key: str, event_id: str) -> Entry:
        return self._calendars.mailbox(person_key).get(event_id)

    def _say(self, person_key: str, event_id: str, said: dict[str, Any]) -> None:
        entry = self._get(person_key, event_id)
        self._put(person_key, replace(entry, properties=entry.properties | said))

    def _put(self, person_key: str, entry: Entry) -> None:
        self._calendars.keep(_person(person_key), "updated", entry)


def _person(key: str) -> Person:
    person = people.by_key(key)
    if person is None:
        raise KeyError(key)
    return person


def _shown_as(word: str) -> str:
    if word not in SHOWN_AS:
        raise ValueError(f"An event is shown as one of {', '.join(SHOWN_AS)}.")
    return word


def _slot(proposes: tuple[datetime, datetime] | None) -> dict[str, Any] | None:
    if proposes is None:
        return None
    start, end = (zones.write_moment(moment, "UTC") for moment in proposes)
    return {"start": start, "end": end}
