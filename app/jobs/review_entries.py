"""The entries of reviews, as the job `calendar` brings them about."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from app.jobs.companions_free import CompanionsFree
from learning.actions.follow_calendar import Ours, ToDo, entries_of_reviews, follow_calendar
from learning.actions.place_reviews import (
    entry_moved,
    entry_removed,
    entry_written,
    no_moment_left,
    open_reviews,
    place_review,
)
from learning.calendar_plan import Seen
from learning.entries import Entry, EntryChange, MoveEntry, NewEntry, RemoveEntry, Slot
from learning.free_moments import FURTHEST_DAYS
from learning.people import Person, PersonId
from learning.placing import find_moments
from learning.ports import Calendar
from learning.review import Review, ReviewId
from learning.review_entry import as_begun
from storage.runner import WorkRunner


class ReviewEntries:
    """What Entries asks. A review without a time gets a free moment, kept before anything is written or moved."""

    def __init__(
        self,
        runner: WorkRunner,
        calendar: Calendar,
        clock: Callable[[], datetime],
        new_entry: Callable[[Review, Person], NewEntry],
    ) -> None:
        self._runner = runner
        self._calendar = calendar
        self._clock = clock
        self._new_entry = new_entry
        self._companions_free = CompanionsFree(runner, calendar)

    async def ours(self, person: PersonId) -> Ours:
        """The entries of this person's reviews."""
        return await self._runner.run(entries_of_reviews, person, self._clock())

    async def changes(self, person: Person, seen: Seen) -> Sequence[tuple[str, EntryChange]]:
        """Let the reviews follow, with the mark in the same commit, and find moments for those without one."""
        to_do = await self._runner.run(follow_calendar, person.id, seen, self._clock())
        reviews = await self._place(person, to_do)
        former: list[tuple[str, EntryChange]] = [(review, RemoveEntry(entry=entry)) for review, entry in to_do.former]
        own = ((review.id, self._change(person, review, seen)) for review in reviews)
        return [*former, *((review, change) for review, change in own if change is not None)]

    async def keep(self, person: PersonId, about: str, change: EntryChange, outcome: Entry | None) -> None:
        """Keep what was written, moved or removed."""
        now, review = self._clock(), ReviewId(about)
        if isinstance(change, RemoveEntry):
            await self._runner.run(entry_removed, person, review, change.entry, now)
        elif outcome is None:
            return  # it was deleted this very moment: the next reading asks about it
        elif isinstance(change, NewEntry):
            await self._runner.run(entry_written, person, review, outcome, now, title=change.title)
        else:
            await self._runner.run(entry_moved, person, review, outcome, now)

    async def _place(self, person: Person, to_do: ToDo) -> list[Review]:
        """The reviews, each with a moment; one for which there is none left is left out."""
        unplaced = [each for each in to_do.reviews if each.slot is None and each.is_open and not each.is_half_written]
        placed = [each for each in to_do.reviews if each not in unplaced]
        if not unplaced:
            return placed
        now = self._clock()
        for review, slot in await self._moments(person.id, unplaced, now):
            if slot is None:
                await self._runner.run(no_moment_left, person.id, review.id, now)
            else:
                placed.append(await self._runner.run(place_review, person.id, review.id, slot, now))
        return placed

    async def _moments(
        self, person: PersonId, unplaced: Sequence[Review], now: datetime
    ) -> Sequence[tuple[Review, Slot | None]]:
        """A free moment for each, None where there is none left."""
        availability = await self._calendar.availability(person, _around(unplaced, now))
        standing = await self._runner.run(open_reviews, person)
        companions = await self._companions_free(person, unplaced, now)
        return await asyncio.to_thread(  # in full calendars, with companions, it takes a tenth of a second
            find_moments, unplaced, standing, availability, now=now, companions=companions
        )

    def _change(self, learner: Person, review: Review, seen: Seen) -> EntryChange | None:
        """What is to become of the entry of this review. It is one that the app wrote, or none."""
        if review.entry is None:
            return self._new_entry(as_begun(review), learner)
        if not review.is_open:
            return RemoveEntry(entry=review.entry)
        if review.slot is None:
            return None
        return MoveEntry(entry=review.entry, slot=review.slot, seen=seen.version_of(review.entry))


def _around(reviews: Sequence[Review], now: datetime) -> Slot:
    """The stretch of calendar in which free moments for these reviews are sought."""
    days = [review.ideal_on for review in reviews]
    margin = timedelta(days=FURTHEST_DAYS + 2)
    first = datetime.combine(min(days), now.timetz()) - margin
    last = datetime.combine(max(days), now.timetz()) + margin
    return Slot(starts_at=max(first, now), ends_at=max(last, now + margin))
