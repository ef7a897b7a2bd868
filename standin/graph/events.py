"""Events in Graph's JSON: how one is answered, and what a writer may say."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from standin import people
from standin.graph import bodies, ids, series, zones

if TYPE_CHECKING:
    from standin.graph.mailbox import Entry
    from standin.people import Person

NO_TIME = "0001-01-01T00:00:00Z"
_PREVIEW = 255
_DEFAULTS: dict[str, Any] = {
    "subject": "",
    "importance": "normal",
    "sensitivity": "normal",
    "showAs": "busy",
    "isAllDay": False,
    "isReminderOn": True,
    "reminderMinutesBeforeStart": 15,
    "responseRequested": True,
    "allowNewTimeProposals": True,
    "hideAttendees": False,
    "isOnlineMeeting": False,
    "onlineMeetingProvider": "unknown",
    "transactionId": None,
    "categories": [],
    "attendees": [],
    "isCancelled": False,
    "onlineMeeting": None,
}


def shape(entry: Entry, owner: Person, *, zone: str = "UTC", body_as_text: bool = False) -> dict[str, Any]:
    """The event as Graph answers it, its times in the zone with this name."""
    kept = _DEFAULTS | entry.properties
    body = kept.pop("body", {"contentType": "html", "content": ""})
    location = kept.pop("location", {"displayName": ""})
    start, end = shown_times(entry, zone)
    return kept | {
        "@odata.etag": etag(entry),
        "id": entry.id,
        "changeKey": change_key(entry),
        "iCalUId": ids.ical_uid(entry.copy_of or entry.id),
        "createdDateTime": zones.write_offset(entry.created_at),
        "lastModifiedDateTime": zones.write_offset(entry.changed_at),
        "originalStartTimeZone": entry.zone,
        "originalEndTimeZone": entry.zone,
        "type": series.kind(entry),
        "seriesMasterId": entry.series or None,
        "recurrence": series.recurrence(entry),
        **({"originalStart": zones.write_offset(entry.planned)} if entry.planned is not None else {}),
        "start": start,
        "end": end,
        "body": {"contentType": "text", "content": bodies.as_text(body)} if body_as_text else body,
        "bodyPreview": bodies.as_text(body)[:_PREVIEW],
        "location": _located(location),
        "locations": [_located(location)] if location.get("displayName") else [],
        "isDraft": False,
        "isOrganizer": entry.organizer == owner.key,
        "hasAttachments": False,
        "organizer": {"emailAddress": _address(entry.organizer)},
        "responseStatus": response(entry, owner),
        "onlineMeetingUrl": None,
        "webLink": f"https://outlook.office365.com/owa/?itemid={quote(entry.id)}&exvsurl=1&path=/calendar/item",
    }


def bare(entry: Entry, zone: str) -> dict[str, Any]:
    """One time of a series as a delta answer has it: which series, when, and nothing else."""
    start, end = shown_times(entry, zone)
    return {
        "@odata.type": "#microsoft.graph.event",
        "@odata.etag": etag(entry),
        "seriesMasterId": entry.series,
        "type": series.kind(entry),
        "start": start,
        "end": end,
        "id": entry.id,
    }


def response(entry: Entry, owner: Person) -> dict[str, str]:
    """What the owner of the calendar answered to the invitation, in Graph's shape."""
    if entry.organizer == owner.key:
        return {"response": "organizer", "time": NO_TIME}
    usual = {"response": "accepted", "time": zones.write_offset(entry.created_at)}
    said: dict[str, str] = entry.properties.get("responseStatus") or usual
    return said


def removed(entry: Entry) -> dict[str, Any]:
    """What a delta answer says about an event that left the window."""
    return {"@odata.type": "#microsoft.graph.event", "id": entry.id, "@removed": {"reason": "deleted"}}


def shown_times(entry: Entry, zone: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Start and end in this zone; whole days keep their date in every zone, as in Outlook."""
    start, end = entry.start, entry.end
    if entry.is_all_day:
        start, end = (_same_date(moment, entry.zone, zone) for moment in (start, end))
    return zones.write_moment(start, zone), zones.write_moment(end, zone)


def etag(entry: Entry) -> str:
    """The event's entity tag: another one after each change."""
    return f'W/"{change_key(entry)}"'


def change_key(entry: Entry) -> str:
    """The event's version as Exchange writes it."""
    return base64.b64encode(f"{entry.id[-24:-4]}{entry.number:08d}".encode()).decode()


def _same_date(moment: datetime, written_in: str, shown_in: str) -> datetime:
    date = moment.astimezone(zones.need_zone(written_in)).date()
    return datetime.combine(date, time(), tzinfo=zones.need_zone(shown_in)).astimezone(UTC)


def _located(location: dict[str, Any]) -> dict[str, Any]:
    name = location.get("displayName") or ""
    return {"displayName": name, "locationType": "default", "uniqueId": name, "uniqueIdType": "private"} | location


def _address(key: str) -> dict[str, str]:
    person = people.by_key(key)
    if person is None:
        raise LookupError(f"nobody here is called {key!r}")
    return {"name": person.name, "address": person.mail}
