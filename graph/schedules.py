"""When people work and what takes their time, read from mailbox settings, schedules and suggestions."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import time, timedelta
from typing import Any

from graph.failures import Nonsense
from graph.reading import list_at, maybe_text_at, object_in, slot_in, text_at
from graph.zones import iana_zone
from learning.entries import Availability, Slot, WorkingHours
from learning.errors import OutsideFailure

_WEEKDAYS = {
    name: day for day, name in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
}
_TAKEN = frozenset({"busy", "oof", "tentative"})
_NOT_TAKEN = frozenset({"free", "workingelsewhere"})
_OFFICE_HOURS = {
    "daysOfWeek": ["monday", "tuesday", "wednesday", "thursday", "friday"],
    "startTime": "09:00:00",
    "endTime": "17:00:00",
}
"""What Outlook shows for a mailbox whose owner never set hours."""

Item = tuple[str, Slot]
"""Something that takes somebody's time: `busy`, `tentative` or `oof`, and when."""


def availability_from(hours: WorkingHours, items: Iterable[Item], within: Slot) -> Availability:
    """When somebody works, and what of this takes their time within the stretch that was asked about."""
    slots: dict[str, list[Slot]] = {kind: [] for kind in _TAKEN}
    for kind, slot in items:
        if slot.overlaps(within):
            slots[kind].append(slot)
    for some in slots.values():
        some.sort(key=lambda slot: (slot.starts_at, slot.ends_at))
    return Availability(
        hours=hours, busy=tuple(slots["busy"]), tentative=tuple(slots["tentative"]), away=tuple(slots["oof"])
    )


def items_of_one_in(answer: dict[str, Any]) -> set[Item]:
    """What takes the time of the one person that was asked about."""
    schedules = list_at(answer, "value")
    if len(schedules) != 1:
        raise Nonsense("one schedule was asked for")
    schedule = object_in(schedules[0], "a schedule")
    if schedule.get("error") is not None:
        # The whole answer is a 200; what went wrong stands with the one schedule. Its message names people.
        raise OutsideFailure("Graph could not read the person's schedule")
    return set(_items_in([] if schedule.get("scheduleItems") is None else list_at(schedule, "scheduleItems")))


def schedules_in(answer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What is told of each of several people, by their addresses in small letters; who cannot be read is missing."""
    schedules = [object_in(one, "a schedule") for one in list_at(answer, "value")]
    return {str(one.get("scheduleId")).lower(): one for one in schedules if one.get("error") is None}


def availability_at(address: str, parts: Sequence[dict[str, dict[str, Any]]], within: Slot) -> Availability | None:
    """When this person works and what takes their time, from the parts of their schedule.

    None when they cannot be read in one of the parts, or in a way that makes no sense: nobody is taken for free.
    """
    schedules = [part.get(address.lower(), {}) for part in parts]
    try:
        items = {item for schedule in schedules for item in _items_in(list_at(schedule, "scheduleItems"))}
        return availability_from(working_hours_in(schedules[0]), items, within)
    except Nonsense:
        return None


def suggestions_in(answer: dict[str, Any], length: timedelta, within: Slot) -> tuple[Slot, ...]:
    """The times at which all can meet, best first; whatever was not asked for is left out."""
    some = answer.get("meetingTimeSuggestions") is not None
    told = [object_in(one, "a suggestion") for one in list_at(answer, "meetingTimeSuggestions")] if some else []
    told.sort(key=lambda one: one["order"] if isinstance(one.get("order"), int) else math.inf)
    slots = [slot_in(object_in(one.get("meetingTimeSlot"), "meetingTimeSlot")) for one in told]
    fits = (s for s in slots if s.length == length and within.starts_at <= s.starts_at and s.ends_at <= within.ends_at)
    return tuple(dict.fromkeys(fits))


def _items_in(told: Iterable[object]) -> Iterator[Item]:
    """A status that we do not know is tentative."""
    for item in (object_in(one, "a schedule item") for one in told):
        status = str(item.get("status", "")).lower()
        if status not in _NOT_TAKEN:
            yield status if status in _TAKEN else "tentative", slot_in(item)


def working_hours_in(settings: dict[str, Any]) -> WorkingHours:
    """When the person works, from their mailbox settings; office hours when they never said."""
    hours = object_in(settings.get("workingHours") or _OFFICE_HOURS, "workingHours")
    days = [str(day).lower() for day in list_at(hours, "daysOfWeek")]
    if unknown := [day for day in days if day not in _WEEKDAYS]:
        raise Nonsense(f"{len(unknown)} of daysOfWeek are no weekdays")
    return WorkingHours(
        zone=_zone_in(hours, settings),
        days=frozenset(_WEEKDAYS[day] for day in days),
        starts=_time_at(hours, "startTime"),
        ends=_time_at(hours, "endTime"),
    )


def _zone_in(hours: dict[str, Any], settings: dict[str, Any]) -> str:
    """The zone of the hours; a customised one has no name, so the mailbox's comes next, and UTC for a new mailbox."""
    of_hours = maybe_text_at(object_in(hours.get("timeZone") or {}, "timeZone"), "name")
    of_mailbox = maybe_text_at(settings, "timeZone")
    known = (iana_zone(name) for name in (of_hours, of_mailbox) if name is not None)
    return next((zone for zone in known if zone is not None), "UTC")


def _time_at(hours: dict[str, Any], name: str) -> time:
    try:
        return time.fromisoformat(text_at(hours, name)).replace(tzinfo=None)
    except ValueError as error:
        raise Nonsense(f"{name} is not a time of day") from error
