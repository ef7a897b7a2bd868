"""A reminder that cannot be brought: the request that stood there is whole again, and the learner hears nothing of it.

Nobody is reminded who chose "not now". So whatever the learner heard of a reminder would tell them who did not.
"""

from __future__ import annotations

import pytest

from learning.actions.lose_chat import lose_chat
from learning.actions.reach import to_reach
from learning.actions.show_messages import message_refused, message_shown, next_message
from learning.contract import Contract
from learning.feedback import FeedbackRequest
from learning.messages import MessageKind
from learning.people import Away
from learning.views import MovedDownView, RequestView
from tests.cast import ANA, BEN
from tests.learning.asking import Asking, asked_again
from tests.learning.story import Story


@pytest.fixture
def ben(story: Story, asking: Asking) -> FeedbackRequest:
    """Ben has seen what Ana asks; a week has passed, and the reminder is due."""
    contract: Contract = story.asks(story.drafts())
    story.chat_of(ANA)
    assert [kind for kind, _ in story.chat_of(BEN)][-1] is MessageKind.REQUEST
    asking.days_pass(7)
    return story.request_to(BEN, contract)


def teams_never_takes_the_reminder(story: Story) -> None:
    """Before it comes the old card, in its place a line that it is further down."""
    line = story.run(next_message, BEN, story.now)
    assert line
    assert isinstance(line.view, MovedDownView)
    story.run(message_shown, line.message.id, line.message.sent or "", line.message.wanted)
    reminder = story.run(next_message, BEN, story.now)
    assert reminder
    assert isinstance(reminder.view, RequestView)
    story.run(message_refused, reminder.message.id, story.now)


@pytest.mark.usefixtures("ben")
def test_the_request_stands_whole_where_it_stood(story: Story) -> None:
    teams_never_takes_the_reminder(story)
    [(kind, view)] = story.chat_of(BEN)
    assert kind is MessageKind.REQUEST
    assert isinstance(view, RequestView)


def test_its_buttons_still_do_what_they_say(story: Story, asking: Asking, ben: FeedbackRequest) -> None:
    press = asking.press(ben)
    teams_never_takes_the_reminder(story)
    assert asking.press(ben).version == press.version
    asking.sends(ben, "Begin small")
    assert story.run(asked_again, ben).has_advice


def test_the_learner_hears_nothing_of_it(story: Story, ben: FeedbackRequest) -> None:
    teams_never_takes_the_reminder(story)
    assert story.chat_of(ANA) == []
    assert story.run(asked_again, ben) == ben


@pytest.mark.parametrize("away", Away)
def test_of_who_left_meanwhile_neither(story: Story, ben: FeedbackRequest, away: Away) -> None:
    story.run(lose_chat, BEN, away, story.now)
    assert story.run(to_reach, ben.id, story.now) is None
    assert story.chat_of(ANA) == []
