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
    if all(
        other.entry is not None or not other.is_open for other in work.reviews.of_cycle(review.cycle, learner=person)
    ):
        tell_once(work, person, MessageKind.CYCLE, review.cycle, now=now)
    refresh(work, MessageKind.REVIEW_GONE, review.id, now=now)
    return review
