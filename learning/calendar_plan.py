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
    """The review has a time, but its entry is not written."""

    review: ReviewId


Step = Follow | AskAboutGone | FindMoment | Write


def compare(kept: Iterable[Review], seen: Mapping[EntryId, Entry | None]) -> list[Step]:
    """The steps that bring the reviews and the calendar together.

    `seen` holds the entries that were looked at: as they stand, or None for one that is certainly gone. What was not
    looked at has not changed.
    """
    return [step for review in kept if review.is_open and (step := _step(review, seen)) is not None]


def _step(review: Review, seen: Mapping[EntryId, Entry | None]) -> Step | None:
    if review.gone_at is not None:
        return None  # the learner was asked; only their answer goes on
    if review.entry is None:
        return FindMoment(review=review.id) if review.slot is None else Write(review=review.id)
    if review.entry not in seen:
        return None
    entry = seen[review.entry]
    if entry is None:
        return AskAboutGone(review=review.id)
    return Follow(review=review.id, slot=entry.slot) if entry.slot != review.slot else None
