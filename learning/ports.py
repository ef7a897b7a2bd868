"""What the method needs from outside, as protocols. The adapters implement them; `app/` puts the two together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from learning.connection import Begun, TokenRow
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
    from learning.errors import OutsideFailure
    from learning.people import Person, PersonId
    from learning.reaching import DirectoryPerson, Letter
    from learning.views import View


class Calendar(Protocol):
    """A person's Outlook calendar. Every method may raise OutsideFailure."""

    async def availability(self, person: PersonId, within: Slot) -> Availability:
        """When the person works, and what stands in their calendar within this stretch of time."""

    async def hours(self, person: PersonId) -> WorkingHours:
        """When the person works."""

    async def availability_of(
        self, person: PersonId, guests: Sequence[Guest], within: Slot
    ) -> Mapping[str, Availability]:
        """When these people work and what takes their time, by their addresses as given, as far as the person may see.

        Who cannot be read is missing. It is never kept: ask, and forget.
        """

    async def suggest(
        self, person: PersonId, guests: Sequence[Guest], length: timedelta, within: Slot
    ) -> Sequence[Slot] | None:
        """Times of this length at which the person and all these guests are free, best first; empty where none is.

        None where the calendar does not seek for us: then look for yourself, with `availability_of`.
        """

    async def bring_about(
        self, person: PersonId, changes: Sequence[EntryChange]
    ) -> Sequence[Entry | OutsideFailure | None]:
        """Do all of this to the calendar, in no particular order.

        Each does no harm when it is repeated: a key that was written already gives the entry there is, what is gone is
        neither changed nor an error. What came of each stands in its place: the entry as it stands now, None where
        none does, or, never raised, the failure: PartRefused where it may be only the guests, or the online meeting,
        that are not taken. The others are done all the same, where they could be.
        """

    async def find(self, person: PersonId, entry: EntryId) -> Entry | None:
        """The entry as it stands now, or None when it is gone."""

    async def changes(self, person: PersonId, *, since: str | None, within: Slot) -> Changes:
        """What changed since this mark; without a mark, everything within the stretch of time. Raises MarkEnded."""

    async def watch(self, person: PersonId, *, secret: str, until: datetime) -> Watch:
        """Ask to be told of changes. The secret comes back with every change notice."""

    async def keep_watching(self, person: PersonId, watch: str, *, until: datetime) -> Watch | None:
        """Prolong a watch; None when it has ended and a new one is needed."""

    async def reauthorize(self, person: PersonId, watch: str) -> bool:
        """Say that we may still be told, when the calendar asks for it.

        False when the watch has ended and a new one is needed.
        """

    async def stop_watching(self, person: PersonId, watch: str) -> None:
        """Ask to be told no more. A watch that has ended already is fine."""


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

    async def again(self, person: PersonId, *, refused: str, claims: str | None) -> str:
        """Another token in place of one that was refused; `claims` is what was asked for in addition.

        May raise OutsideFailure.
        """


class SignIns(Protocol):
    """How a person gives the app the right to their own calendar, and how that right is dropped."""

    async def exchange(self, person: PersonId, token: str) -> None:
        """Turn the token of single sign-on, which the chat gave, into a kept right of this person.

        May raise TokenRefused (it is not theirs, or not good: for good), SignInNeeded (the person or their
        organisation must do something first) and OutsideFailure (it may pass).
        """

    async def begin(self, person: PersonId, *, claims: str | None = None) -> Begun:
        """Begin a sign-in in a browser; `claims` is what Entra asked for in addition. May raise OutsideFailure."""

    async def finish(self, person: PersonId, flow: str, answer: Mapping[str, str]) -> None:
        """Finish the sign-in with what the browser brought back, and keep the right.

        May raise TokenRefused (another account, or forged), SignInDeclined (the person said no), SignInNeeded and
        OutsideFailure.
        """

    async def forget(self, person: PersonId) -> None:
        """Drop what is kept of this person. It does no harm where nothing is kept."""

    async def consent_address(self, *, state: str, back: str) -> str:
        """Microsoft's page on which an organisation allows what we ask for; it leads back to `back`.

        May raise OutsideFailure: where the page is, Entra tells.
        """


class TokenRows(Protocol):
    """Where the encrypted tokens are kept, one row a person."""

    async def load(self, person: PersonId) -> TokenRow | None:
        """What is kept of this person."""

    async def save(self, person: PersonId, sealed: bytes, version: int) -> None:
        """Keep this in place of the row of that version; zero where there is none. Raises Outdated."""

    async def delete(self, person: PersonId, version: int | None = None) -> None:
        """Drop the row, if it still has this version. One that is gone already is fine."""

    async def people(self) -> Sequence[PersonId]:
        """Everybody of whom something is kept."""
