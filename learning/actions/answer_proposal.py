"""A companion proposed another time for a review: the learner has it moved there, or leaves it where it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from learning.actions.pressing import Press, check_press
from learning.actions.telling import defer_calendar, refresh
from learning.messages import MessageKind
from learning.people import PersonId
from learning.proposal import Proposal, ProposalId, leave_it, move_there
from learning.work import Work


@dataclass(frozen=True, kw_only=True)
class MoveThere:
    """The review is to be at the proposed time."""

    proposal: ProposalId
    press: Press


@dataclass(frozen=True, kw_only=True)
class LeaveIt:
    """The review is to stay where it is."""

    proposal: ProposalId
    press: Press


def answer_proposal(work: Work, command: MoveThere | LeaveIt, actor: PersonId, now: datetime) -> Proposal:
    """Do as the learner says. Who proposed it sees the new time in their calendar, and is told nothing else."""
    proposal = work.proposals.for_learner(command.proposal, learner=actor)
    check_press(work, actor, command.press, version=proposal.version, now=now)
    match command:
        case MoveThere():
            review = work.reviews.for_learner(proposal.review, learner=actor)
            proposal, moved = move_there(proposal, review, now=now)
            work.reviews.put(moved)
            defer_calendar(work, actor, now=now)
            refresh(work, MessageKind.CYCLE, review.cycle, now=now)
        case LeaveIt():
            proposal = leave_it(proposal, now=now)
    proposal = work.proposals.put(proposal)
    refresh(work, MessageKind.PROPOSAL, proposal.id, now=now)
    return proposal
