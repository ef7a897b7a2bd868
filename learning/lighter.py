"""Too heavy: what one tap makes smaller, and how it is undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from learning.contract import SHORTEST
from learning.errors import Refusal
from learning.review import Review, ReviewId, ReviewKind


class NothingSmaller(Refusal):
    """There is nothing left that could be made smaller by one tap."""


class NothingToUndo(Refusal):
    """What was made smaller has been undone, or the learner changed the contract since."""


@dataclass(frozen=True, kw_only=True)
class Lighter:
    """What the last tap made smaller: the check-ins that were left out, or else the end as it was before."""

    at: datetime
    check_ins: tuple[ReviewId, ...] = ()
    ended_on: date | None = None


def make_lighter(reviews: Sequence[Review], ends_on: date, *, today: date, now: datetime) -> tuple[Lighter, date]:
    """What becomes smaller, and the end of the cycle from now on.

    Check-ins that lie ahead are left out first. With none of those, what is left of the cycle is halved, though never
    to less than a week. Raises NothingSmaller when both are done.
    """
    ahead = tuple(review.id for review in reviews if _lies_ahead(review))
    if ahead:
        return Lighter(at=now, check_ins=ahead), ends_on
    sooner = max(today + (ends_on - today) // 2, today + SHORTEST)
    if sooner >= ends_on:
        raise NothingSmaller
    return Lighter(at=now, ended_on=ends_on), sooner


def _lies_ahead(review: Review) -> bool:
    return review.kind is ReviewKind.CHECK_IN and review.is_open and review.asked_at is None
