"""Those who are invited to a review answered in their own calendars; the learner alone gets to know."""

from __future__ import annotations

from datetime import datetime

from learning.actions.telling import refresh, tell
from learning.entries import Answered
from learning.messages import MessageKind
from learning.proposal import Proposal, ProposalId, new_proposals, no_longer_made, over
from learning.review import Review
from learning.work import Work


def companions_replied(work: Work, review: Review, guests: tuple[Answered, ...], now: datetime) -> None:
    """Say what follows from what the guests answered; it keeps no answers, since `review.guests` holds them already.

    Who comes stands on the cycle's card. Another time that somebody proposes is a message, once.
    """
    kept = work.proposals.of_review(review.id, learner=review.learner)
    for proposal in no_longer_made(kept, guests):
        work.proposals.put(over(proposal, now=now))
        refresh(work, MessageKind.PROPOSAL, proposal.id, now=now)
    for answered in new_proposals(kept, guests):
        if answered.proposes is None or not review.is_open:
            continue
        proposal = Proposal(
            id=ProposalId(work.new_id()),
            review=review.id,
            learner=review.learner,
            guest=answered.guest,
            slot=answered.proposes,
            made_at=now,
        )
        work.proposals.add(proposal)
        tell(work, review.learner, MessageKind.PROPOSAL, proposal.id, now=now)
