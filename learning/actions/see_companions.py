"""Puts together what the learner sees of their companions. They see nothing of it."""

from __future__ import annotations

from datetime import datetime

from learning.actions.see_asking import name_of
from learning.companion import Companion
from learning.cycle import Cycle
from learning.people import Person
from learning.proposal import ProposalId, can_be_answered
from learning.views import CompanionView, ProposalView
from learning.work import Work


def companions_of(work: Work, cycle: Cycle) -> tuple[CompanionView, ...]:
    """Who is invited to the reviews of the learner's own cycle."""
    invited = work.companies.of(cycle.id, learner=cycle.learner).invited
    return tuple(
        CompanionView(person=each.person, name=_name(work, each), is_known=_is_known(each)) for each in invited
    )


def see_proposal(work: Work, about: str, reader: Person, now: datetime) -> ProposalView:
    """Another time for a review of the reader's own."""
    proposal = work.proposals.for_learner(ProposalId(about), learner=reader.id)
    review = work.reviews.for_learner(proposal.review, learner=reader.id)
    return ProposalView(proposal=proposal, review=review, can_be_answered=can_be_answered(proposal, review, now=now))


def _name(work: Work, companion: Companion) -> str:
    return companion.guest.name if companion.guest else name_of(work, companion.person)


def _is_known(companion: Companion) -> bool | None:
    if companion.guest is not None:
        return True
    return None if companion.unknown_at is None else False
