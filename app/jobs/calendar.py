"""Job `calendar`: bring a person's calendar and what the app keeps there together. Twice, or late, it does no harm."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from app.jobs.calendar_reading import CalendarReading
from app.jobs.company_entries import ReviewsInCompany
from app.jobs.entries import Entries
from learning.actions.calendar_closed import calendar_closed
from learning.actions.calendar_looks_empty import calendar_looks_empty
from learning.actions.calendar_unreachable import calendar_reached
from learning.actions.follow_calendar import Followed, Ours, followed, keep_watch
from learning.calendar_plan import Seen, looks_empty
from learning.entries import EntryChange, NewEntry, Watch
from learning.errors import OutsideFailure, PartRefused, SignInNeeded
from learning.people import Person, PersonId
from learning.ports import Calendar
from learning.review import Review
from learning.watching import LIFE, Watching, needs_renewal
from storage.runner import WorkRunner

log = logging.getLogger(__name__)


class CalendarJob:
    """Watch first, read then, follow, and write last: so nothing that happens in between is missed.

    `others` are the things beside reviews that have entries in calendars.
    """

    def __init__(
        self,
        runner: WorkRunner,
        calendar: Calendar,
        clock: Callable[[], datetime],
        new_entry: Callable[[Review, Person], NewEntry],
        others: Sequence[Entries] = (),
    ) -> None:
        self._runner = runner
        self._calendar = calendar
        self._clock = clock
        self._reading = CalendarReading(runner, calendar, clock)
        self._sources = (*others, ReviewsInCompany(runner, calendar, clock, new_entry))

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
        ours = Ours()
        for source in self._sources:
            ours |= await source.ours(watching.person)
        seen = await self._reading.read(watching, ours)
        if looks_empty(ours.standing, seen):
            is_believed = await self._runner.run(calendar_looks_empty, watching.person, self._clock())
            if not is_believed:
                return
        await self._bring_about(state.learner, seen)

    async def _watch(self, watching: Watching) -> Watching:
        """Confirm the watch where that is asked, prolong it before it ends, and begin a new one when it has."""
        now, person = self._clock(), watching.person
        if watching.challenged_at is not None and watching.watch and watching.watch_ends_at:
            same = Watch(id=watching.watch, ends_at=watching.watch_ends_at)
            is_there = await self._calendar.reauthorize(person, watching.watch)
            watching = await self._runner.run(keep_watch, person, same if is_there else None, now)
        if not needs_renewal(watching, now=now):
            return watching
        until = now + LIFE
        watch = await self._calendar.keep_watching(person, watching.watch, until=until) if watching.watch else None
        if watch is None:
            watch = await self._calendar.watch(person, secret=watching.secret, until=until)
        return await self._runner.run(keep_watch, person, watch, now)

    async def _bring_about(self, learner: Person, seen: Seen) -> None:
        """Write, move and remove entries in one go. What was done is kept, whatever became of the rest."""
        changes: list[tuple[Entries, str, EntryChange]] = []
        for source in self._sources:
            changes += [(source, about, change) for about, change in await source.changes(learner, seen)]
        if not changes:
            return
        outcomes = await self._calendar.bring_about(learner.id, [change for _, _, change in changes])
        failures = []
        for (source, about, change), outcome in zip(changes, outcomes, strict=True):
            if isinstance(outcome, PartRefused) and await source.leave_out(learner.id, about, change, outcome):
                log.warning("a part of an entry is left out: %s", outcome)
            elif isinstance(outcome, OutsideFailure):
                failures.append(outcome)
            else:
                await source.keep(learner.id, about, change, outcome)
        if failures:
            raise _weightiest(failures)


def _weightiest(failures: Sequence[OutsideFailure]) -> OutsideFailure:
    """What has to be said of all of these: the right first, and then who may be tried again, after the longest wait."""
    return max(
        failures,
        key=lambda one: (isinstance(one, SignInNeeded), not one.permanent, one.retry_after or timedelta()),
    )
