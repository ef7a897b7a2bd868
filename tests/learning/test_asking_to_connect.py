"""From pressing the button until the calendar is connected: one sign-in, good for ten minutes, seen by nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from learning.actions.ask_to_connect import ask_to_connect, find_connecting, find_connection
from learning.actions.connect import could_not_connect
from learning.actions.find_due import find_due
from learning.connection import WhyNot
from learning.errors import NotHere, PressedAlready
from learning.messages import MessageKind
from learning.sign_in import SignInId
from learning.views import ConnectionView, SignInView
from tests.cast import ANA, DAN
from tests.learning.connecting import asks, card, connects, sign_ins, started, told, why
from tests.learning.story import Story


def test_pressing_twice_asks_once_and_pressing_again_later_asks_anew(story: Story) -> None:
    started(story)
    connection = story.run(find_connection, ANA, story.now)
    press = story.press_on(connection.version)
    story.run(ask_to_connect, press, ANA, story.now)
    with pytest.raises(PressedAlready):
        story.run(ask_to_connect, press, ANA, story.now)
    (first,) = sign_ins(story)
    story.now += timedelta(minutes=1)
    second = asks(story)
    assert sign_ins(story) == [second]
    view = story.sees(ANA, MessageKind.SIGN_IN, first.id)
    assert isinstance(view, SignInView)
    assert not view.is_open


def test_a_connected_calendar_is_not_asked_for_again(story: Story) -> None:
    started(story)
    connects(story)
    story.chat_of(ANA)
    story.run(find_connecting, ANA, story.now + timedelta(minutes=1))
    assert told(story).count(MessageKind.SIGN_IN) == 0


def test_a_sign_in_is_forgotten_after_ten_minutes_and_the_chat_says_so(story: Story) -> None:
    started(story)
    asks(story)
    assert card(story).is_signing_in
    story.chat_of(ANA)
    for minutes, left in ((9, 1), (2, 0)):
        story.now += timedelta(minutes=minutes)
        story.run(find_due, story.now)
        assert len(sign_ins(story)) == left
    changed = story.chat_of(ANA)
    assert [view.is_open for _, view in changed if isinstance(view, SignInView)] == [False]
    assert [view.is_signing_in for _, view in changed if isinstance(view, ConnectionView)] == [False]


def test_what_is_in_the_way_is_said_on_the_card_and_pressing_again_is_possible(story: Story) -> None:
    started(story)
    asks(story)
    story.run(could_not_connect, ANA, WhyNot.MORE_PROOF, '{"access_token": {}}', story.now)
    connection = card(story).connection
    assert connection
    assert (connection.why, connection.claims) == (WhyNot.MORE_PROOF, '{"access_token": {}}')
    connects(story)
    assert why(story) is None


def test_nobody_else_sees_how_it_stands_or_a_sign_in(story: Story) -> None:
    started(story)
    sign_in = asks(story)
    for kind, about in ((MessageKind.CONNECTION, ANA), (MessageKind.SIGN_IN, sign_in.id)):
        with pytest.raises(NotHere):
            story.sees(DAN, kind, about)


def test_a_sign_in_that_is_gone_shows_nothing_but_that_it_is_over(story: Story) -> None:
    view = story.sees(DAN, MessageKind.SIGN_IN, SignInId("not there"))
    assert isinstance(view, SignInView)
    assert not view.is_open
