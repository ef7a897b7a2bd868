"""Reviews: the moments in the calendar at which a cycle is looked at, and what the learner writes at them."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NewType

from learning.contract import check_length
from learning.entries import EntryId, Slot
from learning.errors import Refusal
from learning.people import PersonId

if TYPE_CHECKING:
    from learning.cycle import CycleId

ReviewId = NewType("ReviewId", str)


class ReviewKind(StrEnum):
    """A check-in on the way, or the closing review at the end."""

    CHECK_IN = "check_in"
    CLOSING = "closing"


class Outcome(StrEnum):
    """What became of a goal. No score."""

    REACHED = "reached"
    PARTLY = "partly"
    CHANGED = "changed"
    LET_GO = "let_go"


class GoingOn(StrEnum):
    """How the learner goes on: with the same goal, a changed one, or a new one."""

    KEEP = "keep"
    CHANGE = "change"
    NEW = "new"


LENGTH = {ReviewKind.CHECK_IN: timedelta(minutes=30), ReviewKind.CLOSING: timedelta(minutes=60)}


class ReviewEmpty(Refusal):
    """Nothing was written at the review."""


class AlreadyHeld(Refusal):
    """This review has been held."""


class ReviewSkipped(Refusal):
    """The learner left this review out."""


class NextGoalMissing(Refusal):
    """A changed or new goal needs words to write the next draft from."""


class OutcomeMissing(Refusal):
    """A closing review says what became of the goal."""


class NothingToDecide(Refusal):
    """The review stands in the calendar; there is nothing to put back or leave out."""


@dataclass(frozen=True, kw_only=True)
class CheckInAnswers:
    """The four questions of a check-in."""

    did: str = ""
    moved: str = ""
    holding_back: str = ""
    next_step: str = ""


@dataclass(frozen=True, kw_only=True)
class ClosingAnswers:
    """The questions of a closing review, and how the learner goes on."""

    outcome: Outcome
    happened: str = ""
    why: str = ""
    take_away: str = ""
    going_on: GoingOn = GoingOn.KEEP
    next_goal: str = ""


@dataclass(frozen=True, kw_only=True)
class Review:
    """A review of a cycle.

    `slot` is None until a free moment was found; `entry` is its calendar entry once written. `gone_at` says when the
    learner deleted the entry; until they answer what that means, the review waits. `writes` counts the entries
    written for it, since each one needs a key of its own.
    """

    id: ReviewId
    cycle: CycleId
    learner: PersonId
    kind: ReviewKind
    ideal_on: date
    slot: Slot | None = None
    entry: EntryId | None = None
    writes: int = 0
    gone_at: datetime | None = None
    asked_at: datetime | None = None
    held_at: datetime | None = None
    skipped_at: datetime | None = None
    answers: CheckInAnswers | ClosingAnswers | None = None
    version: int = 1

    @property
    def is_open(self) -> bool:
        """Whether it is still to be held."""
        return self.held_at is None and self.skipped_at is None

    @property
    def entry_key(self) -> str:
        """The key under which its next entry is written."""
        return f"{self.id}-{self.writes}"


def place(review: Review, slot: Slot) -> Review:
    """The review at this moment, not yet written into the calendar."""
    return replace(review, slot=slot)


def written(review: Review, entry: EntryId, slot: Slot) -> Review:
    """The review with its entry as it stands in the calendar."""
    return replace(review, entry=entry, slot=slot)


def follow(review: Review, slot: Slot) -> Review:
    """The learner moved the entry: the review is where the entry is. What was due before may come due again."""
    return replace(review, slot=slot, asked_at=None)


def gone(review: Review, *, now: datetime) -> Review:
    """The learner deleted the entry."""
    return replace(review, gone_at=now)


def put_back(review: Review, *, now: datetime) -> Review:
    """The learner wants the entry back: at its old time, or, when that has passed, at a free moment."""
    _check_gone(review)
    slot = review.slot if review.slot is not None and review.slot.starts_at > now else None
    return replace(review, slot=slot, entry=None, gone_at=None, writes=review.writes + 1)


def leave_out(review: Review, *, now: datetime) -> Review:
    """The learner wants this review no more."""
    _check_gone(review)
    return replace(review, skipped_at=now)


def hold(review: Review, answers: CheckInAnswers | ClosingAnswers, *, now: datetime) -> Review:
    """The review with what the learner wrote at it."""
    check_open(review)
    texts = {f.name: getattr(answers, f.name) for f in fields(answers)}
    for name, text in texts.items():
        check_length(name, text)
    if isinstance(answers, CheckInAnswers) and not any(texts.values()):
        raise ReviewEmpty("did")
    if isinstance(answers, ClosingAnswers) and answers.going_on is not GoingOn.KEEP and not answers.next_goal:
        raise NextGoalMissing("next_goal")
    return replace(review, answers=answers, held_at=now)


def check_open(review: Review) -> None:
    """Raise the Refusal that says why this review is over."""
    if review.held_at is not None:
        raise AlreadyHeld
    if review.skipped_at is not None:
        raise ReviewSkipped


def _check_gone(review: Review) -> None:
    check_open(review)
    if review.gone_at is None:
        raise NothingToDecide
