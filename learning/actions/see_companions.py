"""Puts together what the learner sees of their companions. They see nothing of it."""

from __future__ import annotations

from datetime import datetime

from learning.actions.see_asking import name_of
from learning.appointment import Appointment
from learning.companion import Companion
from learning.cycle import Cycle
from learning.people import Person
from learning.proposal import Proposal, ProposalId, can_be_moved
from learning.review import Review
from learning.views import CompanionView, ProposalView
from learning.work import Work


def companions_of(work: Work, cycle: Cycle) -> tuple[CompanionView, ...]:
    """Who is invited to the reviews of the learner's own cycle."""
    invited = work.companies.of(cycle.id, learner=cycle.learner).invited
    return tuple(CompanionView(person=each.person, name=_name(work, each), state=each.state) for each in invited)


def see_proposal(work: Work, about: str, reader: Person, now: datetime) -> ProposalView:
    """Another time for a review, or a talk, of the reader's own."""
    proposal = work.proposals.for_learner(ProposalId(about), learner=reader.id)
    what = proposed_for(work, proposal)
    return ProposalView(
        proposal=proposal, kind=what.kind, stands=what.slot, can_be_answered=can_be_moved(proposal, what, now=now)
    )


def proposed_for(work: Work, proposal: Proposal) -> Review | Appointment:
    """What the proposal is about."""
    if proposal.review is not None:
        return work.reviews.for_learner(proposal.review, learner=proposal.learner)
    if proposal.talk is not None:
        return work.appointments.for_learner(proposal.talk, learner=proposal.learner)
    raise ValueError("a proposal about nothing")


def _name(work: Work, companion: Companion) -> str:
    return companion.guest.name if companion.guest else name_of(work, companion.person)
