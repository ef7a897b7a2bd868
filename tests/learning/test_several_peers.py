"""Several peers: each is asked their own question, and what they do on their own side they alone see."""

from __future__ import annotations

from dataclasses import replace

import pytest

from learning.actions.ask_for_advice import ask_for_advice
from learning.actions.leave_unfinished import SaveUnfinished, leave_unfinished
from learning.actions.save_draft import save_draft
from learning.contract import Contract
from learning.errors import NotHere, SomeoneWasFaster
from learning.feedback import Feedback, FeedbackRequest
from learning.messages import MessageKind
from learning.people import PersonId
from learning.terms import TooLong
from learning.visibility import check_may_see_side
from tests.cast import ANA, BEN, CHLOE, DAN, NOW
from tests.learning.asking import Asking
from tests.learning.story import Story


def test_each_peer_is_asked_their_own_question_or_else_the_one_to_everybody(story: Story) -> None:
    contract = story.saves(story.drafts(), peers=[BEN, CHLOE])
    filled = story.filled_in(contract, peers=[BEN, CHLOE], question="To all?")
    asking = replace(filled, draft=replace(filled.draft, questions=("", "Only to Chloé?")))
    contract = story.run(ask_for_advice, asking, ANA, story.now)
    assert story.request_to(BEN, contract).question == "To all?"
    assert story.request_to(CHLOE, contract).question == "Only to Chloé?"
    assert story.contract_of(contract).contract.questions == {CHLOE: "Only to Chloé?"}


def test_changing_a_question_makes_no_revision_and_goes_with_the_peer(story: Story, contract: Contract) -> None:
    filled = story.filled_in(contract, peers=[BEN, CHLOE])
    saving = replace(filled, draft=replace(filled.draft, questions=("To Ben?", "To Chloé?")))
    contract = story.run(save_draft, saving, ANA, story.now)
    assert contract.revision == contract.shown_revision == 1
    filled = story.filled_in(contract, peers=[CHLOE])
    saving = replace(filled, draft=replace(filled.draft, questions=("To Ben?", "To Chloé?")))
    assert story.run(save_draft, saving, ANA, story.now).questions == {CHLOE: "To Chloé?"}


def test_a_question_that_is_too_long_is_refused_beside_its_input(story: Story, contract: Contract) -> None:
    filled = story.filled_in(contract, peers=[BEN, CHLOE])
    saving = replace(filled, draft=replace(filled.draft, questions=("", "w" * 201)))
    with pytest.raises(TooLong) as caught:
        story.run(save_draft, saving, ANA, story.now)
    assert caught.value.field == "question_2"


def test_an_unfinished_answer_is_kept_for_the_peer_alone(story: Story, asking: Asking, ben: FeedbackRequest) -> None:
    asking.saves(ben, "Half a thought")
    assert asking.card(ben).side.unfinished == Feedback(try_or_drop="Half a thought")
    assert story.new_kinds(BEN) == [MessageKind.REQUEST]
    assert story.new_kinds(ANA) == []
    asking.sends(ben, "A whole thought")
    assert asking.card(ben).side.unfinished is None


def test_letting_it_pass_leaves_no_trace_for_the_learner(
    story: Story, asking: Asking, contract: Contract, ben: FeedbackRequest
) -> None:
    """Everything that the learner can load is the same, row version included, and nothing is shown anew."""
    before = (story.contract_of(contract), asking.requests(contract))
    asking.says_not_now(ben, "I had begun")
    assert (story.contract_of(contract), asking.requests(contract)) == before
    assert story.new_kinds(ANA) == []
    assert asking.card(ben).side.passed_at == NOW
    asking.days_pass(7)
    asking.days_pass(7)
    mine, hers = (each.request for each in asking.requests(contract).requests)
    assert mine.ended_at == hers.ended_at == story.now
    assert replace(hers, id=mine.id, peer=mine.peer) == mine


def test_who_said_not_now_can_still_answer(story: Story, asking: Asking, ben: FeedbackRequest) -> None:
    asking.says_not_now(ben, "I had begun")
    assert asking.card(ben).side.unfinished == Feedback(try_or_drop="I had begun")
    asking.days_pass(13)
    asking.sends(ben, "Now I can")
    assert MessageKind.ADVICE in story.new_kinds(ANA)


def test_a_late_press_on_an_older_card_changes_nothing(story: Story, asking: Asking, ben: FeedbackRequest) -> None:
    old = asking.press(ben)
    asking.saves(ben, "First")
    with pytest.raises(SomeoneWasFaster):
        story.run(leave_unfinished, SaveUnfinished(request=ben.id, words=Feedback(meet="x"), press=old), BEN, story.now)


@pytest.mark.parametrize("bystander", [ANA, CHLOE, DAN])
def test_nobody_else_sees_or_touches_a_peers_side(
    story: Story, asking: Asking, ben: FeedbackRequest, bystander: PersonId
) -> None:
    asking.saves(ben, "Only mine")
    with pytest.raises(NotHere):
        check_may_see_side(asking.card(ben).side, bystander)
    with pytest.raises(NotHere):
        story.sees(bystander, MessageKind.REQUEST, ben.id)
    saving = SaveUnfinished(request=ben.id, words=Feedback(meet="x"), press=asking.press(ben))
    with pytest.raises(NotHere):
        story.run(leave_unfinished, saving, bystander, story.now)
    assert story.run(lambda work: work.peer_sides.of(ben.id, peer=bystander)).unfinished is None
