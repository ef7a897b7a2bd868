"""The calendar says what stands in it: reviews follow, what is gone is asked about, what must go out is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from learning.actions.telling import refresh, tell
from learning.calendar_plan import Arrived, AskAboutGone, FindMoment, Follow, Move, Remove, Step, Write, compare
from learning.entries import Entry, EntryId, Watch
from learning.errors import NotHere
from learning.messages import MessageKind
from learning.people import Person, PersonId
from learning.review import Review, begin_writing, follow, gone, moved
from learning.watching import Watching, ended, read, start_over, watched
from learning.work import Work


@dataclass(frozen=True, kw_only=True)
class Followed:
    """One person's calendar as we follow it, the reviews still to be held, and those whose entry is to be removed."""

    learner: Person
    watching: Watching
    reviews: Sequence[Review]


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What was read: entries as they stand, None for one that is certainly gone, and the mark to read on from."""

    entries: Mapping[EntryId, Entry | None]
    mark: str


def followed(work: Work, person: PersonId, now: datetime) -> Followed | None:
    """What we follow for this person. With no review left to hold we stop following, and the answer is None."""
    watching = work.watchings.of(person)
    reviews = _reviews(work, person)
    if watching is not None and not reviews:
        work.watchings.remove(person)
        refresh(work, MessageKind.CONNECTION, person, now=now)
    if watching is None or not reviews:
        return None
    return Followed(learner=work.people.get(person), watching=watching, reviews=reviews)


def keep_watch(work: Work, person: PersonId, watch: Watch | None, now: datetime) -> Watching:
    """Keep the watch that tells us of changes; None says that it ended."""
    watching = _watching(work, person)
    return work.watchings.put(watched(watching, watch) if watch else ended(watching))


def read_all_again(work: Work, person: PersonId, now: datetime) -> Watching:
    """The mark ended: the next reading starts over."""
    watching = _watching(work, person)
    return work.watchings.put(start_over(watching, watching.window))


def follow_calendar(work: Work, person: PersonId, seen: Seen, now: datetime) -> list[Review]:
    """Let the reviews follow, keep the mark with it, and return those whose entry we write, move or remove."""
    work.watchings.put(read(_watching(work, person), mark=seen.mark, now=now))
    reviews = {review.id: review for review in _reviews(work, person)}
    to_do = []
    for step in compare(reviews.values(), seen.entries):
        review = reviews[step.review]
        if isinstance(step, Write):
            to_do.append(work.reviews.put(begin_writing(review)))
        elif isinstance(step, FindMoment | Move | Remove):
            to_do.append(review)
        else:
            _take_step(work, review, step, now)
    return to_do


def _reviews(work: Work, person: PersonId) -> Sequence[Review]:
    return [*work.reviews.open_of(person), *work.reviews.unwanted_of(person)]


def _take_step(work: Work, review: Review, step: Step, now: datetime) -> None:
    match step:
        case Follow(slot=slot):
            work.reviews.put(follow(review, slot, now=now))
            _tell_moved_once(work, review, now)
        case Arrived(slot=slot):
            work.reviews.put(moved(review, slot))
        case AskAboutGone():
            work.reviews.put(gone(review, now=now))
            tell(work, review.learner, MessageKind.REVIEW_GONE, review.id, now=now)
    refresh(work, MessageKind.CYCLE, review.cycle, now=now)


def _tell_moved_once(work: Work, review: Review, now: datetime) -> None:
    """A review that is dragged again before the chat could say so is told once, with the newer time."""
    unsaid = [m for m in work.messages.about(MessageKind.REVIEW_MOVED, review.id) if m.sent is None and m.is_due]
    if not unsaid:
        tell(work, review.learner, MessageKind.REVIEW_MOVED, review.id, now=now)


def _watching(work: Work, person: PersonId) -> Watching:
    watching = work.watchings.of(person)
    if watching is None:
        raise NotHere
    return watching
