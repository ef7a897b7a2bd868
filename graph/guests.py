"""Who is invited to an entry, and what they answered, as Graph tells it."""

from __future__ import annotations

from typing import Any

from graph.failures import Nonsense
from graph.reading import slot_in
from learning.entries import Answered, Guest, Reply, Slot

_REPLIES = {
    "accepted": Reply.ACCEPTED,
    "tentativelyaccepted": Reply.TENTATIVE,
    "declined": Reply.DECLINED,
}


def guests_in(event: dict[str, Any]) -> tuple[Answered, ...]:
    """Everybody who is invited, in the order of their addresses; rooms and the organiser are no guests.

    Whom Graph gives without an address cannot be told from anybody: they are left out.
    """
    host = _address_in(event.get("organizer"))
    guests = {}
    for one in attendees_in(event):
        guest = guest_in(one)
        if guest is not None and guest.address.lower() != host and str(one.get("type")).lower() != "resource":
            guests[guest.address.lower()] = Answered(guest=guest, reply=_reply_in(one), proposes=_proposal_in(one))
    return tuple(guests[address] for address in sorted(guests))


def attendees_in(event: dict[str, Any]) -> list[dict[str, Any]]:
    """What the event says of each who is invited."""
    told = event.get("attendees")
    return [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []


def guest_in(attendee: dict[str, Any]) -> Guest | None:
    """The guest, if it is said where they are reached."""
    named = attendee.get("emailAddress")
    if not isinstance(named, dict) or not isinstance(address := named.get("address"), str) or not address:
        return None
    name = named.get("name")
    return Guest(address=address, name=name if isinstance(name, str) else "")


def _address_in(person: object) -> str | None:
    found = guest_in(person) if isinstance(person, dict) else None
    return None if found is None else found.address.lower()


def _reply_in(attendee: dict[str, Any]) -> Reply:
    status = attendee.get("status")
    said = status.get("response") if isinstance(status, dict) else None
    return _REPLIES.get(str(said).lower(), Reply.NONE)


def _proposal_in(attendee: dict[str, Any]) -> Slot | None:
    proposed = attendee.get("proposedNewTime")
    if not isinstance(proposed, dict):
        return None
    try:
        return slot_in(proposed)
    except Nonsense:
        return None
