"""Reviews get a moment, and then an entry in the learner's calendar."""

from __future__ import annotations

from datetime import datetime

from learning.actions.telling import refresh, tell_once
from learning.entries import Entry, Slot
from learning.messages import MessageKind
from learning.people import PersonId
from learning.review import Review, ReviewId, place, written
from learning.work import Work


def place_review(work: Work, person: PersonId, review_id: ReviewId, slot: Slot, now: datetime) -> Review:
    """Keep the free moment that was found, before the entry is written there."""
    review = work.reviews.for_learner(review_id, learner=person)
    return work.reviews.put(place(review, slot))


def entry_written(work: Work, person: PersonId, review_id: ReviewId, entry: Entry, now: datetime) -> Review:
    """Keep the entry that was written. When every review of the cycle stands, the chat says when."""
    review = work.reviews.for_learner(review_id, learner=person)
    review = work.reviews.put(written(review, entry.id, entry.slot))
    cycle = work.cycles.for_learner(review.cycle, learner=person)
    reviews = work.reviews.of_cycle(cycle.id, learner=person)
    if all(other.entry is not None or not other.is_open for other in reviews):
        tell_once(work, person, MessageKind.CYCLE, cycle.id, now=now)
        refresh(work, MessageKind.CONTRACT, cycle.contract, now=now)
    refresh(work, MessageKind.REVIEW_GONE, review.id, now=now)
    return review
