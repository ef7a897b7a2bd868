"""The cycle: the stretch of time in which a contract is worked on, and the days on which it is looked at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NewType

from learning.contract import ContractId
from learning.errors import Refusal
from learning.lighter import Lighter
from learning.people import PersonId, today_in
from learning.review import ReviewKind

CycleId = NewType("CycleId", str)

WEEKS_BETWEEN_REVIEWS = 4


PAUSE_MOVES_END_AFTER = timedelta(weeks=1)
"""A pause that was longer than this moves the end by its length."""
SHORTEST_REST = timedelta(days=1)
LONGEST_REST = timedelta(days=366)


class CycleClosed(Refusal):
    """The cycle is over."""


class PausedAlready(Refusal):
    """The cycle is paused."""


class NotPaused(Refusal):
    """The cycle is not paused, so there is nothing to resume."""


class RestTooShort(Refusal):
    """A rest takes a day at least."""


class RestTooLong(Refusal):
    """A rest takes a year at most."""


@dataclass(frozen=True, kw_only=True)
class Cycle:
    """A contract's cycle. It ends on a day; it is closed by the closing review.

    `rest_ends_on` is the day on which the next draft comes, when the learner wanted to rest first; `woken_at` says when
    that draft was written. `lighter` is what the last "too heavy" made smaller, as long as it can be undone.
    """

    id: CycleId
    contract: ContractId
    learner: PersonId
    opened_at: datetime
    ends_on: date
    closed_at: datetime | None = None
    paused_at: datetime | None = None
    rest_ends_on: date | None = None
    woken_at: datetime | None = None
    lighter: Lighter | None = None
    version: int = 1


@dataclass(frozen=True, kw_only=True)
class Rest:
    """Somebody's rest after this cycle of theirs: the day on which it ends, and the zone by which that day is told."""

    cycle: CycleId
    learner: PersonId
    ends_on: date
    zone: str

    def is_over(self, now: datetime) -> bool:
        """Whether its last day has come, where the learner is."""
        return today_in(self.zone, now) >= self.ends_on


@dataclass(frozen=True, kw_only=True)
class ReviewDay:
    """A review that a cycle wants, and the day that would suit it best."""

    kind: ReviewKind
    ideal_on: date


def review_days(opened_on: date, ends_on: date) -> tuple[ReviewDay, ...]:
    """A check-in about every four weeks and a closing review at the end; a short cycle has the closing review alone."""
    length = ends_on - opened_on
    stretches = max(1, round(length / timedelta(weeks=WEEKS_BETWEEN_REVIEWS)))
    check_ins = tuple(
        ReviewDay(kind=ReviewKind.CHECK_IN, ideal_on=opened_on + timedelta(days=length.days * number // stretches))
        for number in range(1, stretches)
    )
    return (*check_ins, ReviewDay(kind=ReviewKind.CLOSING, ideal_on=ends_on))


def close(cycle: Cycle, *, now: datetime) -> Cycle:
    """The cycle after its closing review."""
    check_running(cycle)
    return replace(cycle, closed_at=now, paused_at=None)


def check_running(cycle: Cycle) -> None:
    """Raise CycleClosed when its closing review was held."""
    if cycle.closed_at is not None:
        raise CycleClosed


def pause(cycle: Cycle, *, now: datetime) -> Cycle:
    """The cycle, at rest until the learner goes on."""
    check_running(cycle)
    if cycle.paused_at is not None:
        raise PausedAlready
    return replace(cycle, paused_at=now)


def resume(cycle: Cycle, *, now: datetime) -> Cycle:
    """The cycle, going on. After a pause of more than a week it ends as much later."""
    check_running(cycle)
    if cycle.paused_at is None:
        raise NotPaused
    length = now - cycle.paused_at
    later = timedelta(days=length.days) if length > PAUSE_MOVES_END_AFTER else timedelta()
    return replace(cycle, paused_at=None, ends_on=cycle.ends_on + later, lighter=None if later else cycle.lighter)


def rest(cycle: Cycle, until: date, *, today: date) -> Cycle:
    """The cycle whose next draft comes on that day."""
    if until < today + SHORTEST_REST:
        raise RestTooShort("rest_until", earliest=today + SHORTEST_REST)
    if until > today + LONGEST_REST:
        raise RestTooLong("rest_until", latest=today + LONGEST_REST)
    return replace(cycle, rest_ends_on=until)


def wake(cycle: Cycle, *, now: datetime) -> Cycle:
    """The cycle whose next draft has been written."""
    return replace(cycle, woken_at=now)
