"""What Ana gets to see of her companions: whom she invited, what they answered, what they propose."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from learning.entries import Answered, Guest, Reply, Slot
from learning.proposal import Proposal, ProposalId, leave_it, over
from learning.review import Review
from learning.views import CompanionView, CycleView, OwnCalendarView, ProposalView, View
from tests.cast import ANA, BEN, CHLOE, DAN, NOW

PROPOSED_AT = datetime(2026, 3, 31, 9, 0, tzinfo=UTC)
PROPOSED = Slot(starts_at=PROPOSED_AT, ends_at=PROPOSED_AT + timedelta(minutes=30))
BENS = Guest(address="ben@example.org", name="Ben Okafor")
COMPANIONS = (
    CompanionView(person=BEN, name="Ben Okafor", is_known=True),
    CompanionView(person=CHLOE, name="Chloé Martin", is_known=None),
    CompanionView(person=DAN, name="Dan Schmidt", is_known=False),
)
REPLIES = (
    Answered(guest=BENS, reply=Reply.ACCEPTED),
    Answered(guest=Guest(address="chloe@example.org", name="Chloé Martin"), reply=Reply.TENTATIVE, proposes=PROPOSED),
    Answered(guest=Guest(address="dan@example.org", name="Dan Schmidt"), reply=Reply.DECLINED),
    Answered(guest=Guest(address="eva@example.org", name="Eva Lindt"), reply=Reply.TENTATIVE),
    Answered(guest=Guest(address="noor@example.org"), reply=Reply.NONE),
)


def companion_states(own: View, cycle: CycleView, review: Review) -> dict[str, View]:
    """From views of the card "In my calendar" and of the cycle's, and one of its reviews."""
    assert isinstance(own, OwnCalendarView)
    made = Proposal(id=ProposalId("proposal-1"), review=review.id, learner=ANA, guest=BENS, slot=PROPOSED, made_at=NOW)
    asks = ProposalView(proposal=made, review=review, can_be_answered=True)
    settled = replace(asks, can_be_answered=False)
    return {
        "own_calendar_companions": replace(own, companions=COMPANIONS, is_online=True),
        "cycle_companions": replace(cycle, reviews=(replace(review, guests=REPLIES), *cycle.reviews[1:])),
        "proposal_open": asks,
        "proposal_moved": replace(settled, proposal=replace(made, moved_at=NOW)),
        "proposal_left": replace(settled, proposal=leave_it(made, now=NOW)),
        "proposal_over": replace(settled, proposal=over(made, now=NOW)),
    }
