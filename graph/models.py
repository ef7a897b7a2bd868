"""What we take from Graph's answers: small values of our own, read from plain JSON.

The SDK's models would read them too, at a price: the first event blocks the loop for most of a second.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import time
from typing import Any

from graph.failures import Nonsense
from graph.reading import instant_at, list_at, maybe_text_at, object_in, slot_in, text_at
from graph.zones import iana_zone
from learning.entries import Availability, Entry, EntryId, Slot, Watch, WorkingHours
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


@dataclass(frozen=True, kw_only=True)
class DeltaPage:
    """One page of changes: what each entry became, None for gone, in the order told; then either link."""

    changed: tuple[tuple[EntryId, Entry | None], ...]
    next_link: str | None
    mark: str | None


def entry_in(event: object) -> Entry:
    """The calendar entry that this event is."""
    answer = object_in(event, "an event")
    return Entry(id=EntryId(text_at(answer, "id")), slot=slot_in(answer))


def delta_page_in(answer: dict[str, Any]) -> DeltaPage:
    """One page of a calendar's changes."""
    next_link, mark = maybe_text_at(answer, "@odata.nextLink"), maybe_text_at(answer, "@odata.deltaLink")
    if (next_link is None) == (mark is None):
        raise Nonsense("a page of changes needs either a next page or a mark")
    return DeltaPage(
        changed=tuple(_change_in(object_in(item, "a change")) for item in list_at(answer, "value")),
        next_link=next_link,
        mark=mark,
    )


def _change_in(item: dict[str, Any]) -> tuple[EntryId, Entry | None]:
    if "@removed" in item:
        return EntryId(text_at(item, "id")), None
    entry = entry_in(item)
    return entry.id, entry


def availability_in(settings: dict[str, Any], schedules: Iterable[dict[str, Any]], within: Slot) -> Availability:
    """When the person works, and what takes their time, from their mailbox settings and the parts of their schedule."""
    items = {item for schedule in schedules for item in _schedule_items_in(schedule)}
    busy, tentative, away = (
        tuple(sorted(slot for kind, slot in items if kind == wanted and slot.overlaps(within)))
        for wanted in ("busy", "tentative", "oof")
    )
    return Availability(hours=working_hours_in(settings), busy=busy, tentative=tentative, away=away)


def _schedule_items_in(answer: dict[str, Any]) -> Iterator[tuple[str, Slot]]:
    """What takes the time of the one person that was asked about; a status we do not know is tentative."""
    schedules = list_at(answer, "value")
    if len(schedules) != 1:
        raise Nonsense("one schedule was asked for")
    schedule = object_in(schedules[0], "a schedule")
    if schedule.get("error") is not None:
        # The whole answer is a 200; what went wrong stands with the one schedule. Its message names people.
        raise OutsideFailure("Graph could not read the person's schedule")
    told = [] if schedule.get("scheduleItems") is None else list_at(schedule, "scheduleItems")
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


def address_in(user: dict[str, Any]) -> str:
    """The address under which Graph knows this person's schedule."""
    return maybe_text_at(user, "mail") or text_at(user, "userPrincipalName")


def watch_in(subscription: dict[str, Any]) -> Watch:
    """The watch that this subscription is."""
    return Watch(id=text_at(subscription, "id"), ends_at=instant_at(subscription, "expirationDateTime"))
