"""What the method needs from outside, as protocols. The adapters implement them; `app/` puts the two together."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from learning.entries import Availability, Changes, Entry, EntryId, NewEntry, Slot, Watch
    from learning.people import Person, PersonId
    from learning.reaching import DirectoryPerson, Letter
    from learning.views import View


class Calendar(Protocol):
    """A person's Outlook calendar. Every method may raise OutsideFailure."""

    async def availability(self, person: PersonId, within: Slot) -> Availability:
        """When the person works, and what stands in their calendar within this stretch of time."""

    async def write(self, person: PersonId, entry: NewEntry) -> Entry:
        """Write this entry, private and titled as given. Writing the same key again returns the entry there is."""

    async def move(self, person: PersonId, entry: EntryId, slot: Slot) -> Entry | None:
        """Let an entry that we wrote begin and end then, and nothing else of it; None when it is gone."""

    async def remove(self, person: PersonId, entry: EntryId) -> None:
        """Take an entry that we wrote out of the calendar. One that is gone already is fine."""

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


class Directory(Protocol):
    """Who works in the organisation. May raise OutsideFailure."""

    async def find(self, person: PersonId) -> DirectoryPerson | None:
        """What is known of this person, or None when certainly nobody has this id."""


class Mail(Protocol):
    """The service's own mailbox."""

    async def send(self, person: PersonId, address: str, letter: Letter) -> None:
        """Send this to this person at their address.

        May raise OutsideFailure when the mail was certainly not taken, and MaybeDone when nobody can tell.
        """


class Installer(Protocol):
    """Adds the app for people, where the organisation granted that right."""

    async def install(self, person: PersonId) -> None:
        """Add it for this person; when it is there already, nothing happens. May raise OutsideFailure."""


class Tokens(Protocol):
    """Rights to act at Microsoft Graph."""

    async def for_person(self, person: PersonId) -> str:
        """An access token with which this person's calendar may be read and written. May raise OutsideFailure."""
