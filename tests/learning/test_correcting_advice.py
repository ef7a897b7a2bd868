"""A peer corrects advice that they sent, or takes it back: what the learner then has, and what stays decided."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from learning.feedback import AdviceTakenBack, Feedback, FeedbackRequest
from learning.messages import MessageKind
from tests.cast import ANA, NOW
from tests.learning.asking import Asking, asked_again
from tests.learning.story import Story


def test_a_correction_shows_the_newer_words(story: Story, asking: Asking, ben: FeedbackRequest) -> None:
    asking.sends(ben, "Frist words")
    story.chat_of(ANA)
    asking.opens_to_correct(ben)
    assert story.new_kinds(ANA) == []
    story.now += timedelta(hours=1)
    asking.sends(ben, "First words")
    seen = story.advice_as_seen_by(ANA, ben).request
    assert seen.feedback == Feedback(try_or_drop="First words")
    assert seen.corrected_at == story.now
    assert MessageKind.ADVICE in story.new_kinds(ANA)


def test_a_correction_keeps_the_decision_and_is_brought_to_the_learner(
    story: Story, asking: Asking, ben: FeedbackRequest
) -> None:
    story.takes(asking.sends(ben, "First words"))
    story.chat_of(ANA)
    story.now += timedelta(hours=1)
    corrected = asking.corrects(ben, "Other words")
    assert corrected.taken_at == NOW
    told = story.run(lambda work: work.messages.about(MessageKind.ADVICE, ben.id))
    assert len(told) == 2
    assert MessageKind.ADVICE in story.new_kinds(ANA)


def test_a_correction_that_is_left_keeps_both_words(story: Story, asking: Asking, ben: FeedbackRequest) -> None:
    asking.sends(ben, "First words")
    asking.opens_to_correct(ben)
    asking.leaves_it(ben, "Perhaps this")
    assert story.advice_as_seen_by(ANA, ben).request.corrected_at is None
    asking.opens_to_correct(ben)
    assert asking.card(ben).side.unfinished == Feedback(try_or_drop="Perhaps this")


def test_the_learner_can_decide_while_the_peer_corrects(story: Story, asking: Asking, ben: FeedbackRequest) -> None:
    sent = asking.sends(ben, "First words")
    asking.opens_to_correct(ben)
    asking.saves(ben, "Not finished")
    assert story.takes(sent).taken_at == NOW


@pytest.mark.parametrize("decide", [lambda _, sent: sent, Story.takes, lambda s, sent: s.parks(sent, "Later")])
def test_advice_that_is_taken_back_is_gone_for_the_learner(
    story: Story,
    asking: Asking,
    ben: FeedbackRequest,
    decide: Callable[[Story, FeedbackRequest], FeedbackRequest],
) -> None:
    decide(story, asking.sends(ben, "Secret"))
    story.chat_of(ANA)
    asking.takes_back(ben)
    seen = story.advice_as_seen_by(ANA, ben).request
    assert seen.feedback is None
    assert seen.taken_back_at == NOW
    assert "Secret" not in repr(story.chat_of(ANA))
    assert asking.card(ben).side.unfinished == Feedback(try_or_drop="Secret")
    with pytest.raises(AdviceTakenBack):
        story.takes(asked := story.run(asked_again, ben))
    assert asked.is_decided == seen.is_decided
