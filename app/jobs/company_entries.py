"""The entries of reviews with companions: these are their guests, and moments are sought that suit them too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.jobs.review_entries import ReviewEntries
from learning.actions.invitations import (
    InCompany,
    guests_invited,
    guests_refused,
    in_company,
    invitations,
    online_refused,
)
from learning.calendar_plan import Seen
from learning.companion import Invitation, guests_of
from learning.entries import Answered, Entry, EntryChange, EntryId, Guest, InviteTo, NewEntry, Slot
from learning.errors import OnlineRefused, PartRefused
from learning.people import Person, PersonId
from learning.review import Review, ReviewId


class ReviewsInCompany(ReviewEntries):
    """Implements Entries: ReviewEntries, and the guests besides. Where nobody is invited, nothing is different."""

    async def changes(self, person: Person, seen: Seen) -> Sequence[tuple[str, EntryChange]]:
        """What ReviewEntries says, with guests where an entry is written, and which entries are to have others."""
        company = await self._runner.run(in_company, person.id, seen, self._clock())
        changes = await super().changes(person, seen)
        if not company:
            return changes
        to_invite = await self._runner.run(invitations, person.id, {about for about, _ in changes}, self._clock())
        return [
            *((about, self._with_guests(person, change, company.get(ReviewId(about)))) for about, change in changes),
            *(
                (review.id, self._invite(person, review, review.entry, invitation))
                for review, invitation in to_invite
                if review.entry is not None
            ),
        ]

    async def keep(self, person: PersonId, about: str, change: EntryChange, outcome: Entry | None) -> None:
        """Keep what ReviewEntries keeps, and whom an entry has as guests by now."""
        if not isinstance(change, InviteTo):
            await super().keep(person, about, change, outcome)
        is_about_guests = isinstance(change, InviteTo) or (isinstance(change, NewEntry) and bool(change.guests))
        if outcome is not None and is_about_guests:
            online = isinstance(change, InviteTo | NewEntry) and change.is_online
            await self._runner.run(guests_invited, person, ReviewId(about), outcome, self._clock(), online=online)

    async def leave_out(self, person: PersonId, about: str, change: EntryChange, refused: PartRefused) -> bool:
        """The review stands without an online meeting, or those who were to come; the learner reads which."""
        if isinstance(refused, OnlineRefused):
            await self._runner.run(online_refused, person, ReviewId(about), self._clock())
            return True
        guests = change.guests if isinstance(change, InviteTo | NewEntry) else ()
        return await self._runner.run(guests_refused, person, ReviewId(about), guests, self._clock())

    def _with_guests(self, learner: Person, change: EntryChange, found: InCompany | None) -> EntryChange:
        """An entry that is about to be written, with those who are companions by now."""
        if not isinstance(change, NewEntry) or found is None:
            return change
        guests = guests_of(found.company, found.review.id)
        texts = self._texts(learner, found.review, change.slot, guests)
        return replace(change, guests=guests, is_online=found.company.is_online, text=texts.text)

    def _invite(self, learner: Person, review: Review, entry: EntryId, invitation: Invitation) -> InviteTo:
        """With the text that an entry with these guests has."""
        texts = self._texts(learner, review, review.stood, invitation.guests)
        return InviteTo(
            entry=entry,
            guests=invitation.guests,
            text=texts.text,
            link_text=texts.link_text,
            link=texts.link,
            is_online=invitation.is_online,
        )

    def _texts(self, learner: Person, review: Review, slot: Slot | None, guests: Sequence[Guest]) -> NewEntry:
        invited = tuple(Answered(guest=guest) for guest in guests)
        return self._new_entry(replace(review, slot=slot, guests=invited), learner)
