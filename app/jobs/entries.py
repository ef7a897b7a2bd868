"""What the job `calendar` asks of each kind of thing that the app keeps entries of in people's calendars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from learning.actions.follow_calendar import Ours
from learning.calendar_plan import Seen
from learning.entries import Entry, EntryChange
from learning.errors import PartRefused
from learning.people import Person, PersonId


class Entries(Protocol):
    """One kind of thing with entries in calendars: reviews are one, appointments another.

    The job asks all of them for their entries, reads the calendar once for all, hands what it saw to each in turn, the
    reviews last, and sends all changes in one go. With the reviews the mark of the reading is kept: should the service
    die before that, the same is read and handed in again, which must do no harm. Where all that stood seems to be gone
    at once, nothing is handed to anybody until the person has said that they removed it, or it is there again.
    """

    async def ours(self, person: PersonId) -> Ours:
        """Its entries in this person's calendar. None of anybody else's is ever touched."""

    async def changes(self, person: Person, seen: Seen) -> Sequence[tuple[str, EntryChange]]:
        """Let the things follow what was seen, and say what is to be written, moved, removed …, each with an id.

        The id is the thing's own. What is about to be written is kept first, so that a crash loses nothing.
        """

    async def keep(self, person: PersonId, about: str, change: EntryChange, outcome: Entry | None) -> None:
        """Keep what came of a change that was carried out: the entry as it stands now, or None where none does.

        What failed is not handed in: the job is run again, and `changes` says it once more.
        """

    async def leave_out(self, person: PersonId, about: str, change: EntryChange, refused: PartRefused) -> bool:
        """The calendar refused this change, maybe for its guests or its online meeting: keep to do it without.

        False where nothing can be left out: then it is a failure like any other.
        """
