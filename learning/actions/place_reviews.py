"""Reviews get a moment, and then an entry in the learner's calendar, which the app moves or removes when need be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from learning.actions.telling import defer_calendar, refresh, tell, tell_once
from learning.entries import Entry, EntryId, Slot
from learning.messages import MessageKind
from learning.people import PersonId
from learning.review import Review, ReviewId, drop, place
from learning.review_entry import begin_writing, moved, removed, without_former, written
from learning.work import Work


def open_reviews(work: Work, person: PersonId) -> Sequence[Review]:
    """Every review that this person has still to hold."""
    return work.reviews.open_of(person)


def place_review(work: Work, person: PersonId, review_id: ReviewId, slot: Slot, now: datetime) -> Review:
    """Keep the free moment that was found, and that the entry is about to be written, or moved, there."""
    review = work.reviews.for_learner(review_id, learner=person)
    return work.reviews.put(begin_writing(place(review, slot)))


def no_moment_left(work: Work, person: PersonId, review_id: ReviewId, now: datetime) -> Review:
    """Between now and the closing review there is no working time: the check-in is left out, and the chat says so."""
    review = work.reviews.put(drop(work.reviews.for_learner(review_id, learner=person), now=now))
    for kind in (MessageKind.REVIEW, MessageKind.REVIEW_GONE):
        refresh(work, kind, review.id, now=now)
    refresh(work, MessageKind.CYCLE, review.cycle, now=now)
    if review.entry is not None:
        defer_calendar(work, person, now=now)
    return review


def entry_written(
    work: Work, person: PersonId, review_id: ReviewId, entry: Entry, now: datetime, *, title: str = ""
) -> Review:
    """Keep the entry that was written under this title. When every review of the cycle stands, the chat says when."""
    begun = work.reviews.for_learner(review_id, learner=person)
    review = work.reviews.put(written(begun, entry, title=title, now=now))
    if begun.stood not in (None, entry.slot):  # the learner moved it before we knew that it stands
        tell(work, person, MessageKind.REVIEW_MOVED, review.id, now=now)
    cycle = work.cycles.for_learner(review.cycle, learner=person)
    reviews = work.reviews.of_cycle(cycle.id, learner=person)
    if all(other.entry is not None or not other.is_open for other in reviews):
        tell_once(work, person, MessageKind.CYCLE, cycle.id, now=now)
        refresh(work, MessageKind.CONTRACT, cycle.contract, now=now)
    refresh(work, MessageKind.REVIEW_GONE, review.id, now=now)
    if review.slot != review.stood or not review.is_open:
        defer_calendar(work, person, now=now)  # the learner decided otherwise while it was being written
    return review


def entry_moved(work: Work, person: PersonId, review_id: ReviewId, entry: Entry, now: datetime) -> Review:
    """Keep where the app moved the entry. It is our own doing, so the chat says nothing new."""
    review = work.reviews.for_learner(review_id, learner=person)
    review = work.reviews.put(moved(review, entry.slot))
    refresh(work, MessageKind.REVIEW_CLASH, review.id, now=now)  # there another moment was asked for
    refresh(work, MessageKind.CYCLE, review.cycle, now=now)
    return review


def entry_removed(work: Work, person: PersonId, review_id: ReviewId, entry: EntryId, now: datetime) -> Review:
    """Keep that the app removed this entry: the one of a review that is over, or one of those that it had before."""
    review = work.reviews.for_learner(review_id, learner=person)
    if review.entry != entry:
        return work.reviews.put(without_former(review, entry)) if entry in review.former else review
    review = work.reviews.put(removed(review))
    if review.is_open:
        defer_calendar(work, person, now=now)  # the learner wanted it back while it was being removed
    return review
