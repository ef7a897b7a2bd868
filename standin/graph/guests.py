"""Those who are invited: their copies in their own calendars, and what the organiser learns of their answers."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from standin import people
from standin.graph import ids
from standin.graph.events import NO_TIME

if TYPE_CHECKING:
    from standin.graph.calendars import Calendars
    from standin.graph.mailbox import Entry
    from standin.people import Person

ORGANISERS = (
    "subject",
    "body",
    "location",
    "importance",
    "sensitivity",
    "isAllDay",
    "attendees",
    "hideAttendees",
    "responseRequested",
    "allowNewTimeProposals",
    "isOnlineMeeting",
    "onlineMeetingProvider",
    "onlineMeeting",
)
"""What the organiser decides about everybody's copy; all else is each one's own."""
_UNASKED: dict[str, str] = {"response": "none", "time": NO_TIME}
NOT_ANSWERED: dict[str, str] = {"response": "notResponded", "time": NO_TIME}


class Guests:
    """Keeps the copies in step with the organiser's event."""

    def __init__(self, calendars: Calendars) -> None:
        self._calendars = calendars

    def follow(self, organizer: Person, before: Entry | None, now: Entry) -> None:
        """The organiser wrote this event, which was like that before: whoever is invited has it, nobody else."""
        if now.organizer != organizer.key or now.series:
            return
        was, invited = _invited(before), _invited(now)
        if not was and not invited:
            return
        for person in was:
            if person not in invited:
                self._cancel_for(person, now)
        is_the_same = before is not None and _shared(before) == _shared(now)
        for person in invited:
            if not (is_the_same and person in was):
                self._write_for(person, now, is_invited_anew=person not in was)

    def cancel(self, organizer: Person, gone: Entry) -> None:
        """The organiser deleted this event."""
        for person in _invited(gone) if gone.organizer == organizer.key else ():
            self._cancel_for(person, gone)

    def _write_for(self, person: Person, original: Entry, *, is_invited_anew: bool) -> None:
        kept = self._calendars.mailbox(person.key).copy_of(original.id)
        if kept is None:
            self._calendars.keep(person, "created", _copy(original))
        elif not kept.gone or is_invited_anew or _times(kept) != _times(original):  # who declined hears of another time
            kind = "created" if kept.gone else "updated"
            self._calendars.keep(person, kind, _in_step(kept, original))

    def _cancel_for(self, person: Person, original: Entry) -> None:
        kept = self._calendars.mailbox(person.key).copy_of(original.id)
        if kept is not None and not kept.gone:
            subject = f"Canceled: {original.properties.get('subject') or ''}"
            said = {"isCancelled": True, "subject": subject, "showAs": "free"}
            self._calendars.keep(person, "updated", replace(kept, properties=kept.properties | said))


def asked_anew(before: Entry | None, now: Entry) -> Entry:
    """The event as its organiser has it: where it is at another time than before, nobody has answered yet."""
    attendees = now.properties.get("attendees")
    if before is None or not attendees or now.copy_of or _times(before) == _times(now):
        return now
    asked = [{**_plain(one), "status": _UNASKED} for one in attendees]
    return replace(now, properties=now.properties | {"attendees": asked})


def still_answered(before: Entry, written: dict[str, Any]) -> dict[str, Any]:
    """What an app writes of an event; whoever was invited already has answered what they answered."""
    if "attendees" not in written:
        return written
    known = {_address(one): one for one in before.properties.get("attendees", [])}
    return written | {"attendees": [known.get(_address(one), one) for one in written["attendees"]]}


def answered(original: Entry, guest: Person, status: dict[str, str], proposed: dict[str, Any] | None) -> Entry:
    """The organiser's event with what this guest answered; `proposed` is a time slot in Graph's shape."""
    attendees = []
    for one in original.properties.get("attendees", []):
        if people.by_object_id(_address(one)) == guest:
            one = {**_plain(one), "status": status} | ({"proposedNewTime": proposed} if proposed else {})  # noqa: PLW2901 - the same one, answered
        attendees.append(one)
    return replace(original, properties=original.properties | {"attendees": attendees})


def _copy(original: Entry) -> Entry:
    """What somebody who is invited gets."""
    fresh = replace(
        original,
        id=ids.event_id(uuid.uuid4().bytes),
        by_app=False,
        copy_of=original.id,
        calendar="",
        hidden=False,
        spans=(),
        created_at=original.changed_at,
        properties={},
    )
    return _in_step(fresh, original, is_new=True)


def _in_step(kept: Entry, original: Entry, *, is_new: bool = False) -> Entry:
    """This copy as the organiser has it now; at another time it is to be answered again."""
    said = {name: original.properties[name] for name in ORGANISERS if name in original.properties}
    said["attendees"] = [{**_plain(one), "status": _UNASKED} for one in original.properties.get("attendees", [])]
    own = {name: value for name, value in kept.properties.items() if name not in ORGANISERS}
    if is_new or kept.gone or own.get("isCancelled") or _times(kept) != _times(original):
        is_free = original.properties.get("showAs") == "free"
        own |= {"showAs": "free" if is_free else "tentative", "responseStatus": NOT_ANSWERED, "isCancelled": False}
    return replace(
        kept,
        start=original.start,
        end=original.end,
        zone=original.zone,
        recurs=original.recurs,
        until=original.until,
        gone=False,
        properties=own | said,
    )


def _shared(entry: Entry) -> tuple[Any, ...]:
    properties = {name: entry.properties.get(name) for name in ORGANISERS}
    properties["attendees"] = [_plain(one) for one in entry.properties.get("attendees", [])]
    return entry.start, entry.end, entry.zone, entry.recurs, properties


def _times(entry: Entry) -> tuple[Any, ...]:
    recurs = entry.recurs or {}
    return entry.start, entry.end, recurs.get("every"), recurs.get("times")


def _invited(entry: Entry | None) -> list[Person]:
    """Those who are invited and are people here; the organiser is not."""
    if entry is None:
        return []
    found = (people.by_object_id(_address(one)) for one in entry.properties.get("attendees", []))
    return [person for person in found if person is not None and person.key != entry.organizer]


def _address(attendee: dict[str, Any]) -> str:
    return str(attendee["emailAddress"]["address"]).lower()


def _plain(attendee: dict[str, Any]) -> dict[str, Any]:
    """Somebody who is invited, without what they answered."""
    return {name: attendee[name] for name in ("type", "emailAddress")}
