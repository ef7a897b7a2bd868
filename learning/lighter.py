"""Too heavy: what one tap makes smaller, and how it is undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from learning.entries import Slot
from learning.errors import Refusal
from learning.goal import Goal
from learning.review import Review, ReviewId, ReviewKind
from learning.terms import SHORTEST


class NothingSmaller(Refusal):
    """There is nothing left that could be made smaller by one tap."""


class NothingToUndo(Refusal):
    """What was made smaller has been undone, or the learner changed the contract since."""


@dataclass(frozen=True, kw_only=True)
class Lighter:
    """What the last tap made smaller: goals that were put off, by number, or check-ins that were left out, or the end.

    `ended_on` is the end as it was before, and `by_hand` where the learner had placed the closing review.
    """

    at: datetime
    goals: tuple[int, ...] = ()
    check_ins: tuple[ReviewId, ...] = ()
    ended_on: date | None = None
    by_hand: Slot | None = None


def make_lighter(
    goals: Sequence[Goal], reviews: Sequence[Review], ends_on: date, *, today: date, now: datetime
) -> tuple[Lighter, date]:
    """What becomes smaller, and the end of the cycle from now on.

    Of several goals all but the first are put off, before anything else. Then check-ins that lie ahead are left out.
    With none of those, what is left of the cycle is halved, though never to less than a week. Raises NothingSmaller
    when all of this is done.
    """
    if len(goals) > 1:
        return Lighter(at=now, goals=tuple(goal.number for goal in goals[1:])), ends_on
    ahead = tuple(review.id for review in reviews if _lies_ahead(review))
    if ahead:
        return Lighter(at=now, check_ins=ahead), ends_on
    sooner = max(today + (ends_on - today) // 2, today + SHORTEST)
    if sooner >= ends_on:
        raise NothingSmaller
    by_hand = next((each.slot for each in reviews if each.kind is ReviewKind.CLOSING and each.dragged_at), None)
    return Lighter(at=now, ended_on=ends_on, by_hand=by_hand), sooner


def _lies_ahead(review: Review) -> bool:
    return review.kind is ReviewKind.CHECK_IN and review.is_open and review.asked_at is None
