"""findMeetingTimes: moments at which the organiser and those who are invited are free, best first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from standin.graph import schedule, zones
from standin.graph.errors import GraphError, bad_request
from standin.graph.mailbox import Window
from standin.preferences import DAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from standin.people import Person
    from standin.world import World

_STEP = timedelta(minutes=30)
_LENGTH = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")
_USUAL_LENGTH = "PT30M"
_USUAL_CANDIDATES = 20
_MOST_CANDIDATES = 100
_USUAL_SHARE = 50.0
_CONFIDENCE = {"free": 100.0, "unknown": 49.0}
"""How surely somebody comes, in percent; whoever is anything else does not."""
_WEIGHT = ("free", "workingElsewhere", "tentative", "busy", "oof")


@dataclass(frozen=True, kw_only=True)
class _Guest:
    """Somebody who is to come; `taken` is None where nobody knows when they are free."""

    said: dict[str, Any]
    taken: list[tuple[Window, str]] | None

    def at(self, slot: Window) -> str:
        """How they are shown in this stretch of time."""
        if self.taken is None:
            return "unknown"
        found = (shown for window, shown in self.taken if slot.overlaps(window.start, window.end))
        return max(found, key=_WEIGHT.index, default="free")


def find(world: World, organizer: Person, body: object, zone: str) -> dict[str, Any]:
    """The answer to this findMeetingTimes, times in the zone with this name. Raises GraphError."""
    if not isinstance(body, dict):
        raise bad_request("Unable to read JSON request payload.")
    said = {name.lower(): value for name, value in body.items()}
    slots = _slots_within(world, organizer, said)
    reach = Window(start=slots[0].start, end=max(slot.end for slot in slots)) if slots else None
    host = _guest(world, organizer.mail, reach)
    guests = [_guest(world, address, reach) for address in _addresses(said.get("attendees"))]
    if not said.get("isorganizeroptional"):
        slots = [slot for slot in slots if host.at(slot) == "free"]
        if not slots:
            return _answer([], "organizerUnavailable")
    share = said.get("minimumattendeepercentage") or _USUAL_SHARE
    found = [(_confidence(guests, slot), slot) for slot in slots]
    good = sorted((one for one in found if one[0] >= share), key=lambda one: (-one[0], one[1].start))
    if not good:
        is_unknown = any(guest.taken is None for guest in guests)
        return _answer([], "attendeesUnavailableOrUnknown" if is_unknown else "attendeesUnavailable")
    most = _most(said.get("maxcandidates"))
    suggestions = [_suggestion(host, guests, one, zone, number) for number, one in enumerate(good[:most], start=1)]
    if said.get("returnsuggestionreasons"):
        suggestions = [one | {"suggestionReason": _reason(one)} for one in suggestions]
    return _answer(suggestions, "")


def _answer(suggestions: list[dict[str, Any]], reason: str) -> dict[str, Any]:
    return {"emptySuggestionsReason": reason, "meetingTimeSuggestions": suggestions}


def _suggestion(
    host: _Guest, guests: Sequence[_Guest], found: tuple[float, Window], zone: str, number: int
) -> dict[str, Any]:
    confidence, slot = found
    return {
        "confidence": confidence,
        "order": number,
        "organizerAvailability": host.at(slot),
        "attendeeAvailability": [{"attendee": guest.said, "availability": guest.at(slot)} for guest in guests],
        "locations": [],
        "meetingTimeSlot": {
            "start": zones.write_moment(slot.start, zone),
            "end": zones.write_moment(slot.end, zone),
        },
    }


def _reason(suggestion: dict[str, Any]) -> str:
    is_all = all(one["availability"] == "free" for one in suggestion["attendeeAvailability"])
    return (
        f"Suggested because it is one of the nearest times when {'all' if is_all else 'most'} attendees are available."
    )


def _confidence(guests: Sequence[_Guest], slot: Window) -> float:
    if not guests:
        return 100.0
    return sum(_CONFIDENCE.get(guest.at(slot), 0.0) for guest in guests) / len(guests)


def _guest(world: World, address: str, reach: Window | None) -> _Guest:
    person = schedule.here(world, address)
    said = {"type": "required", "emailAddress": {"name": person.name if person else address, "address": address}}
    if person is None:
        return _Guest(said=said, taken=None)
    standing = world.calendars.mailbox(person.key).standing(reach) if reach else []
    taken = [(Window(start=entry.start, end=entry.end), schedule.shown_as(entry)) for entry in standing]
    return _Guest(said=said, taken=[(window, shown) for window, shown in taken if shown in _WEIGHT])


def _addresses(said: object) -> list[str]:
    try:
        found = [one["emailAddress"]["address"] for one in (said if isinstance(said, list) else [])]
    except (LookupError, TypeError) as error:
        raise bad_request("An attendee must have an emailAddress.", "ErrorInvalidRequest") from error
    return [str(address) for address in found]


def _slots_within(world: World, organizer: Person, said: dict[str, Any]) -> list[Window]:
    """All stretches of the wanted length, by start; without another wish only where the organiser works."""
    constraint = said.get("timeconstraint") or {}
    wanted = constraint.get("timeSlots") if isinstance(constraint, dict) else None
    if not isinstance(wanted, list) or not all(isinstance(one, dict) for one in wanted):
        raise bad_request("timeConstraint must have timeSlots.", "ErrorInvalidRequest")
    length, slots = _length(said.get("meetingduration")), set[tuple[datetime, datetime]]()
    for one in wanted:
        (start, _), (end, _) = (zones.read_moment(one.get(name), name) for name in ("start", "end"))
        if not start < end:
            raise bad_request("A time slot must end after it starts.", "ErrorInvalidTimeInterval")
        slots |= {(slot.start, slot.end) for slot in _slots(Window(start=start, end=end), length)}
    found = [Window(start=start, end=end) for start, end in sorted(slots)]
    if str(constraint.get("activityDomain") or "work").lower() != "work":
        return found
    working = world.preferences.of(organizer)
    return [slot for slot in found if _is_work(working, slot)]


def _slots(window: Window, length: timedelta) -> list[Window]:
    """Each full and half hour from which there is room."""
    start = window.start.replace(minute=0, second=0, microsecond=0)
    found = []
    while start + length <= window.end:
        if start >= window.start:
            found.append(Window(start=start, end=start + length))
        start += _STEP
    return found


def _is_work(person: Person, slot: Window) -> bool:
    zone = zones.need_zone(person.windows_zone)
    start, end = slot.start.astimezone(zone), slot.end.astimezone(zone)
    opens = datetime.combine(start.date(), person.works_from, tzinfo=zone)
    closes = datetime.combine(start.date(), person.works_until, tzinfo=zone)
    return DAYS[start.weekday()] in person.works_on and opens <= start and end <= closes


def _length(said: object) -> timedelta:
    found = _LENGTH.fullmatch(str(said or _USUAL_LENGTH))
    days, hours, minutes = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    length = timedelta(days=days, hours=hours, minutes=minutes)
    if not length:
        raise bad_request(f"The meetingDuration '{said}' is not valid.", "ErrorInvalidRequest")
    return length


def _most(said: object) -> int:
    if said is None:
        return _USUAL_CANDIDATES
    if not isinstance(said, int) or not 1 <= said <= _MOST_CANDIDATES:
        raise GraphError(400, "ErrorInvalidRequest", f"maxCandidates must be from 1 to {_MOST_CANDIDATES}.")
    return said
