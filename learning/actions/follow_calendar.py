"""The calendar says what stands in it: reviews follow, what is gone is asked about, what must go out is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from learning.actions.connections import refresh_reviews
from learning.actions.take_step import take_step
from learning.actions.telling import refresh
from learning.calendar_plan import Seen, compare
from learning.calendar_steps import FindMoment, Move, Remove, RemoveFormer, Write
from learning.clash import hours_text, is_asked_over_away
from learning.entries import EntryId, Slot, Watch, WorkingHours
from learning.errors import NotHere
from learning.messages import MessageKind
from learning.people import Person, PersonId
from learning.review import Review, ReviewId
from learning.review_entry import begin_writing
from learning.watching import Watching, ended, read, start_over, watched, with_hours
from learning.work import Work

_SOON = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Followed:
    """One person's calendar as we follow it, the reviews still to be held, and those whose entry is to be removed."""

    learner: Person
    watching: Watching
    reviews: Sequence[Review]


@dataclass(frozen=True, kw_only=True)
class Ours:
    """The entries in one person's calendar that are there for one kind of thing.

    `standing` is what stands as far as we know: where the calendar reports one as gone, or does not tell of it in a
    whole reading, it is looked for. Those in `looked_at` are looked for anyway, some of which we do not expect to
    stand. Nor do we expect those in `former`: they matter only where the calendar tells of them. `asked_over` are the
    moments about which the person was asked since they are out of office then: whether they still are is looked at.
    """

    standing: frozenset[EntryId] = frozenset()
    looked_at: frozenset[EntryId] = frozenset()
    former: frozenset[EntryId] = frozenset()
    asked_over: frozenset[Slot] = frozenset()

    def __or__(self, other: Ours) -> Ours:
        """Both together."""
        return Ours(
            standing=self.standing | other.standing,
            looked_at=self.looked_at | other.looked_at,
            former=self.former | other.former,
            asked_over=self.asked_over | other.asked_over,
        )


@dataclass(frozen=True, kw_only=True)
class ToDo:
    """The reviews whose entry we write, move or remove, and the former entries, with their review, that we remove."""

    reviews: Sequence[Review] = ()
    former: Sequence[tuple[ReviewId, EntryId]] = ()


def followed(work: Work, person: PersonId, now: datetime) -> Followed | None:
    """What we follow for this person. With nothing left that is to come we stop following, and the answer is None."""
    watching = work.watchings.of(person)
    reviews = _reviews(work, person)
    is_over = not reviews and not _has_appointments(work, person, now)
    if watching is not None and is_over:
        work.watchings.remove(person)
        refresh(work, MessageKind.CONNECTION, person, now=now)
    if watching is None or is_over:
        return None
    return Followed(learner=work.people.get(person), watching=watching, reviews=reviews)


def entries_of_reviews(work: Work, person: PersonId, now: datetime) -> Ours:
    """The entries of this person's reviews.

    What begins soon, or is about to be touched by us, is looked at anyway; so is what readings do not tell of, and what
    was deleted and may be brought back to where they do not.
    """
    watching = _watching(work, person)
    standing: set[EntryId] = set()
    looked_at: set[EntryId] = set()
    asked_over: set[Slot] = set()
    for review in _with_left_out(work, person):
        looked_at.update(review.former)
        if review.slot is not None and is_asked_over_away(review, now=now):
            asked_over.add(review.slot)
        if review.entry is None:
            continue
        is_standing = review.unwanted_at is None and review.gone_at is None
        if is_standing:
            standing.add(review.entry)
        is_outside = review.is_elsewhere or (review.stood is not None and not review.stood.overlaps(watching.window))
        if not is_standing or is_outside or review.slot != review.stood or _begins_soon(review, now):
            looked_at.add(review.entry)
    return Ours(standing=frozenset(standing), looked_at=frozenset(looked_at), asked_over=frozenset(asked_over))


def keep_watch(work: Work, person: PersonId, watch: Watch | None, now: datetime) -> Watching:
    """Keep the watch that tells us of changes; None says that it ended."""
    watching = _watching(work, person)
    return work.watchings.put(watched(watching, watch) if watch else ended(watching))


def read_all_again(work: Work, person: PersonId, now: datetime) -> Watching:
    """The mark ended: the next reading starts over."""
    watching = _watching(work, person)
    return work.watchings.put(start_over(watching, watching.window))


def follow_calendar(work: Work, person: PersonId, seen: Seen, now: datetime) -> ToDo:
    """Let the reviews follow, keep the mark with it, and return what we write, move or remove."""
    new_hours = _keep_reading(work, person, seen, now)
    reviews = {review.id: review for review in _with_left_out(work, person)}
    to_do: list[ReviewId] = []
    former = []
    for step in compare(reviews.values(), seen, now=now, new_hours=new_hours):
        match step:
            case RemoveFormer(review=review, entry=entry):
                former.append((review, entry))
            case FindMoment() | Move() | Remove():
                to_do.append(step.review)
            case Write():
                reviews[step.review] = work.reviews.put(begin_writing(reviews[step.review]))
                to_do.append(step.review)
            case _:
                reviews[step.review] = take_step(work, reviews[step.review], step, now)
    return ToDo(reviews=[reviews[each] for each in to_do], former=former)


def _keep_reading(work: Work, person: PersonId, seen: Seen, now: datetime) -> WorkingHours | None:
    """Keep how far the calendar was read and when its person works; the answer is their hours if these are new."""
    watching = _watching(work, person)
    if watching.empty_since is not None:
        refresh(work, MessageKind.CONNECTION, person, now=now)  # its entries are there again, or are believed gone
    before, reading = watching.hours, read(watching, mark=seen.mark, now=now)
    if seen.hours is None:
        work.watchings.put(reading)
        return None
    text = hours_text(seen.hours)
    work.watchings.put(with_hours(reading, text, now=now))
    if before in ("", text):
        return None
    if not before.startswith(f"{seen.hours.zone} "):
        work.people.put(replace(work.people.get(person), zone=seen.hours.zone))
        refresh_reviews(work, person, now)
    return seen.hours


def _begins_soon(review: Review, now: datetime) -> bool:
    return review.slot is not None and now <= review.slot.starts_at <= now + _SOON


def _has_appointments(work: Work, person: PersonId, now: datetime) -> bool:
    """Whether something besides reviews is still to come, or to leave the calendar."""
    return any(each.unwanted_at or each.lies_ahead(now) for each in work.appointments.to_follow(person))


def _reviews(work: Work, person: PersonId) -> Sequence[Review]:
    return [*work.reviews.open_of(person), *work.reviews.unwanted_of(person)]


def _with_left_out(work: Work, person: PersonId) -> Sequence[Review]:
    """With those that were deleted and left out: brought back by hand, they are wanted again."""
    return [*_reviews(work, person), *work.reviews.left_out_of(person)]


def _watching(work: Work, person: PersonId) -> Watching:
    watching = work.watchings.of(person)
    if watching is None:
        raise NotHere
    return watching
