"""Invites people to an entry that stands: what its owner wrote into it stays, and so does its online meeting.

A change of the text without what Outlook put there for the online meeting would end that meeting. So the text is read,
our part of it replaced, and it is written only if nobody changed the entry meanwhile.
"""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from msgraph.generated.models.attendee import Attendee
from msgraph.generated.models.attendee_type import AttendeeType
from msgraph.generated.models.email_address import EmailAddress

from graph.event_requests import attendee_of, invite_to_event, meet_online, read_event_text
from graph.failures import GraphFailure, Nonsense, NotFound, blaming, is_gone
from graph.guests import attendees_in, guest_in, guests_in
from graph.marks import our_part, with_our_part
from graph.models import entry_in, etag_in, is_online_in
from graph.reading import maybe_text_at, object_in
from learning.errors import GuestsRefused, OnlineRefused, OutsideFailure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.mailbox_client import MailboxClient
    from learning.entries import Entry, Guest, InviteTo
    from learning.people import PersonId

_IN_UTC = 'outlook.timezone="UTC"'
_AS_HTML = 'outlook.body-content-type="html"'
_READ_IN_THE_LOOP = 4 * 1024
"""In characters: longer texts are taken apart beside the event loop."""
_TRIES = 2


class Inviter:
    """Carries `InviteTo` out."""

    def __init__(self, client: MailboxClient) -> None:
        self._client = client

    async def invite(self, person: PersonId, change: InviteTo) -> Entry | None:
        """The entry as it stands afterwards, None when it is gone. Raises OutsideFailure.

        Who wins when its owner changes it in the same moment is its owner: it is read and tried once more.
        """
        for _ in range(_TRIES):
            try:
                return await self._try(person, change)
            except NotFound as failure:
                if is_gone(failure):
                    return None
                raise
            except GraphFailure as failure:
                if failure.status != HTTPStatus.PRECONDITION_FAILED:
                    raise
        raise OutsideFailure("an entry changes whenever we are about to change it")

    async def _try(self, person: PersonId, change: InviteTo) -> Entry:
        graph, send = self._client.builders, self._client.send
        event = await send(person, read_event_text(graph, person, change.entry), _IN_UTC, _AS_HTML)
        if change.is_online and not is_online_in(event):
            event = await self._meet_online(person, change, _etag_in(event))
        attendees, html = _attendees(event, change.guests), await _text(event, change)
        if attendees is None and html is None:
            return entry_in(event)
        request = invite_to_event(graph, person, change.entry, etag=_etag_in(event), attendees=attendees, html=html)
        with blaming(GuestsRefused) if attendees else nullcontext():
            return entry_in(await send(person, request, _IN_UTC, _AS_HTML))

    async def _meet_online(self, person: PersonId, change: InviteTo, etag: str) -> dict[str, Any]:
        """The event with its online meeting. A mailbox that has no Teams mostly says yes, and gives it none."""
        request = meet_online(self._client.builders, person, change.entry, etag=etag)
        with blaming(OnlineRefused):
            event = await self._client.send(person, request, _IN_UTC, _AS_HTML)
        if not is_online_in(event):
            raise OnlineRefused("Graph passed an online meeting over")
        return event


def _etag_in(event: dict[str, Any]) -> str:
    etag = etag_in(event)
    if not etag:
        raise Nonsense("its mark of a version is none")
    return etag


def _attendees(event: dict[str, Any], guests: Sequence[Guest]) -> list[Attendee] | None:
    """Who is to be invited; None when just they are. Rooms that the owner booked stay."""
    wanted = {guest.address.lower(): guest for guest in guests}
    if wanted.keys() == {there.guest.address.lower() for there in guests_in(event)}:
        return None
    rooms = [one for one in attendees_in(event) if str(one.get("type")).lower() == "resource"]
    return [*(attendee_of(guest) for guest in wanted.values()), *(_room(one) for one in rooms)]


def _room(told: dict[str, Any]) -> Attendee:
    room = guest_in(told)
    address = None if room is None else EmailAddress(address=room.address, name=room.name)
    return Attendee(email_address=address, type=AttendeeType.Resource)


async def _text(event: dict[str, Any], change: InviteTo) -> str | None:
    """The text with our new part in it; None when it is to stay as it is."""
    html = maybe_text_at(object_in(event.get("body"), "body"), "content") or ""
    part = our_part(change.text, change.link_text, change.link)
    is_needed = bool(change.guests)
    if len(html) <= _READ_IN_THE_LOOP:
        return with_our_part(html, part, change.link, is_needed=is_needed)
    return await asyncio.to_thread(with_our_part, html, part, change.link, is_needed=is_needed)
