"""When people are free or busy, and what their mailbox says about their working hours."""

from __future__ import annotations

import math
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any

from standin import people
from standin.graph import zones
from standin.graph.errors import bad_request
from standin.graph.mailbox import Window

if TYPE_CHECKING:
    from standin.graph.mailbox import Entry
    from standin.people import Person
    from standin.world import World

_MOST_SCHEDULES = 20
_LONGEST = timedelta(days=62)
_INTERVALS = range(5, 1441)
_DIGITS = {"free": "0", "tentative": "1", "busy": "2", "oof": "3", "workingElsewhere": "4", "unknown": "0"}
_WEIGHT = ("0", "4", "1", "2", "3")
"""Of things at the same time the last one in this row is shown."""


def get_schedule(world: World, body: object, zone: str) -> list[dict[str, Any]]:
    """The answer's `value` to this getSchedule, times in the zone with this name. Raises GraphError."""
    if not isinstance(body, dict):
        raise bad_request("Unable to read JSON request payload.")
    said = {name.lower(): value for name, value in body.items()}
    wanted = said.get("schedules")
    if not isinstance(wanted, list) or not wanted or not all(isinstance(one, str) for one in wanted):
        raise bad_request("schedules must name at least one address.", "ErrorInvalidRequest")
    if len(wanted) > _MOST_SCHEDULES:
        raise bad_request(f"At most {_MOST_SCHEDULES} schedules can be asked for.", "ErrorInvalidRequest")
    window = _window(said)
    interval = said.get("availabilityviewinterval")
    minutes = 30 if interval is None else interval
    if not isinstance(minutes, int) or minutes not in _INTERVALS:
        raise bad_request("availabilityViewInterval must be from 5 to 1440 minutes.", "ErrorInvalidRequest")
    return [_schedule(world, address, window, timedelta(minutes=minutes), zone) for address in wanted]


def working_hours(person: Person) -> dict[str, Any]:
    """A person's working hours in Graph's shape."""
    return {
        "daysOfWeek": list(person.works_on),
        "startTime": f"{person.works_from:%H:%M:%S}.0000000",
        "endTime": f"{person.works_until:%H:%M:%S}.0000000",
        "timeZone": {"name": person.windows_zone},
    }


def _window(said: dict[str, Any]) -> Window:
    start, _ = zones.read_moment(said.get("starttime"), "startTime")
    end, _ = zones.read_moment(said.get("endtime"), "endTime")
    if not start < end or end - start > _LONGEST:
        raise bad_request(
            f"The time period must be positive and at most {_LONGEST.days} days.", "ErrorInvalidTimeInterval"
        )
    return Window(start=start, end=end)


def here(world: World, address: str) -> Person | None:
    """Whose mailbox has this address, if somebody's here has."""
    person = people.by_object_id(address) if "@" in address else None
    return None if person is None or world.staff.has_left(person) else person


def _schedule(world: World, address: str, window: Window, interval: timedelta, zone: str) -> dict[str, Any]:
    person = here(world, address)
    if person is None:
        error = {"message": "Mailbox was not found.", "responseCode": "ErrorMailRecipientNotFound"}
        return {"scheduleId": address, "availabilityView": "", "scheduleItems": [], "error": error}
    standing = [e for e in world.calendars.mailbox(person.key).standing(window) if shown_as(e) != "free"]
    return {
        "scheduleId": address,
        "availabilityView": _view(standing, window, interval),
        "scheduleItems": [_item(entry, zone) for entry in standing],
        "workingHours": working_hours(world.preferences.of(person)),
    }


def _view(standing: list[Entry], window: Window, interval: timedelta) -> str:
    """A digit for each interval: of what stands in it, that which takes its owner's time the most."""
    digits = ["0"] * math.ceil((window.end - window.start) / interval)
    for entry in standing:
        first = max(0, (entry.start - window.start) // interval)
        until = max(first + 1, -((window.start - entry.end) // interval))
        for number in range(first, min(until, len(digits))):
            digits[number] = max(digits[number], _DIGITS[shown_as(entry)], key=_WEIGHT.index)
    return "".join(digits)


def _item(entry: Entry, zone: str) -> dict[str, Any]:
    is_private = entry.properties.get("sensitivity", "normal") in {"private", "confidential"}
    item = {
        "isPrivate": is_private,
        "status": shown_as(entry),
        "start": zones.write_moment(entry.start.astimezone(UTC), zone),
        "end": zones.write_moment(entry.end.astimezone(UTC), zone),
    }
    if is_private:
        return item
    location = entry.properties.get("location", {}).get("displayName", "")
    return item | {"subject": entry.properties.get("subject") or "", "location": location}


def shown_as(entry: Entry) -> str:
    """Graph's word for how it takes its owner's time."""
    return str(entry.properties.get("showAs", "busy"))
