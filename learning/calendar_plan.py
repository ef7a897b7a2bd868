"""Compares what should stand in a learner's calendar with what does: a list of steps, nothing done yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from learning.entries import Entry, EntryId, Slot
from learning.review import Review, ReviewId


@dataclass(frozen=True, kw_only=True)
class Follow:
    """The learner moved the entry: the review goes along."""

    review: ReviewId
    slot: Slot


@dataclass(frozen=True, kw_only=True)
class AskAboutGone:
    """The learner deleted the entry: ask what it means. It is never put back unasked."""

    review: ReviewId


@dataclass(frozen=True, kw_only=True)
class FindMoment:
    """The review has no time yet."""

    review: ReviewId


@dataclass(frozen=True, kw_only=True)
class Write:
    """Its entry is not written, or may be though we do not know its id: the same key gives the one there is."""

    review: ReviewId


@dataclass(frozen=True, kw_only=True)
class Move:
    """The review is to be elsewhere than its entry stands: the app moves the entry."""

    review: ReviewId


@dataclass(frozen=True, kw_only=True)
class Arrived:
    """The entry stands where the app moved it, though nobody could say so before."""

    review: ReviewId
    slot: Slot


@dataclass(frozen=True, kw_only=True)
class Remove:
    """The review is over before its time: the app removes the entry."""

    review: ReviewId


Step = Follow | AskAboutGone | FindMoment | Write | Move | Arrived | Remove


def compare(kept: Iterable[Review], seen: Mapping[EntryId, Entry | None]) -> list[Step]:
    """The steps that bring the reviews and the calendar together.

    `seen` holds the entries that were looked at: as they stand, or None for one that is certainly gone. What was not
    looked at has not changed.
    """
    return [step for review in kept if (step := _step(review, seen)) is not None]


def _step(review: Review, seen: Mapping[EntryId, Entry | None]) -> Step | None:
    if not review.is_open:
        return _over(review)
    if review.gone_at is not None:
        return None  # the learner was asked; only their answer goes on
    if review.entry is None:
        return _unwritten(review)
    entry = seen.get(review.entry)
    if entry is None and review.entry in seen:
        return AskAboutGone(review=review.id)
    return _standing(review, entry.slot if entry else review.stood)


def _over(review: Review) -> Step | None:
    if review.unwanted_at is None:
        return None  # what has passed stays, as what happened
    if review.is_half_written:
        return Write(review=review.id)  # so that we know what is to be removed
    return None if review.entry is None else Remove(review=review.id)


def _unwritten(review: Review) -> Step | None:
    if review.is_half_written:
        return Write(review=review.id)  # where it was begun; then it can be moved to where it is wanted by now
    if review.asked_at is not None:
        return None  # its card is in the chat already: too late for an entry
    return FindMoment(review=review.id) if review.slot is None else Write(review=review.id)


def _standing(review: Review, stands: Slot | None) -> Step | None:
    """What follows from the place of an entry: `slot` is our wish, `stood` where we last knew it."""
    if stands is not None and stands not in (review.slot, review.stood):
        return Follow(review=review.id, slot=stands)  # the learner's hand, also when we were about to move it
    if review.slot is None:
        return FindMoment(review=review.id)  # a new moment is wanted; the entry is moved there
    if stands != review.slot:
        return Move(review=review.id)  # it has not been moved yet by us
    if stands != review.stood:
        return Arrived(review=review.id, slot=stands)  # moved by us, just before a crash: nothing to tell
    return None
