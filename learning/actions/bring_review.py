"""The learner holds a review before its time: the next one, or the closing review to stop the cycle early."""

from __future__ import annotations

from datetime import date, datetime

from learning.actions.telling import bring, refresh
from learning.cycle import CycleId, check_running
from learning.errors import NotHere
from learning.messages import MessageKind
from learning.people import PersonId
from learning.review import Review, ReviewKind
from learning.review_entry import reopen
from learning.work import Work


def find_review(work: Work, actor: PersonId, now: datetime) -> Review | None:
    """Bring the card of the review that is due or comes next; None when there is none left."""
    cycle = work.cycles.newest_running(actor)
    reviews = work.reviews.of_cycle(cycle.id, learner=actor) if cycle else ()
    still_open = sorted((review for review in reviews if review.is_open), key=_when)
    if not still_open:
        return None
    bring(work, actor, MessageKind.REVIEW, still_open[0].id, now=now)
    return still_open[0]


def stop_early(work: Work, cycle_id: CycleId, actor: PersonId, now: datetime) -> Review:
    """Bring the closing review now. Until it is held the cycle runs on; asking twice brings it once."""
    cycle = work.cycles.for_learner(cycle_id, learner=actor)
    check_running(cycle)
    reviews = work.reviews.of_cycle(cycle.id, learner=actor)
    closing = next((review for review in reviews if review.kind is ReviewKind.CLOSING), None)
    if closing is None:
        raise NotHere
    if not closing.is_open:
        closing = work.reviews.put(reopen(closing, now=now))
        refresh(work, MessageKind.REVIEW_GONE, closing.id, now=now)
        refresh(work, MessageKind.CYCLE, cycle.id, now=now)
    bring(work, actor, MessageKind.REVIEW, closing.id, now=now)
    return closing


def _when(review: Review) -> tuple[date, bool]:
    day = review.slot.starts_at.date() if review.slot else review.ideal_on
    return day, review.kind is ReviewKind.CLOSING
