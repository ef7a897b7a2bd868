"""A companion proposes another time for a review: Ana hears of it once, and moves it there or leaves it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from learning.actions.answer_proposal import LeaveIt, MoveThere
from learning.entries import Answered, Guest, Reply, Slot
from learning.errors import NotHere
from learning.messages import MessageKind
from learning.proposal import ProposalAnswered, ProposalOver, ReviewRecurs
from learning.views import ProposalView
from tests.cast import ANA, BEN, NOW
from tests.learning.beside import BENS, EVA, TUESDAY, Beside
from tests.learning.story import Story
from tests.work_fixture import Run


@pytest.fixture
def beside(run: Run) -> Beside:
    return Beside(Story(run, NOW))


BENS_IN_CAPITALS = replace(BENS, address=BENS.address.upper())


def proposes(moment: Slot) -> Answered:
    return Answered(guest=BENS, reply=Reply.TENTATIVE, proposes=moment)


def test_a_proposal_is_told_once_however_often_it_is_read(beside: Beside) -> None:
    beside.invites(BEN)
    beside.calendar_is_followed()
    beside.calendar_says(beside.check_in, proposes(TUESDAY))
    assert beside.proposal().proposal.slot == TUESDAY
    beside.calendar_says(beside.check_in, replace(proposes(TUESDAY), reply=Reply.DECLINED))
    assert MessageKind.PROPOSAL not in beside.story.new_kinds(ANA)


@pytest.mark.parametrize(("first", "then"), [(BENS, BENS_IN_CAPITALS), (BENS_IN_CAPITALS, BENS)])
def test_an_address_in_capitals_is_the_same_guest_with_the_same_proposal(
    beside: Beside, first: Guest, then: Guest
) -> None:
    beside.invites(BEN)
    beside.calendar_is_followed()
    beside.calendar_says(beside.check_in, replace(proposes(TUESDAY), guest=first))
    view = beside.proposal()
    beside.calendar_says(beside.check_in, replace(proposes(TUESDAY), guest=then))
    assert MessageKind.PROPOSAL not in beside.story.new_kinds(ANA)
    beside.answers(MoveThere, view)
    assert beside.story.review(beside.check_in).slot == TUESDAY


def test_move_it_there_places_the_review_by_hand_and_has_the_entry_moved(beside: Beside) -> None:
    beside.invites(BEN)
    beside.calendar_is_followed()
    beside.calendar_says(beside.check_in, proposes(TUESDAY))
    view = beside.proposal()
    beside.answers(MoveThere, view)
    review = beside.story.review(beside.check_in)
    assert (review.slot, review.dragged_at) == (TUESDAY, NOW)
    beside.story.calendar_is_written()
    assert beside.story.review(beside.check_in).stood == TUESDAY
    with pytest.raises(ProposalAnswered):
        beside.answers(LeaveIt, replace(view, proposal=replace(view.proposal, version=2)))


def test_leave_it_leaves_it_and_the_same_proposal_is_not_told_again(beside: Beside) -> None:
    beside.invites(BEN)
    beside.calendar_is_followed()
    beside.calendar_says(beside.check_in, proposes(TUESDAY))
    beside.answers(LeaveIt, beside.proposal())
    beside.calendar_says(beside.check_in, proposes(TUESDAY), Answered(guest=EVA))
    assert beside.story.review(beside.check_in).slot == beside.check_in.slot
    assert MessageKind.PROPOSAL not in [
        kind for kind, view in beside.story.chat_of(ANA) if isinstance(view, ProposalView) and view.can_be_answered
    ]


def test_a_proposal_that_is_taken_back_can_no_longer_be_followed(beside: Beside) -> None:
    beside.invites(BEN)
    beside.calendar_is_followed()
    beside.calendar_says(beside.check_in, proposes(TUESDAY))
    view = beside.proposal()
    beside.calendar_says(beside.check_in, Answered(guest=BENS, reply=Reply.ACCEPTED))
    with pytest.raises(ProposalOver):
        beside.answers(MoveThere, replace(view, proposal=replace(view.proposal, version=2)))


def test_a_proposal_whose_time_has_come_can_no_longer_be_followed(beside: Beside) -> None:
    beside.invites(BEN)
    beside.calendar_is_followed()
    beside.calendar_says(beside.check_in, proposes(TUESDAY))
    view = beside.proposal()
    beside.story.now = TUESDAY.starts_at + timedelta(minutes=1)
    with pytest.raises(ProposalOver):
        beside.answers(MoveThere, view)


def test_a_review_that_the_learner_made_recur_is_moved_by_nobody_but_them(beside: Beside) -> None:
    beside.invites(BEN)
    beside.calendar_is_followed()
    beside.calendar_says(beside.check_in, proposes(TUESDAY))
    view = beside.proposal()
    entry = replace(beside.entry(beside.check_in, proposes(TUESDAY)), is_series=True)
    beside.story.calendar_says({entry.id: entry})
    with pytest.raises(ReviewRecurs):
        beside.answers(MoveThere, view)


def test_a_proposal_is_nobody_elses_to_answer(beside: Beside) -> None:
    beside.invites(BEN)
    beside.calendar_is_followed()
    beside.calendar_says(beside.check_in, proposes(TUESDAY))
    with pytest.raises(NotHere):
        beside.answers(MoveThere, beside.proposal(), who=BEN)
