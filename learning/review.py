"""Reviews: the moments in the calendar at which a cycle is looked at, and what the learner writes at them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NewType

from learning.entries import Answered, EntryId, Slot
from learning.errors import Refusal
from learning.goal import GoalDecision, Outcome
from learning.people import PersonId
from learning.terms import check_length, goal_field, longest_goal

if TYPE_CHECKING:
    from learning.cycle import CycleId

ReviewId = NewType("ReviewId", str)


class ReviewKind(StrEnum):
    """A check-in on the way, or the closing review at the end."""

    CHECK_IN = "check_in"
    CLOSING = "closing"


class GoingOn(StrEnum):
    """How the learner goes on: with the same goals, changed ones, or new ones; or with none until some day."""

    KEEP = "keep"
    CHANGE = "change"
    NEW = "new"
    REST = "rest"


LENGTH = {ReviewKind.CHECK_IN: timedelta(minutes=30), ReviewKind.CLOSING: timedelta(minutes=60)}


class ReviewEmpty(Refusal):
    """Nothing was written at the review."""


class AlreadyHeld(Refusal):
    """This review has been held."""


class ReviewSkipped(Refusal):
    """The learner left this review out."""


class NextGoalMissing(Refusal):
    """A changed or new goal needs words to write the next draft from."""


class RestDayMissing(Refusal):
    """A rest needs the day on which it ends."""


class NothingToDecide(Refusal):
    """The review stands in the calendar; there is nothing to put back or leave out."""


@dataclass(frozen=True, kw_only=True)
class CheckInAnswers:
    """The four questions of a check-in, and which goals the learner changed or let go."""

    did: str = ""
    moved: str = ""
    holding_back: str = ""
    next_step: str = ""
    goals: tuple[GoalDecision, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ClosingAnswers:
    """The questions of a closing review, and how the learner goes on.

    `outcomes` are by the numbers of the goals; `next_goals` what stood in the fields for the goals of the next draft.
    """

    outcomes: Mapping[int, Outcome]
    happened: str = ""
    why: str = ""
    take_away: str = ""
    going_on: GoingOn = GoingOn.KEEP
    next_goals: tuple[str, ...] = ()
    outcome_words: str = ""
    """What the learner tells those who advised; empty tells nobody anything."""
    rest_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Review:
    """A review of a cycle.

    `slot` is where it is to be, None until a free moment was found; `entry` is its calendar entry once written, and
    `stood` where that entry stood when we last knew: while the two differ, the app has to move the entry. `stood` is
    kept before an entry is written there (`begin_writing`), `entry` after: should the service die in between, what was
    begun is not forgotten. `dragged_at` says when the learner placed it by hand. `gone_at` says when they deleted the
    entry; until they answer what that means, the review waits. `unwanted_at` says since when its entry shall stand in
    the calendar no more. `writes` counts the entries written for it, since each one needs a key of its own; `former`
    are those that were deleted or removed, and may be brought back by hand.

    `wrote_title` is what the app wrote over the entry, `title` what the learner calls it. `series_at` says since when
    the entry recurs, `is_elsewhere` that readings of the calendar do not tell of it, or none has yet, `guests` what
    those answered who are invited. `clash` is the time out of office over it of which the learner was told,
    `outside_at` when they were told that it lies outside their working hours, and `left_there_at` when they said that
    it may stay, or showed it by what they did in their calendar.
    """

    id: ReviewId
    cycle: CycleId
    learner: PersonId
    kind: ReviewKind
    ideal_on: date
    slot: Slot | None = None
    entry: EntryId | None = None
    stood: Slot | None = None
    writes: int = 0
    former: tuple[EntryId, ...] = ()
    wrote_title: str = ""
    title: str = ""
    series_at: datetime | None = None
    is_elsewhere: bool = False
    guests: tuple[Answered, ...] = ()
    clash: Slot | None = None
    outside_at: datetime | None = None
    left_there_at: datetime | None = None
    dragged_at: datetime | None = None
    gone_at: datetime | None = None
    asked_at: datetime | None = None
    held_at: datetime | None = None
    skipped_at: datetime | None = None
    unwanted_at: datetime | None = None
    answers: CheckInAnswers | ClosingAnswers | None = None
    version: int = 1

    @property
    def is_open(self) -> bool:
        """Whether it is still to be held."""
        return self.held_at is None and self.skipped_at is None

    @property
    def is_half_written(self) -> bool:
        """Whether its entry was begun to be written, and may stand by now, though we do not know its id."""
        return self.entry is None and self.stood is not None

    @property
    def was_left_out_by_hand(self) -> bool:
        """Whether the learner deleted its entry and then left it out."""
        return self.skipped_at is not None and self.gone_at is not None and self.held_at is None

    @property
    def entry_key(self) -> str:
        """The key under which its next entry is written."""
        return f"{self.id}-{self.writes}"


def place(review: Review, slot: Slot) -> Review:
    """The review at this moment, not yet written into the calendar."""
    return replace(review, slot=slot)


def seek(review: Review, ideal_on: date) -> Review:
    """The review wants a new free moment, near this day. Its entry, if there is one, is moved there by the app."""
    return replace(review, ideal_on=ideal_on, slot=None, dragged_at=None, asked_at=None, outside_at=None)


def leave_out(review: Review, *, now: datetime) -> Review:
    """The learner wants this review no more."""
    check_gone(review)
    return replace(review, skipped_at=now)


def drop(review: Review, *, now: datetime) -> Review:
    """The cycle has no room for this review any more. What lies ahead of it in the calendar is removed."""
    check_open(review)
    return _over(replace(review, skipped_at=now), now)


def restore(review: Review, *, now: datetime) -> Review:
    """A review that was dropped is wanted again: where it was, or, when that has passed, at a free moment."""
    slot = review.slot if review.slot is not None and review.slot.starts_at > now else None
    return replace(review, slot=slot, skipped_at=None, unwanted_at=None, asked_at=None)


def hold(review: Review, answers: CheckInAnswers | ClosingAnswers, *, now: datetime) -> Review:
    """The review with what the learner wrote at it."""
    check_open(review)
    given = {f.name: getattr(answers, f.name) for f in fields(answers)}
    for name, text in given.items():
        if isinstance(text, str):
            check_length(name, text)
    if isinstance(answers, CheckInAnswers):
        _check_goals(answers)
        if not any(given.values()):
            raise ReviewEmpty("did")
    else:
        _check_going_on(answers)
    return _over(replace(review, answers=answers, held_at=now), now)


def _check_goals(answers: CheckInAnswers) -> None:
    for decision in answers.goals:
        check_length(f"words_{decision.number}", decision.words, longest_goal(decision.number))


def _check_going_on(answers: ClosingAnswers) -> None:
    for number, words in enumerate(answers.next_goals, 1):
        check_length(f"next_{goal_field(number)}", words, longest_goal(number))
    if answers.going_on in (GoingOn.CHANGE, GoingOn.NEW) and not any(answers.next_goals):
        raise NextGoalMissing("next_goal")
    if answers.going_on is GoingOn.REST and answers.rest_until is None:
        raise RestDayMissing("rest_until")


def _over(review: Review, now: datetime) -> Review:
    """An entry that still lies ahead is unwanted; one that has passed stays, as what happened."""
    stands = review.stood or review.slot
    if review.gone_at is not None or (stands is not None and stands.starts_at <= now):
        return review
    return replace(review, unwanted_at=now)


def check_open(review: Review) -> None:
    """Raise the Refusal that says why this review is over."""
    if review.held_at is not None:
        raise AlreadyHeld
    if review.skipped_at is not None:
        raise ReviewSkipped


def check_gone(review: Review) -> None:
    """Raise the Refusal that says why there is nothing to decide about this review's entry."""
    check_open(review)
    if review.gone_at is None:
        raise NothingToDecide
