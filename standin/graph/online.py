"""Online meetings of events: the address to join at, and the part of the text on which the meeting hangs."""

from __future__ import annotations

import hashlib
import html
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from standin import people
from standin.graph import bodies

if TYPE_CHECKING:
    from standin.graph.mailbox import Entry

_PROVIDER = "teamsForBusiness"


def begun(entry: Entry) -> Entry:
    """The event with the meeting that it is to have, if it is to have one and has none yet."""
    said = entry.properties
    if not said.get("isOnlineMeeting") or said.get("onlineMeeting") or entry.series:
        return entry
    address = _address(entry)
    meeting = {"joinUrl": address, "conferenceId": _digits(entry), "tollNumber": "+31 20 000 0000"}
    body = said.get("body", {"contentType": "html", "content": ""})
    begun = {"onlineMeeting": meeting, "onlineMeetingProvider": _PROVIDER, "body": _with_blob(body, address)}
    return replace(entry, properties=said | begun)


def passed_over(entry: Entry) -> Entry:
    """The event as it stands where there is no Teams: it is no online meeting, unless it was one before."""
    if entry.properties.get("onlineMeeting"):
        return entry
    return replace(entry, properties=entry.properties | {"isOnlineMeeting": False, "onlineMeetingProvider": "unknown"})


def kept(entry: Entry, written: dict[str, Any]) -> dict[str, Any]:
    """What an app writes of an event, and what that does to its meeting.

    A meeting cannot be switched off, nor given to somebody else. But a text without its part ends it.
    """
    meeting = entry.properties.get("onlineMeeting")
    if not meeting:
        return written
    said = {name: value for name, value in written.items() if name not in ("isOnlineMeeting", "onlineMeetingProvider")}
    if "body" in said and meeting["joinUrl"] not in said["body"]["content"]:
        return said | {"isOnlineMeeting": False, "onlineMeetingProvider": "unknown", "onlineMeeting": None}
    return said


def _address(entry: Entry) -> str:
    organizer = people.by_key(entry.organizer)
    thread = hashlib.sha256(entry.id.encode()).hexdigest()[:32]
    context = quote(
        json.dumps({"Tid": people.TENANT_ID, "Oid": organizer.object_id if organizer else ""}, separators=(",", ":")),
        safe="",
    )
    return f"https://teams.microsoft.com/l/meetup-join/19%3ameeting_{thread}%40thread.v2/0?context={context}"


def _digits(entry: Entry) -> str:
    return str(int(hashlib.sha256(entry.id.encode()).hexdigest(), 16))[:9]


def _with_blob(body: dict[str, Any], address: str) -> dict[str, Any]:
    """The text with the part that Teams adds to its end."""
    line = "_" * 80
    if body["contentType"] != "html":
        text = f"{body['content']}\r\n{line}\r\nMicrosoft Teams meeting\r\nJoin: {address}\r\n{line}\r\n"
        return body | {"content": text}
    blob = (
        f'<br><div style="width:100%"><span style="white-space:nowrap; opacity:.36">{line}</span></div>'
        '<div class="me-email-text" lang="en-US"><div><span style="font-size:24px">Microsoft Teams meeting</span></div>'
        f'<div><a class="me-email-headline" href="{html.escape(address)}" target="_blank" rel="noreferrer noopener">'
        "Click here to join the meeting</a></div></div>"
        f'<div style="width:100%"><span style="white-space:nowrap; opacity:.36">{line}</span></div>'
    )
    return bodies.with_more(body, blob)
