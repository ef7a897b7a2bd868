"""When companions are free, as far as the calendar service says so to the learner."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

from learning.actions.invitations import InCompany, in_company
from learning.companion import guests_of
from learning.entries import Guest, Slot
from learning.errors import OutsideFailure, SignInNeeded
from learning.free_moments import FURTHEST_DAYS
from learning.people import PersonId
from learning.placing import ALONE, Beside
from learning.ports import Calendar
from learning.review import LENGTH, Review, ReviewId
from storage.runner import WorkRunner

log = logging.getLogger(__name__)


class CompanionsFree:
    """Asks for times that suit everybody, and, where there is no answer, for everybody's free time."""

    def __init__(self, runner: WorkRunner, calendar: Calendar) -> None:
        self._runner = runner
        self._calendar = calendar

    async def __call__(self, person: PersonId, unplaced: Sequence[Review], now: datetime) -> Mapping[ReviewId, Beside]:
        """When those can come who are invited to these reviews of this person's."""
        company = await self._runner.run(in_company, person, None, now)
        suggestions = _Suggestions(self._calendar)
        return {
            review.id: await self._beside(person, review, company[review.id], suggestions, now)
            for review in unplaced
            if review.id in company
        }

    async def _beside(
        self, person: PersonId, review: Review, found: InCompany, suggestions: _Suggestions, now: datetime
    ) -> Beside:
        """A calendar service that will not say does not keep the review from its moment."""
        people = {each.person: each.guest for each in found.company.invited if each.guest is not None}
        people = {each: guest for each, guest in people.items() if guest in guests_of(found.company, review.id)}
        if not people:
            return ALONE
        try:
            return await self._free(person, review, people, suggestions, now)
        except OutsideFailure as failure:
            if isinstance(failure, SignInNeeded) or not failure.permanent:
                raise
            log.info("a moment is sought without the companions' free time: %s", failure)
            return ALONE

    async def _free(
        self,
        person: PersonId,
        review: Review,
        people: Mapping[PersonId, Guest],
        suggestions: _Suggestions,
        now: datetime,
    ) -> Beside:
        guests = list(people.values())
        near = _near(review, now)
        if near is not None and (suggested := await suggestions.of(person, guests, LENGTH[review.kind], near)):
            return Beside(suggested=suggested)
        free = await self._calendar.availability_of(person, guests, _around(review, now))
        return Beside(free={each: free[guest.address] for each, guest in people.items() if guest.address in free})


class _Suggestions:
    """The times that the calendar service suggests in one run of the job. Once it gave no answer it is asked no more.

    What goes wrong here goes wrong for nothing else: everybody's free time says the same.
    """

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._is_silent = False

    async def of(
        self, person: PersonId, guests: Sequence[Guest], length: timedelta, near: Slot
    ) -> Sequence[Slot] | None:
        """Times of this length at which all can come; None where nobody seeks for us."""
        if self._is_silent:
            return None
        try:
            suggested = await self._calendar.suggest(person, guests, length, near)
        except SignInNeeded:
            raise
        except OutsideFailure as failure:
            log.info("no times are suggested: %s", failure)
            suggested = None
        self._is_silent = suggested is None
        return suggested


def _near(review: Review, now: datetime) -> Slot | None:
    """The days around the one that would suit best, as far as they lie ahead."""
    return _days(review, timedelta(days=5), now)


def _around(review: Review, now: datetime) -> Slot:
    """The stretch of calendar in which a free moment is sought."""
    margin = timedelta(days=FURTHEST_DAYS + 2)
    return _days(review, margin, now) or Slot(starts_at=now, ends_at=now + margin)


def _days(review: Review, margin: timedelta, now: datetime) -> Slot | None:
    ideal = datetime.combine(review.ideal_on, time(12), now.tzinfo)
    first, last = max(ideal - margin, now), ideal + margin
    return Slot(starts_at=first, ends_at=last) if first < last else None
