"""An event as the page reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from standin.graph import events, zones

if TYPE_CHECKING:
    from datetime import datetime

    from standin.graph.mailbox import Entry, Mailbox
    from standin.people import Person


def shown(entry: Entry, owner: Person, mailbox: Mailbox) -> dict[str, Any]:
    """What its owner sees of it. One time of a series was written by an app where the series was."""
    event = events.shape(entry, owner)
    master = mailbox.entries.get(entry.series, entry)
    meeting = event["onlineMeeting"] or {}
    return {
        "id": entry.id,
        "subject": event["subject"],
        "start": utc(event["start"]),
        "end": utc(event["end"]),
        "zone": entry.zone,
        "isApp": master.by_app,
        "isPrivate": event["sensitivity"] in {"private", "confidential"},
        "showAs": event["showAs"],
        "body": {name: event["body"][name] for name in ("contentType", "content")},
        "isAllDay": event["isAllDay"],
        "calendar": entry.calendar,
        "isSeries": bool(entry.series),
        "seriesId": entry.series or None,
        "isOrganizer": event["isOrganizer"],
        "organizer": event["organizer"]["emailAddress"]["name"],
        "isCancelled": event["isCancelled"],
        "attendees": [_attendee(one) for one in event["attendees"]],
        "response": event["responseStatus"]["response"],
        "joinUrl": meeting.get("joinUrl"),
    }


def utc(graph_moment: dict[str, str]) -> str:
    """A moment in Graph's shape, in UTC with seven digits, with its `Z` instead."""
    return f"{graph_moment['dateTime'].partition('.')[0]}Z"


def written(moment: datetime) -> str:
    """The same out of a moment."""
    return utc(zones.write_moment(moment, "UTC"))


def _attendee(one: dict[str, Any]) -> dict[str, Any]:
    proposed = one.get("proposedNewTime")
    return {
        "name": one["emailAddress"]["name"],
        "mail": one["emailAddress"]["address"],
        "response": one["status"]["response"],
        "proposes": {name: utc(proposed[name]) for name in ("start", "end")} if proposed else None,
    }
