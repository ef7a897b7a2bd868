"""When a calendar cannot be reached, its learner hears it once, can try again, and hears when it works."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.engine import Engine

from learning.actions.calendar_unreachable import calendar_reached, calendar_unreachable, try_calendar_again
from learning.actions.find_due import find_due
from learning.errors import NotHere
from learning.messages import MessageKind
from learning.views import ConnectionView, MovedDownView
from tests.cast import ANA, BEN, DAN
from tests.learning.story import Story
from tests.learning.test_following_the_calendar import calendar_jobs, everything_done
from tests.work_fixture import WaitingJob

REACHED = ConnectionView(connection=None, is_signing_in=False, is_followed=True, is_reached=True, is_tried_again=False)
AWAY = replace(REACHED, is_reached=False)
TRYING = replace(AWAY, is_tried_again=True)


def said(story: Story) -> list[object]:
    """What is new in Ana's chat about her calendar."""
    return [view for kind, view in story.chat_of(ANA) if kind is MessageKind.CONNECTION]


def test_the_learner_hears_once_that_the_calendar_is_not_reached(story: Story) -> None:
    story.starts(story.drafts())
    story.chat_of(ANA)
    story.run(calendar_unreachable, ANA, story.now)
    assert said(story) == [AWAY]
    for _ in range(3):
        story.now += timedelta(hours=7)
        story.run(calendar_unreachable, ANA, story.now)
    assert said(story) == [AWAY]  # the same message, as it was
    story.run(calendar_unreachable, BEN, story.now)  # nothing of his is to stand anywhere
    assert MessageKind.CONNECTION not in story.new_kinds(BEN)


def test_the_learner_can_have_it_tried_again_as_often_as_they_like(
    story: Story, engine: Engine, waiting_jobs: Callable[[], list[WaitingJob]]
) -> None:
    story.starts(story.drafts())
    story.run(calendar_unreachable, ANA, story.now)
    everything_done(engine)
    for _ in range(2):
        story.run(try_calendar_again, None, ANA, story.now)
    assert calendar_jobs(waiting_jobs()) == [ANA]
    assert TRYING in said(story)
    story.run(calendar_unreachable, ANA, story.now + timedelta(hours=2))
    assert said(story) == [AWAY]


def test_the_message_says_when_the_calendar_is_reached_again(story: Story) -> None:
    story.starts(story.drafts())
    story.run(calendar_unreachable, ANA, story.now)
    story.chat_of(ANA)
    story.run(calendar_reached, ANA, story.now)
    assert said(story) == [REACHED]
    story.run(calendar_reached, ANA, story.now)
    assert said(story) == []


def test_another_time_it_is_said_anew_and_the_old_message_points_there(story: Story) -> None:
    story.starts(story.drafts())
    for _ in range(2):
        story.run(calendar_unreachable, ANA, story.now)
        story.chat_of(ANA)
        story.run(calendar_reached, ANA, story.now)
        story.chat_of(ANA)
        story.now += timedelta(days=9)
    story.run(calendar_unreachable, ANA, story.now)
    assert said(story) == [*[MovedDownView(kind=MessageKind.CONNECTION)] * 2, AWAY]


def test_trying_again_what_is_reached_does_nothing(
    story: Story, engine: Engine, waiting_jobs: Callable[[], list[WaitingJob]]
) -> None:
    story.running_cycle()
    everything_done(engine)
    for person in (ANA, DAN):
        story.run(try_calendar_again, None, person, story.now)
    assert calendar_jobs(waiting_jobs()) == []


def test_a_calendar_that_is_not_reached_is_tried_every_few_hours_and_not_each_minute(
    story: Story, engine: Engine, waiting_jobs: Callable[[], list[WaitingJob]]
) -> None:
    story.starts(story.drafts())
    story.run(calendar_unreachable, ANA, story.now)
    for passed, is_tried in ((timedelta(minutes=1), False), (timedelta(hours=5), False), (timedelta(hours=2), True)):
        everything_done(engine)
        story.now += passed
        story.run(find_due, story.now)
        assert calendar_jobs(waiting_jobs()) == ([ANA] if is_tried else [])


def test_nobody_else_learns_how_it_stands_with_a_calendar(story: Story) -> None:
    story.starts(story.drafts())
    story.run(calendar_unreachable, ANA, story.now)
    with pytest.raises(NotHere):
        story.sees(DAN, MessageKind.CONNECTION, ANA)
