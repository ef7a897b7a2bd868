"""The cycle: the stretch of time in which a contract is worked on, and the days on which it is looked at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NewType

from learning.contract import ContractId
from learning.errors import Refusal
from learning.people import PersonId
from learning.review import ReviewKind

CycleId = NewType("CycleId", str)

WEEKS_BETWEEN_REVIEWS = 4


class CycleClosed(Refusal):
    """The cycle is over."""


@dataclass(frozen=True, kw_only=True)
class Cycle:
    """A contract's cycle. It ends on a day; it is closed by the closing review."""

    id: CycleId
    contract: ContractId
    learner: PersonId
    opened_at: datetime
    ends_on: date
    closed_at: datetime | None = None
    version: int = 1


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
    if cycle.closed_at is not None:
        raise CycleClosed
    return replace(cycle, closed_at=now)
