"""The Calendar port over Microsoft Graph."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from graph.changes import changes_since
from graph.event_requests import read_event
from graph.failures import GraphFailure, NotFound, is_gone
from graph.mailbox_client import MailboxClient
from graph.models import address_in, entry_in, watch_in, with_first_time
from graph.requests import (
    end_subscription,
    find_meeting_times,
    prolong_subscription,
    read_address,
    read_mailbox_settings,
    read_schedules,
    read_times,
    reauthorize_subscription,
    start_subscription,
)
from graph.schedules import (
    Item,
    availability_at,
    availability_from,
    items_of_one_in,
    schedules_in,
    suggestions_in,
    working_hours_in,
)
from graph.writing import EntryWriter
from learning.connection import WhyNot
from learning.entries import (
    Availability,
    Changes,
    Entry,
    EntryChange,
    EntryId,
    Guest,
    Slot,
    Watch,
    WorkingHours,
)
from learning.errors import OutsideFailure, SignInNeeded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from graph.client import GraphClient
    from graph.settings import GraphSettings
    from learning.people import PersonId

_LONGEST_SCHEDULE = timedelta(days=62)
_SHORTEST_SCHEDULE = timedelta(hours=1)
"""Shorter than the grid (half an hour) in which Graph sums a schedule up, it refuses."""
_MOST_SCHEDULES = 20
"""So many people Graph tells of in one answer."""
_IN_UTC = 'outlook.timezone="UTC"'
SECONDS_TO_SUGGEST = 5.0
"""So long Graph may seek for us: without its answer we seek ourselves, and people wait meanwhile."""


class GraphCalendar:
    """People's Outlook calendars. Implements `learning.ports.Calendar`; the client is closed by whoever made it."""

    def __init__(
        self, client: GraphClient, settings: GraphSettings, *, seconds_to_suggest: float = SECONDS_TO_SUGGEST
    ) -> None:
        self._client = MailboxClient(client)
        self._writer = EntryWriter(self._client)
        self._notice_url = settings.notice_url
        self._seconds_to_suggest = seconds_to_suggest

    async def availability(self, person: PersonId, within: Slot) -> Availability:
        """When the person works, and what stands in their calendar; slots that cross the edges come whole."""
        send, builders = self._client.send, self._client.builders
        settings = await send(person, read_mailbox_settings(builders, person))
        address = address_in(await send(person, read_address(builders, person)))
        items: set[Item] = set()
        for part in _parts(within):
            items |= items_of_one_in(await send(person, read_schedules(builders, person, [address], part), _IN_UTC))
        return availability_from(working_hours_in(settings), items, within)

    async def hours(self, person: PersonId) -> WorkingHours:
        """When the person works, as their mailbox says."""
        return working_hours_in(await self._client.send(person, read_mailbox_settings(self._client.builders, person)))

    async def availability_of(
        self, person: PersonId, guests: Sequence[Guest], within: Slot
    ) -> Mapping[str, Availability]:
        """When these people work and what takes their time, by address, as far as this person may see it."""
        send, builders = self._client.send, self._client.builders
        addresses = [guest.address for guest in guests]
        found: dict[str, Availability] = {}
        for first in range(0, len(addresses), _MOST_SCHEDULES):
            some = addresses[first : first + _MOST_SCHEDULES]
            asked = [read_schedules(builders, person, some, part) for part in _parts(within)]
            told = [schedules_in(await send(person, request, _IN_UTC)) for request in asked]
            for address in some:
                if (availability := availability_at(address, told, within)) is not None:
                    found[address] = availability
                await asyncio.sleep(0)  # a crowd of full calendars would hold others up
        return found

    async def suggest(
        self, person: PersonId, guests: Sequence[Guest], length: timedelta, within: Slot
    ) -> Sequence[Slot] | None:
        """When the person and all these guests can meet, best first.

        None where Graph does not say so: it answers people's own rights alone, and some organisations not even those.
        """
        if not self._client.is_delegated:
            return None
        request = find_meeting_times(self._client.builders, person, guests, length, within)
        try:
            async with asyncio.timeout(self._seconds_to_suggest):
                return suggestions_in(await self._client.send(person, request, _IN_UTC), length, within)
        except TimeoutError as error:
            raise OutsideFailure("Graph took too long to seek") from error
        except GraphFailure as failure:
            if failure.status != HTTPStatus.FORBIDDEN:
                raise
        except SignInNeeded as failure:
            if failure.why is not WhyNot.NOT_ALLOWED:
                raise
        return None

    async def bring_about(
        self, person: PersonId, changes: Sequence[EntryChange]
    ) -> Sequence[Entry | OutsideFailure | None]:
        """Do all of this in as few posts as Graph's limits allow; see the port for what comes back."""
        return await self._writer.bring_about(person, changes)

    async def find(self, person: PersonId, entry: EntryId) -> Entry | None:
        """The entry as it stands now; None only when Graph says that this very item is gone."""
        try:
            found = entry_in(await self._client.send(person, read_event(self._client.builders, person, entry), _IN_UTC))
            return await self._with_first_time(person, found) if found.is_series else found
        except NotFound as failure:
            if is_gone(failure):
                return None
            raise

    async def _with_first_time(self, person: PersonId, series: Entry) -> Entry:
        """Where its first time stands; where it was to stand, if Graph will never say."""
        request = read_times(self._client.builders, person, series)
        try:
            return with_first_time(series, await self._client.send(person, request, _IN_UTC))
        except GraphFailure as failure:
            if is_gone(failure) or not failure.permanent:
                raise
            return series

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

    async def reauthorize(self, person: PersonId, watch: str) -> bool:
        """Say that we may still be told; False when Graph no longer knows of the change notices."""
        try:
            await self._client.send_for_nothing(person, reauthorize_subscription(self._client.builders, watch))
        except GraphFailure as failure:
            if isinstance(failure, NotFound) or failure.status == HTTPStatus.GONE:
                return False
            raise
        return True

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
