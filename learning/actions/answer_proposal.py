"""Somebody proposed another time for a review or a talk: the learner has it moved there, or leaves it where it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from learning.actions.change_end import follow_until
from learning.actions.pressing import Press, check_press
from learning.actions.see_companions import proposed_for
from learning.actions.talks import refresh_talk
from learning.actions.telling import defer_calendar, refresh
from learning.feedback import RequestId
from learning.messages import MessageKind
from learning.people import PersonId
from learning.proposal import Proposal, ProposalId, leave_it, move_talk_there, move_there
from learning.review import Review
from learning.work import Work


@dataclass(frozen=True, kw_only=True)
class MoveThere:
    """It is to be at the proposed time."""

    proposal: ProposalId
    press: Press


@dataclass(frozen=True, kw_only=True)
class LeaveIt:
    """It is to stay where it is."""

    proposal: ProposalId
    press: Press


def answer_proposal(work: Work, command: MoveThere | LeaveIt, actor: PersonId, now: datetime) -> Proposal:
    """Do as the learner says. Who proposed it sees the new time in their calendar, and is told nothing else."""
    proposal = work.proposals.for_learner(command.proposal, learner=actor)
    check_press(work, actor, command.press, version=proposal.version, now=now)
    match command:
        case MoveThere():
            proposal = _move(work, proposal, now)
        case LeaveIt():
            proposal = leave_it(proposal, now=now)
    proposal = work.proposals.put(proposal)
    refresh(work, MessageKind.PROPOSAL, proposal.id, now=now)
    return proposal


def _move(work: Work, proposal: Proposal, now: datetime) -> Proposal:
    what = proposed_for(work, proposal)
    if isinstance(what, Review):
        proposal, review = move_there(proposal, what, now=now)
        work.reviews.put(review)
        defer_calendar(work, review.learner, now=now)
        refresh(work, MessageKind.CYCLE, review.cycle, now=now)
    else:
        proposal, talk = move_talk_there(proposal, what, now=now)
        work.appointments.put(talk)
        follow_until(work, talk.learner, talk.slot.ends_at, now)
        refresh_talk(work, work.requests.for_learner(RequestId(talk.about), learner=talk.learner), now)
    return proposal
