"""The learner withdraws a request: the peer is thanked, and what they did on their own side does not show."""

from __future__ import annotations

import pytest

from learning.actions.withdraw_request import WithdrawRequest, show_requests, withdraw_request
from learning.contract import Contract
from learning.errors import NotHere, PressedAlready
from learning.feedback import (
    Feedback,
    FeedbackRequest,
    PeerAnswered,
    RequestWithdrawn,
    WithdrawalMissing,
    visible_changes,
)
from learning.messages import MessageKind
from tests.cast import ANA, BEN, CHLOE, DAN, NOW
from tests.learning.asking import Asking
from tests.learning.story import Story


def test_a_withdrawn_request_thanks_the_peer_and_keeps_what_was_begun(
    story: Story, asking: Asking, contract: Contract, ben: FeedbackRequest
) -> None:
    asking.saves(ben, "Half a thought")
    story.chat_of(BEN)
    asking.withdraws(contract, ben)
    assert story.new_kinds(BEN) == [MessageKind.REQUEST]
    assert asking.card(ben).side.unfinished == Feedback(try_or_drop="Half a thought")
    with pytest.raises(RequestWithdrawn):
        asking.sends(ben, "Anyway")


def test_who_let_it_pass_does_not_show_when_a_request_is_withdrawn(
    story: Story, asking: Asking, contract: Contract, ben: FeedbackRequest
) -> None:
    """The learner's button stays good, whatever a peer did on their own side."""
    press = story.press_on(visible_changes(each.request for each in asking.requests(contract).requests))
    asking.says_not_now(ben)
    withdrawing = WithdrawRequest(contract=contract.id, request=ben.id, press=press)
    assert story.run(withdraw_request, withdrawing, ANA, story.now).withdrawn_at == NOW


def test_a_reminder_does_not_show_in_the_learners_list(asking: Asking, contract: Contract) -> None:
    before = visible_changes(each.request for each in asking.requests(contract).requests)
    asking.days_pass(7)
    assert visible_changes(each.request for each in asking.requests(contract).requests) == before


def test_two_requests_are_withdrawn_one_after_the_other(
    asking: Asking, contract: Contract, ben: FeedbackRequest, chloe: FeedbackRequest
) -> None:
    asking.withdraws(contract, ben)
    asking.withdraws(contract, chloe)
    assert not any(each.request.is_open for each in asking.requests(contract).requests)


def test_withdrawing_says_what_is_missing_or_over(
    story: Story, asking: Asking, contract: Contract, ben: FeedbackRequest
) -> None:
    press = story.press_on(visible_changes(each.request for each in asking.requests(contract).requests))
    with pytest.raises(WithdrawalMissing):
        story.run(withdraw_request, WithdrawRequest(contract=contract.id, request=None, press=press), ANA, story.now)
    asking.sends(ben, "Words")
    with pytest.raises(PeerAnswered):
        asking.withdraws(contract, ben)


def test_a_withdrawn_request_can_be_asked_again(story: Story, asking: Asking, contract: Contract) -> None:
    asking.withdraws(contract, story.request_to(BEN, contract))
    story.asks(contract, peers=[BEN, CHLOE])
    assert story.request_to(BEN, contract).is_open


def test_somebody_elses_requests_are_not_here(story: Story, contract: Contract, ben: FeedbackRequest) -> None:
    for person in (BEN, DAN):
        with pytest.raises(NotHere):
            story.sees(person, MessageKind.REQUESTS, contract.id)
        with pytest.raises(NotHere):
            story.run(show_requests, contract.id, person, story.now)
        withdrawing = WithdrawRequest(contract=contract.id, request=ben.id, press=story.press_on(1))
        with pytest.raises(NotHere):
            story.run(withdraw_request, withdrawing, person, story.now)


def test_withdrawing_twice_by_one_button_acts_once(story: Story, asking: Asking, contract: Contract) -> None:
    request = story.request_to(BEN, contract)
    press = story.press_on(visible_changes(each.request for each in asking.requests(contract).requests))
    withdrawing = WithdrawRequest(contract=contract.id, request=request.id, press=press)
    story.run(withdraw_request, withdrawing, ANA, story.now)
    with pytest.raises(PressedAlready):
        story.run(withdraw_request, withdrawing, ANA, story.now)
