"""Those who are invited to a review, or to a talk, answered in their calendars; the learner alone gets to know."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from learning.actions.telling import bring, refresh, tell
from learning.appointment import Appointment, AppointmentId
from learning.entries import Answered, Reply
from learning.messages import MessageKind
from learning.people import PersonId
from learning.proposal import Proposal, ProposalId, new_proposals, no_longer_made, over
from learning.review import Review, ReviewId
from learning.work import Work


def companions_replied(work: Work, review: Review, guests: tuple[Answered, ...], now: datetime) -> None:
    """Say what follows from what the guests answered; it keeps no answers, since `review.guests` holds them already.

    Who comes stands on the cycle's card. Another time that somebody proposes is a message, once.
    """
    kept = work.proposals.of_review(review.id, learner=review.learner)
    _end_proposals(work, kept, guests, now)
    if review.is_open:
        _tell_proposals(work, kept, guests, review.learner, now, review=review.id)


def talk_replied(work: Work, talk: Appointment, now: datetime) -> None:
    """The same for a talk whose guests have just answered; of that, the card of the advice says who comes.

    That somebody cannot come, and proposes nothing, brings that card: else the learner would wait in vain.
    """
    kept = work.proposals.of_talk(talk.id, learner=talk.learner)
    _end_proposals(work, kept, talk.guests, now)
    _tell_proposals(work, kept, talk.guests, talk.learner, now, talk=talk.id)
    if any(each.reply is Reply.DECLINED and each.proposes is None for each in talk.guests):
        bring(work, talk.learner, MessageKind.ADVICE, talk.about, now=now)


def _end_proposals(work: Work, kept: Sequence[Proposal], guests: tuple[Answered, ...], now: datetime) -> None:
    for proposal in no_longer_made(kept, guests):
        work.proposals.put(over(proposal, now=now))
        refresh(work, MessageKind.PROPOSAL, proposal.id, now=now)


def _tell_proposals(
    work: Work,
    kept: Sequence[Proposal],
    guests: tuple[Answered, ...],
    learner: PersonId,
    now: datetime,
    *,
    review: ReviewId | None = None,
    talk: AppointmentId | None = None,
) -> None:
    for answered in new_proposals(kept, guests):
        if answered.proposes is None:
            continue
        proposal = Proposal(
            id=ProposalId(work.new_id()),
            review=review,
            talk=talk,
            learner=learner,
            guest=answered.guest,
            slot=answered.proposes,
            made_at=now,
        )
        work.proposals.add(proposal)
        tell(work, learner, MessageKind.PROPOSAL, proposal.id, now=now)
