"""A review and its calendar entry: how the one follows the other. Pure; the values are in `learning/review.py`."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from learning.entries import Answered, Entry, EntryId, Slot
from learning.review import AlreadyHeld, Review, check_gone

LONGEST_TITLE = 255
"""Outlook takes no more."""


def begin_writing(review: Review) -> Review:
    """The review whose entry is about to be written where the review is."""
    return replace(review, stood=review.stood or review.slot)


def as_begun(review: Review) -> Review:
    """The review where its entry was begun to be written, wherever it is to be by now: a second time is no other."""
    return replace(review, slot=review.stood)


def written(review: Review, entry: Entry, *, title: str = "", now: datetime) -> Review:
    """The review with its entry, as it stands; `title` is what the app wrote over it, their own where they have one.

    A new moment that is wanted meanwhile stays wanted; but what the learner did to the entry meanwhile is followed. It
    is looked at until a reading tells of it: what is deleted before the first one, none ever tells of.
    """
    wrote_title = review.wrote_title if review.title else title
    known = renamed(replace(review, entry=entry.id, wrote_title=wrote_title, is_elsewhere=True), entry.title)
    return known if entry.slot == review.stood else follow(known, entry.slot, now=now)


def moved(review: Review, slot: Slot) -> Review:
    """The app moved the entry there."""
    return replace(review, stood=slot)


def follow(review: Review, slot: Slot, *, now: datetime) -> Review:
    """The learner moved the entry: the review is where the entry is, and that suits them.

    What was due before may come due again.
    """
    is_away = review.clash is not None and review.clash.overlaps(slot)
    return replace(
        review,
        slot=slot,
        stood=slot,
        dragged_at=now,
        asked_at=None,
        outside_at=None,
        left_there_at=now if is_away else None,
    )


def gone(review: Review, *, now: datetime) -> Review:
    """The learner deleted the entry."""
    return replace(review, gone_at=now)


def returned(review: Review) -> Review:
    """The learner took the deletion back: nothing is left to decide, and what they left out is wanted again."""
    return replace(review, gone_at=None, skipped_at=None)


def renamed(review: Review, title: str) -> Review:
    """The entry has this title. The learner's own stays theirs; called as the app called it, it has none."""
    if not title:
        return review
    return replace(review, title="" if title == review.wrote_title else title[:LONGEST_TITLE])


def made_series(review: Review, *, now: datetime) -> Review:
    """The learner made the entry recur: the review is its first time, and the app leaves all of it alone."""
    return replace(review, series_at=now)


def made_single(review: Review) -> Review:
    """The entry recurs no more."""
    return replace(review, series_at=None)


def stays(review: Review) -> Review:
    """The review stays where its entry stands, though another moment was wanted: a series is not moved."""
    return replace(review, slot=review.stood)


def stands_elsewhere(review: Review, *, is_elsewhere: bool) -> Review:
    """The entry stands where readings of the calendar do not tell of it, or no longer does."""
    return replace(review, is_elsewhere=is_elsewhere)


def replied(review: Review, guests: tuple[Answered, ...]) -> Review:
    """The guests of the entry, with what they answered."""
    return replace(review, guests=guests)


def removed(review: Review) -> Review:
    """The entry was removed. Should another be written, it is a new one, and the old one not wanted back."""
    return replace(let_go(review), former=_with_former(review))


def let_go(review: Review) -> Review:
    """The entry is the learner's alone from now on."""
    return replace(review, entry=None, stood=None, writes=review.writes + 1, is_elsewhere=False, series_at=None)


def without_former(review: Review, entry: EntryId) -> Review:
    """That former entry stands nowhere any more, or is the learner's alone."""
    return replace(review, former=tuple(each for each in review.former if each != entry))


def put_back(review: Review, *, now: datetime) -> Review:
    """The learner wants the entry back: at its old time, or, when that has passed, at a free moment."""
    check_gone(review)
    return written_anew(replace(review, gone_at=None), now=now)


def written_anew(review: Review, *, now: datetime) -> Review:
    """The review without an entry, to get a new one: at its time when that lies ahead, else at a free moment."""
    slot = review.slot if review.slot is not None and review.slot.starts_at > now else None
    return replace(removed(review), slot=slot, asked_at=None)


def reopen(review: Review, *, now: datetime) -> Review:
    """A review that was left out is to be held after all, now: its card comes at once, so it needs no entry."""
    if review.held_at is not None:
        raise AlreadyHeld
    return replace(removed(review), skipped_at=None, gone_at=None, unwanted_at=None, asked_at=now)


def _with_former(review: Review) -> tuple[EntryId, ...]:
    return review.former if review.entry is None else (*review.former, review.entry)
