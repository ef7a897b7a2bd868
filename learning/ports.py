"""What the method needs from outside, as protocols. The adapters implement them; `app/` puts the two together."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from learning.entries import Availability, Changes, Entry, EntryId, NewEntry, Slot, Watch
    from learning.people import Person, PersonId
    from learning.views import View


class Calendar(Protocol):
    """A person's Outlook calendar. Every method may raise OutsideFailure."""

    async def availability(self, person: PersonId, within: Slot) -> Availability:
        """When the person works, and what stands in their calendar within this stretch of time."""

    async def write(self, person: PersonId, entry: NewEntry) -> Entry:
        """Write this entry, private and titled as given. Writing the same key again returns the entry there is."""

    async def find(self, person: PersonId, entry: EntryId) -> Entry | None:
        """The entry as it stands now, or None when it is gone."""

    async def changes(self, person: PersonId, *, since: str | None, within: Slot) -> Changes:
        """What changed since this mark; without a mark, everything within the stretch of time. Raises MarkEnded."""

    async def watch(self, person: PersonId, *, secret: str, until: datetime) -> Watch:
        """Ask to be told of changes. The secret comes back with every change notice."""

    async def keep_watching(self, person: PersonId, watch: str, *, until: datetime) -> Watch | None:
        """Prolong a watch; None when it has ended and a new one is needed."""


class Messenger(Protocol):
    """The person's own chat with the app. Every method may raise OutsideFailure."""

    async def post(self, reader: Person, view: View) -> str:
        """Put this into the person's chat; the id of the message comes back."""

    async def replace(self, reader: Person, message: str, view: View) -> None:
        """Show this in place of what the message showed."""


class Tokens(Protocol):
    """Rights to act at Microsoft Graph."""

    async def for_person(self, person: PersonId) -> str:
        """An access token with which this person's calendar may be read and written. May raise OutsideFailure."""
