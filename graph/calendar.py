"""The Calendar port over Microsoft Graph."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from graph.changes import changes_since
from graph.failures import GraphFailure, NotFound, is_gone
from graph.mailbox_client import MailboxClient
from graph.models import address_in, availability_in, entry_in, watch_in
from graph.requests import (
    end_subscription,
    move_event,
    prolong_subscription,
    read_address,
    read_event,
    read_mailbox_settings,
    read_schedule,
    remove_event,
    start_subscription,
    write_event,
)
from graph.writing import EntryWriter
from learning.entries import Availability, Changes, Entry, EntryChange, EntryId, NewEntry, Slot, Watch
from learning.errors import OutsideFailure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from graph.client import GraphClient
    from graph.settings import GraphSettings
    from learning.people import PersonId

_LONGEST_SCHEDULE = timedelta(days=62)
_SHORTEST_SCHEDULE = timedelta(hours=1)
"""Shorter than the grid (half an hour) in which Graph sums a schedule up, it refuses."""
_IN_UTC = 'outlook.timezone="UTC"'


class GraphCalendar:
    """People's Outlook calendars. Implements `learning.ports.Calendar`; the client is closed by whoever made it."""

    def __init__(self, client: GraphClient, settings: GraphSettings) -> None:
        self._client = MailboxClient(client)
        self._writer = EntryWriter(self._client)
        self._notice_url = settings.notice_url

    async def availability(self, person: PersonId, within: Slot) -> Availability:
        """When the person works, and what stands in their calendar; slots that cross the edges come whole."""
        send, builders = self._client.send, self._client.builders
        settings = await send(person, read_mailbox_settings(builders, person))
        address = address_in(await send(person, read_address(builders, person)))
        schedules = [
            await send(person, read_schedule(builders, person, address, part), _IN_UTC) for part in _parts(within)
        ]
        return availability_in(settings, schedules, within)

    async def bring_about(
        self, person: PersonId, changes: Sequence[EntryChange]
    ) -> Sequence[Entry | OutsideFailure | None]:
        """Do all of this in as few posts as Graph's limits allow; see the port for what comes back."""
        return await self._writer.bring_about(person, changes)

    async def write(self, person: PersonId, entry: NewEntry) -> Entry:
        """Write this entry, private and busy, with a reminder; the same key again gives the entry there is."""
        return entry_in(await self._client.send(person, write_event(self._client.builders, person, entry), _IN_UTC))

    async def move(self, person: PersonId, entry: EntryId, slot: Slot) -> Entry | None:
        """Let this entry begin and end then: only those two are sent. None only when this very item is gone."""
        request = move_event(self._client.builders, person, entry, slot)
        try:
            return entry_in(await self._client.send(person, request, _IN_UTC))
        except NotFound as failure:
            if is_gone(failure):
                return None
            raise

    async def remove(self, person: PersonId, entry: EntryId) -> None:
        """Take this entry out of the calendar; that it is gone already is what was wanted."""
        try:
            await self._client.send_for_nothing(person, remove_event(self._client.builders, person, entry))
        except NotFound as failure:
            if not is_gone(failure):
                raise

    async def find(self, person: PersonId, entry: EntryId) -> Entry | None:
        """The entry as it stands now; None only when Graph says that this very item is gone."""
        try:
            return entry_in(await self._client.send(person, read_event(self._client.builders, person, entry), _IN_UTC))
        except NotFound as failure:
            if is_gone(failure):
                return None
            raise

    async def changes(self, person: PersonId, *, since: str | None, within: Slot) -> Changes:
        """What changed since the mark (a link of Graph's), or all that is there. Raises MarkEnded."""
        return await changes_since(self._client, person, since=since, within=within)

    async def watch(self, person: PersonId, *, secret: str, until: datetime) -> Watch:
        """Ask Graph for change notices; Graph calls our address before it answers.

        `until` lies at most 10,070 minutes ahead: Graph takes 10,080, less ten for clocks that differ.
        """
        request = start_subscription(
            self._client.builders, person, notice_url=self._notice_url, secret=secret, until=until
        )
        return watch_in(await self._client.send(person, request))

    async def keep_watching(self, person: PersonId, watch: str, *, until: datetime) -> Watch | None:
        """Prolong the change notices; None when Graph no longer knows of them."""
        try:
            return watch_in(
                await self._client.send(person, prolong_subscription(self._client.builders, watch, until=until))
            )
        except GraphFailure as failure:
            if isinstance(failure, NotFound) or failure.status == HTTPStatus.GONE:
                return None
            raise

    async def stop_watching(self, person: PersonId, watch: str) -> None:
        """End the change notices; that Graph no longer knows of them is what was wanted."""
        try:
            await self._client.send_for_nothing(person, end_subscription(self._client.builders, watch))
        except NotFound:
            return


def _parts(within: Slot) -> Iterator[Slot]:
    """The stretch of time in equal parts, each neither too long nor too short for Graph to answer for in one go."""
    length = max(within.length, _SHORTEST_SCHEDULE)
    parts = -(-length // _LONGEST_SCHEDULE)
    for part in range(parts):
        yield Slot(
            starts_at=within.starts_at + length * part / parts, ends_at=within.starts_at + length * (part + 1) / parts
        )
