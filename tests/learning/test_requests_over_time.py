"""How time passes over a request: one reminder, a quiet end, and what becomes of one that never arrived."""

from __future__ import annotations

import pytest

from learning.actions.could_not_deliver import could_not_deliver
from learning.contract import Contract
from learning.feedback import Feedback, FeedbackRequest, RequestEnded
from learning.messages import MessageKind
from tests.cast import ANA, BEN, CHLOE, DAN
from tests.learning.asking import Asking, asked_again
from tests.learning.story import Story


def test_a_week_brings_one_reminder_to_who_has_neither_answered_nor_said_not_now(
    story: Story, asking: Asking, ben: FeedbackRequest, chloe: FeedbackRequest
) -> None:
    asking.says_not_now(chloe)
    for person in (BEN, CHLOE):
        story.chat_of(person)
    asking.days_pass(6)
    assert story.new_kinds(BEN) == []
    asking.days_pass(1)
    assert story.new_kinds(BEN) == [MessageKind.REQUEST] * 2  # a line where it stood, and the card at the end
    assert asking.card(ben).side.reminded_at == story.now
    asking.days_pass(1)
    assert story.new_kinds(BEN) == story.new_kinds(CHLOE) == story.new_kinds(ANA) == []


def test_who_has_answered_or_is_no_longer_needed_is_not_reminded(
    story: Story, asking: Asking, contract: Contract, ben: FeedbackRequest, chloe: FeedbackRequest
) -> None:
    asking.sends(ben, "Words")
    asking.withdraws(contract, chloe)
    story.chat_of(BEN)
    story.chat_of(CHLOE)
    asking.days_pass(7)
    asking.days_pass(7)
    assert story.new_kinds(BEN) == story.new_kinds(CHLOE) == []
    assert story.run(asked_again, ben).ended_at is None


def test_two_weeks_end_a_request_quietly_and_keep_what_was_begun(
    story: Story, asking: Asking, contract: Contract, ben: FeedbackRequest
) -> None:
    asking.saves(ben, "Half a thought")
    asking.days_pass(7)
    asking.days_pass(7)
    assert asking.card(ben).side.unfinished == Feedback(try_or_drop="Half a thought")
    with pytest.raises(RequestEnded):
        asking.sends(ben, "Too late")
    assert all(each.request.ended_at == story.now for each in asking.requests(contract).requests)
    assert story.new_kinds(ANA) == [MessageKind.CONTRACT]


def test_a_late_tick_ends_and_does_not_remind(story: Story, asking: Asking, ben: FeedbackRequest) -> None:
    asking.days_pass(30)
    assert story.new_kinds(BEN) == [MessageKind.REQUEST]
    card = asking.card(ben)
    assert (card.request.ended_at, card.side.reminded_at) == (story.now, None)


@pytest.fixture
def dan(story: Story, contract: Contract) -> FeedbackRequest:
    """What Dan was asked; it has not come into his chat."""
    return story.request_to(DAN, story.asks(contract, peers=[BEN, CHLOE, DAN]))


def test_a_request_that_cannot_be_delivered_is_told_to_the_learner_once(story: Story, dan: FeedbackRequest) -> None:
    story.run(could_not_deliver, dan.id, story.now)
    story.run(could_not_deliver, dan.id, story.now)
    assert story.new_kinds(ANA).count(MessageKind.UNDELIVERED) == 1
    assert story.run(asked_again, dan).is_open


def test_what_was_seen_or_is_over_or_unknown_is_not_undeliverable(
    story: Story, asking: Asking, contract: Contract, ben: FeedbackRequest, dan: FeedbackRequest
) -> None:
    asking.withdraws(contract, dan)
    story.chat_of(ANA)
    for request in (ben.id, dan.id, type(ben.id)("nobody's")):
        story.run(could_not_deliver, request, story.now)
    assert story.new_kinds(ANA) == []


def test_nobody_is_reminded_of_what_never_arrived(story: Story, asking: Asking, dan: FeedbackRequest) -> None:
    story.run(could_not_deliver, dan.id, story.now)
    asking.days_pass(7)
    assert asking.card(dan).side.reminded_at is None
    asking.days_pass(7)
    assert story.run(asked_again, dan).ended_at == story.now
