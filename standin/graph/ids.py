"""Ids in Exchange's looks."""

from __future__ import annotations

import base64


def event_id(unique: bytes) -> str:
    """An id in Exchange's looks out of sixteen bytes; it never changes."""
    return "AAkALgAAAAAA" + base64.urlsafe_b64encode(unique * 3).decode() + "AAA="


def ical_uid(of_event: str) -> str:
    """The id that all copies of an event share, out of the organiser's id of it."""
    return "040000008200E00074C5B7101A82E008" + of_event.encode()[12:44].hex().upper()
