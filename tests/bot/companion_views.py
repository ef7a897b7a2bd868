"""What Ana gets to see of her companions: whom she invited, what they answered, what they propose."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from learning.companion import MOST_COMPANIONS, CompanionState
from learning.entries import Answered, Guest, Reply, Slot
from learning.proposal import Proposal, ProposalId, leave_it, over
from learning.review import Review, ReviewId
from learning.review_entry import LONGEST_TITLE
from learning.views import CompanionView, CycleView, OwnCalendarView, ProposalView, View
from tests.cast import ANA, BEN, CHLOE, DAN, NOW

PROPOSED_AT = datetime(2026, 3, 31, 9, 0, tzinfo=UTC)
PROPOSED = Slot(starts_at=PROPOSED_AT, ends_at=PROPOSED_AT + timedelta(minutes=30))
BENS = Guest(address="ben@example.org", name="Ben Okafor")
COMPANIONS = (
    CompanionView(person=BEN, name="Ben Okafor", state=CompanionState.KNOWN),
    CompanionView(person=CHLOE, name="Chloé Martin", state=CompanionState.LOOKED_FOR),
    CompanionView(person=DAN, name="Dan Schmidt", state=CompanionState.UNKNOWN),
)
NOT_INVITED = (
    replace(COMPANIONS[0], state=CompanionState.REFUSED),
    replace(COMPANIONS[1], state=CompanionState.UNASKED),
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
    asks = ProposalView(proposal=made, kind=review.kind, stands=review.slot, can_be_answered=True)
    settled = replace(asks, can_be_answered=False)
    return {
        "own_calendar_companions": replace(own, companions=COMPANIONS, is_online=True),
        "own_calendar_companions_not_invited": replace(own, companions=NOT_INVITED),
        "own_calendar_companions_without_a_meeting": replace(own, companions=COMPANIONS, is_online_refused=True),
        "own_calendar_companions_in_chat": replace(own, companions=COMPANIONS[:1], is_in_chat=True),
        "cycle_companions": replace(cycle, reviews=(replace(review, guests=REPLIES), *cycle.reviews[1:])),
        "proposal_open": asks,
        "proposal_moved": replace(settled, proposal=replace(made, moved_at=NOW)),
        "proposal_left": replace(settled, proposal=leave_it(made, now=NOW)),
        "proposal_over": replace(settled, proposal=over(made, now=NOW)),
    }


def full_of_companions(own: View, sign: str) -> View:
    """As many as the rules allow, with names that leave room for nothing else."""
    assert isinstance(own, OwnCalendarView)
    crowd = tuple(replace(COMPANIONS[1], name=sign * 60) for _ in range(MOST_COMPANIONS))
    return replace(own, companions=crowd, is_online_refused=True)


def full_of_guests(cycle: CycleView, sign: str) -> View:
    """Half a year of reviews with titles of the learner's own; by hand she invited her department to each of them."""
    crowd = tuple(
        Answered(guest=Guest(address=f"{number}@example.org", name=sign * 300), reply=Reply.NONE, proposes=PROPOSED)
        for number in range(300)
    )
    reviews = tuple(
        replace(cycle.reviews[0], id=ReviewId(f"review-{number}"), title=sign * LONGEST_TITLE, guests=crowd)
        for number in range(7)
    )
    return replace(cycle, reviews=reviews)


def longest_proposal(review: Review, sign: str) -> View:
    guest = Guest(address=BENS.address, name=sign * 300)
    made = Proposal(id=ProposalId("p"), review=review.id, learner=ANA, guest=guest, slot=PROPOSED, made_at=NOW)
    return ProposalView(proposal=made, kind=review.kind, stands=review.slot, can_be_answered=True)
