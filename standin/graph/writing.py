"""What a writer may say about an event: checked, and brought into Graph's own spelling."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from standin.graph import bodies, events, zones
from standin.graph.errors import bad_request

SHOWN_AS = ("free", "tentative", "busy", "oof", "workingElsewhere", "unknown")
_ENUMS = {
    "importance": ("low", "normal", "high"),
    "sensitivity": ("normal", "personal", "private", "confidential"),
    "showAs": SHOWN_AS,
    "onlineMeetingProvider": ("unknown", "teamsForBusiness", "skypeForBusiness", "skypeForConsumer"),
}
_FLAGS = (
    "isAllDay",
    "isReminderOn",
    "responseRequested",
    "allowNewTimeProposals",
    "hideAttendees",
    "isOnlineMeeting",
)
_WRITTEN_ONCE = "transactionId"


@dataclass(frozen=True, kw_only=True)
class Written:
    """What was written: times in UTC, and the other properties; what was not mentioned is None or missing."""

    properties: dict[str, Any]
    start: datetime | None = None
    end: datetime | None = None
    zone: str | None = None


def read(body: object, *, creates: bool) -> Written:
    """What the body of a POST (creates) or PATCH says. Raises GraphError when Graph would refuse it."""
    if not isinstance(body, dict):
        raise bad_request("Unable to read JSON request payload.")
    said = {name: value for name, value in body.items() if not name.startswith("@odata.")}
    start, zone = zones.read_moment(said.pop("start"), "start") if creates or "start" in said else (None, None)
    end, _ = zones.read_moment(said.pop("end"), "end") if creates or "end" in said else (None, None)
    properties = {name: _read_property(name, value, creates=creates) for name, value in said.items()}
    return Written(properties=properties, start=start, end=end, zone=zone)


def check_times(start: datetime, end: datetime, zone: str, *, is_all_day: bool) -> None:
    """Raises GraphError when no event can stand from start to end."""
    if end < start:
        raise bad_request(
            "The end of the event is earlier than its start.", "ErrorCalendarEndDateIsEarlierThanStartDate"
        )
    if is_all_day:
        local = [moment.astimezone(zones.need_zone(zone)) for moment in (start, end)]
        if start == end or any(moment.timetz().replace(tzinfo=None) != time() for moment in local):
            raise bad_request(
                "The Event.Start and Event.End of an all-day event must be at midnight, a day or more apart.",
                "ErrorPropertyValidationFailure",
            )


def _read_property(name: str, value: Any, *, creates: bool) -> Any:
    reader = _READERS.get(name)
    if reader is None or (name == _WRITTEN_ONCE and not creates):
        raise bad_request(f"The property '{name}' cannot be set.", "ErrorInvalidPropertySet")
    return reader(name, value)


def _text(name: str, value: Any) -> str | None:
    if value is not None and not isinstance(value, str):
        raise _wrong(name)
    return value


def _flag(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise _wrong(name)
    return value


def _minutes(name: str, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _wrong(name)
    return value


def _enum(name: str, value: Any) -> str:
    spelled = {word.lower(): word for word in _ENUMS[name]}
    if not isinstance(value, str) or value.lower() not in spelled:
        raise _wrong(name)
    return spelled[value.lower()]


def _body(name: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _wrong(name)
    kind = str(value.get("contentType") or "text").lower()
    if kind not in {"text", "html"}:
        raise _wrong(f"{name}.contentType")
    return bodies.kept(kind, _text(f"{name}.content", value.get("content")) or "")


def _location(name: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _wrong(name)
    return {"displayName": _text(f"{name}.displayName", value.get("displayName")) or ""}


def _categories(name: str, value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise _wrong(name)
    return value


def _attendees(name: str, value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list):
        raise _wrong(name)
    return [_attendee(name, one) for one in value]


def _attendee(name: str, value: Any) -> dict[str, Any]:
    address = value.get("emailAddress") if isinstance(value, dict) else None
    if not isinstance(address, dict) or not isinstance(address.get("address"), str):
        raise _wrong(f"{name}.emailAddress")
    kind = str(value.get("type") or "required").lower()
    if kind not in {"required", "optional", "resource"}:
        raise _wrong(f"{name}.type")
    return {
        "type": kind,
        "status": {"response": "none", "time": events.NO_TIME},
        "emailAddress": {"name": str(address.get("name") or address["address"]), "address": address["address"]},
    }


def _wrong(name: str) -> Exception:
    return bad_request(f"The value of property '{name}' cannot be read.", "RequestBodyRead")


_READERS = {
    "subject": _text,
    "transactionId": _text,
    "body": _body,
    "location": _location,
    "categories": _categories,
    "attendees": _attendees,
    "reminderMinutesBeforeStart": _minutes,
    **dict.fromkeys(_ENUMS, _enum),
    **dict.fromkeys(_FLAGS, _flag),
}
