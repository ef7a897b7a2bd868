"""Somebody who is invited would rather have a review, or a talk, at another time.

The learner moves it there, or leaves it where it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NewType

from learning.appointment import Appointment, AppointmentId, move_to
from learning.entries import Answered, Guest, Slot
from learning.errors import Refusal
from learning.people import PersonId
from learning.review import Review, ReviewId, check_open, place

ProposalId = NewType("ProposalId", str)


class ProposalAnswered(Refusal):
    """The learner has said already what becomes of this proposal."""


class ProposalOver(Refusal):
    """The proposal no longer stands, or its time has come."""


class ReviewRecurs(Refusal):
    """The learner made the review recur: the app moves none of it."""


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """Another time for a review, or else for a talk, proposed by one of its guests.

    `moved_at` says that the learner had it moved there, `left_at` that they left it, `over_at` that the guest
    took it back or proposed another time since.
    """

    id: ProposalId
    learner: PersonId
    guest: Guest
    slot: Slot
    made_at: datetime
    review: ReviewId | None = None
    talk: AppointmentId | None = None
    moved_at: datetime | None = None
    left_at: datetime | None = None
    over_at: datetime | None = None
    version: int = 1

    @property
    def is_open(self) -> bool:
        """Whether the learner may still say what becomes of it."""
        return self.moved_at is None and self.left_at is None and self.over_at is None


def new_proposals(kept: Sequence[Proposal], guests: Iterable[Answered]) -> list[Answered]:
    """Those who propose a time of which the learner does not know yet."""
    known = {(each.guest.key, each.slot) for each in kept if each.over_at is None}
    return [each for each in guests if each.proposes is not None and (each.guest.key, each.proposes) not in known]


def no_longer_made(kept: Sequence[Proposal], guests: Iterable[Answered]) -> list[Proposal]:
    """The open ones whose guest proposes that time no more."""
    made = {(each.guest.key, each.proposes) for each in guests}
    return [each for each in kept if each.is_open and (each.guest.key, each.slot) not in made]


def over(proposal: Proposal, *, now: datetime) -> Proposal:
    """It is proposed no more."""
    return replace(proposal, over_at=now)


def move_there(proposal: Proposal, review: Review, *, now: datetime) -> tuple[Proposal, Review]:
    """The learner wants the review there: it counts as placed by hand, and the app moves the entry."""
    _check_unanswered(proposal)
    check_open(review)
    if proposal.slot.starts_at <= now or review.gone_at is not None:
        raise ProposalOver
    if review.series_at is not None:
        raise ReviewRecurs
    moved = replace(place(review, proposal.slot), dragged_at=now, asked_at=None)
    return replace(proposal, moved_at=now), moved


def move_talk_there(proposal: Proposal, talk: Appointment, *, now: datetime) -> tuple[Proposal, Appointment]:
    """The learner wants the talk there: the app moves the entry."""
    _check_unanswered(proposal)
    if proposal.slot.starts_at <= now or not talk.is_wanted:
        raise ProposalOver
    return replace(proposal, moved_at=now), move_to(talk, proposal.slot)


def can_be_moved(proposal: Proposal, what: Review | Appointment, *, now: datetime) -> bool:
    """Whether the learner may still have it moved there."""
    try:
        if isinstance(what, Review):
            move_there(proposal, what, now=now)
        else:
            move_talk_there(proposal, what, now=now)
    except Refusal:
        return False
    return True


def leave_it(proposal: Proposal, *, now: datetime) -> Proposal:
    """The learner leaves it where it is."""
    _check_unanswered(proposal)
    return replace(proposal, left_at=now)


def _check_unanswered(proposal: Proposal) -> None:
    if proposal.over_at is not None:
        raise ProposalOver
    if not proposal.is_open:
        raise ProposalAnswered
