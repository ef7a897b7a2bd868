"""Job `calendar`: bring a person's reviews and their calendar together. Running it twice, or late, does no harm."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from learning.actions.calendar_closed import calendar_closed
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
from learning.entries import Changes, Entry, EntryChange, EntryId, MoveEntry, NewEntry, RemoveEntry, Slot
from learning.errors import MarkEnded, OutsideFailure, SignInNeeded
from learning.free_moments import FURTHEST_DAYS, NOTICE, find
from learning.people import Person, PersonId
from learning.ports import Calendar
from learning.review import LENGTH, Review, ReviewId, as_begun
from learning.watching import LIFE, Watching, needs_renewal
from storage.runner import WorkRunner


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
        try:
            await self._bring_together(state)
        except SignInNeeded as needed:  # trying again is of no use; the next reading in a few hours finds out
            await self._runner.run(calendar_closed, person, needed.why, needed.claims, self._clock())
            return
        if state.watching.unreachable_at is not None:
            await self._runner.run(calendar_reached, person, self._clock())

    async def _bring_together(self, state: Followed) -> None:
        watching = await self._watch(state.watching)
        to_do = await self._follow(state, watching)
        await self._bring_about(state.learner, await self._place(state, to_do))

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

    async def _place(self, state: Followed, reviews: Sequence[Review]) -> list[Review]:
        """Give every review without a time a free moment, and keep it before anything is written or moved."""
        unplaced = [each for each in reviews if each.slot is None and each.is_open and not each.is_half_written]
        placed = [each for each in reviews if each not in unplaced]
        if not unplaced:
            return placed
        now, person = self._clock(), state.learner.id
        availability = await self._calendar.availability(person, _around(unplaced, now))
        others = [review.slot for review in state.reviews if review.slot is not None and review.is_open]
        for review in unplaced:
            slot = find(review.ideal_on, LENGTH[review.kind], availability, not_before=now + NOTICE, reviews=others)
            placed.append(await self._runner.run(place_review, person, review.id, slot, now))
            others.append(slot)
        return placed

    async def _bring_about(self, learner: Person, reviews: Sequence[Review]) -> None:
        """Write, move and remove entries in one go. What was done is kept, whatever became of the rest."""
        changes = {review.id: change for review in reviews if (change := self._change(learner, review)) is not None}
        if not changes:
            return
        outcomes = await self._calendar.bring_about(learner.id, list(changes.values()))
        failures = []
        for (review, change), outcome in zip(changes.items(), outcomes, strict=True):
            if isinstance(outcome, OutsideFailure):
                failures.append(outcome)
            else:
                await self._keep(learner.id, review, change, outcome)
        if failures:
            raise _weightiest(failures)

    def _change(self, learner: Person, review: Review) -> EntryChange | None:
        """What is to become of the entry of this review. It is one that the app wrote, or none."""
        if review.entry is None:
            return self._new_entry(as_begun(review), learner)
        if not review.is_open:
            return RemoveEntry(entry=review.entry)
        return None if review.slot is None else MoveEntry(entry=review.entry, slot=review.slot)

    async def _keep(self, learner: PersonId, review: ReviewId, change: EntryChange, entry: Entry | None) -> None:
        now = self._clock()
        if isinstance(change, RemoveEntry):
            await self._runner.run(entry_removed, learner, review, now)
        elif entry is not None:  # else it was deleted this very moment: the next reading asks about it
            kept = entry_written if isinstance(change, NewEntry) else entry_moved
            await self._runner.run(kept, learner, review, entry, now)


def _weightiest(failures: Sequence[OutsideFailure]) -> OutsideFailure:
    """What has to be said of all of these: the right first, and then who may be tried again, after the longest wait."""
    return max(
        failures,
        key=lambda one: (isinstance(one, SignInNeeded), not one.permanent, one.retry_after or timedelta()),
    )


def _around(reviews: Sequence[Review], now: datetime) -> Slot:
    """The stretch of calendar in which free moments for these reviews are sought."""
    days = [review.ideal_on for review in reviews]
    margin = timedelta(days=FURTHEST_DAYS + 2)
    first = datetime.combine(min(days), now.timetz()) - margin
    last = datetime.combine(max(days), now.timetz()) + margin
    return Slot(starts_at=max(first, now), ends_at=max(last, now + margin))
