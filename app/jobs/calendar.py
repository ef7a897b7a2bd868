"""Job `calendar`: bring a person's reviews and their calendar together. Running it twice, or late, does no harm."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from learning.actions.calendar_unreachable import calendar_reached
from learning.actions.follow_calendar import (
    Followed,
    Seen,
    follow_calendar,
    followed,
    keep_watch,
    read_all_again,
)
from learning.actions.place_reviews import entry_moved, entry_removed, entry_written, place_review
from learning.entries import Availability, Changes, Entry, EntryId, NewEntry, Slot
from learning.errors import MarkEnded
from learning.free_moments import FURTHEST_DAYS, find
from learning.people import Person, PersonId
from learning.ports import Calendar
from learning.review import LENGTH, Review
from learning.watching import LIFE, Watching, needs_renewal
from storage.runner import WorkRunner

NOTICE = timedelta(hours=2)
"""A review is never put sooner than this into somebody's day."""


class CalendarJob:
    """Watch first, read then, follow, and write last: so nothing that happens in between is missed."""

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

    async def __call__(self, about: str) -> None:
        """Make this person's calendar right."""
        person = PersonId(about)
        state = await self._runner.run(followed, person, self._clock())
        if state is None:
            return
        watching = await self._watch(state.watching)
        to_do = await self._follow(state, watching)
        for review in await self._place(person, to_do):
            await self._bring_about(state.learner, review)
        if state.watching.unreachable_at is not None:
            await self._runner.run(calendar_reached, person, self._clock())

    async def _watch(self, watching: Watching) -> Watching:
        """Prolong the watch before it ends; begin a new one when it has."""
        now, person = self._clock(), watching.person
        if not needs_renewal(watching, now=now):
            return watching
        until = now + LIFE
        watch = await self._calendar.keep_watching(person, watching.watch, until=until) if watching.watch else None
        if watch is None:
            watch = await self._calendar.watch(person, secret=watching.secret, until=until)
        return await self._runner.run(keep_watch, person, watch, now)

    async def _follow(self, state: Followed, watching: Watching) -> Sequence[Review]:
        """Read what changed and let the reviews follow, with the mark in the same commit."""
        person = watching.person
        try:
            changes = await self._calendar.changes(person, since=watching.mark, within=watching.window)
        except MarkEnded:
            watching = await self._runner.run(read_all_again, person, self._clock())
            changes = await self._calendar.changes(person, since=None, within=watching.window)
        seen = await self._look(person, state.reviews, changes, was_whole=watching.mark is None)
        return await self._runner.run(follow_calendar, person, Seen(entries=seen, mark=changes.mark), self._clock())

    async def _look(
        self, person: PersonId, reviews: Sequence[Review], changes: Changes, *, was_whole: bool
    ) -> Mapping[EntryId, Entry | None]:
        """Our entries that changed. What looks gone, and what is to be moved, is fetched before anything is done."""
        ours = {review.entry for review in reviews if review.entry is not None and review.is_open}
        to_move = {review.entry for review in reviews if review.entry in ours and review.slot != review.stood}
        seen: dict[EntryId, Entry | None] = {entry.id: entry for entry in changes.entries if entry.id in ours}
        missing = ours if was_whole else ours & (set(changes.gone) | to_move)
        for entry in sorted(missing - set(seen)):
            seen[entry] = await self._calendar.find(person, entry)
        return seen

    async def _place(self, person: PersonId, reviews: Sequence[Review]) -> list[Review]:
        """Give every review without a time a free moment, and keep it before anything is written or moved."""
        placed = [review for review in reviews if review.slot is not None or not review.is_open]
        unplaced = [review for review in reviews if review.slot is None and review.is_open]
        if not unplaced:
            return placed
        now = self._clock()
        availability = await self._calendar.availability(person, _around(unplaced, now))
        for review in unplaced:
            slot = find(review.ideal_on, LENGTH[review.kind], availability, not_before=now + NOTICE)
            placed.append(await self._runner.run(place_review, person, review.id, slot, now))
            availability = Availability(hours=availability.hours, busy=(*availability.busy, slot))
        return placed

    async def _bring_about(self, learner: Person, review: Review) -> None:
        """Write, move or remove the entry of this review. It is one that the app wrote, or none."""
        if review.entry is None:
            entry = await self._calendar.write(learner.id, self._new_entry(review, learner))
            await self._runner.run(entry_written, learner.id, review.id, entry, self._clock())
        elif not review.is_open:
            await self._calendar.remove(learner.id, review.entry)
            await self._runner.run(entry_removed, learner.id, review.id, self._clock())
        elif review.slot is not None:
            moved = await self._calendar.move(learner.id, review.entry, review.slot)
            if moved is not None:  # else it was deleted this very moment: the next reading asks about it
                await self._runner.run(entry_moved, learner.id, review.id, moved, self._clock())


def _around(reviews: Sequence[Review], now: datetime) -> Slot:
    """The stretch of calendar in which free moments for these reviews are sought."""
    days = [review.ideal_on for review in reviews]
    margin = timedelta(days=FURTHEST_DAYS + 2)
    first = datetime.combine(min(days), now.timetz()) - margin
    last = datetime.combine(max(days), now.timetz()) + margin
    return Slot(starts_at=max(first, now), ends_at=max(last, now + margin))
