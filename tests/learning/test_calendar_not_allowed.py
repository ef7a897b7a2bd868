"""A right to a calendar that stops working or is not given: told once, with its reason, and tried again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.engine import Engine

from learning.actions.ask_to_connect import find_connection
from learning.actions.calendar_unreachable import calendar_reached, calendar_unreachable
from learning.actions.connect import could_not_connect
from learning.actions.find_due import find_due
from learning.actions.organisation_allowed import organisation_allowed
from learning.connection import WhyNot
from learning.messages import MessageKind
from tests.cast import ANA, BEN, DAN
from tests.learning.connecting import card, closed, connects, messages, started, told, why
from tests.learning.story import Story
from tests.learning.test_following_the_calendar import calendar_jobs, everything_done
from tests.work_fixture import WaitingJob

Jobs = Callable[[], list[WaitingJob]]


@pytest.mark.parametrize("reason", [WhyNot.ENDED, WhyNot.MORE_PROOF, WhyNot.NOT_ALLOWED])
def test_a_right_that_stops_working_is_told_once_with_its_reason(story: Story, reason: WhyNot) -> None:
    started(story)
    connects(story)
    story.calendar_is_written()
    story.chat_of(ANA)
    story.now += timedelta(days=1)
    before = messages(story)
    for _ in range(3):
        closed(story, reason)
        closed(story, WhyNot.NOT_CONNECTED)  # as when the row of an ended right is gone
        story.now += timedelta(hours=7)
    assert messages(story) == before + 1
    assert why(story) is reason


def test_a_calendar_that_was_out_of_reach_and_then_lost_its_right_is_told_anew(story: Story) -> None:
    started(story)
    connects(story)
    story.run(calendar_unreachable, ANA, story.now)
    story.now += timedelta(days=1)
    before = messages(story)
    closed(story, WhyNot.ENDED)
    assert messages(story) == before + 1


def test_a_calendar_that_answers_again_by_itself_is_connected_again(story: Story) -> None:
    started(story)
    connects(story)
    closed(story, WhyNot.NOT_ALLOWED)
    story.run(calendar_reached, ANA, story.now)
    connection = card(story).connection
    assert connection
    assert connection.works


def test_an_organisation_that_allows_it_is_told_to_those_who_wait_alone(
    story: Story, engine: Engine, waiting_jobs: Jobs
) -> None:
    started(story)
    for person in (BEN, DAN):
        story.run(find_connection, person, story.now)
    story.run(could_not_connect, ANA, WhyNot.NOT_ALLOWED, None, story.now)
    everything_done(engine)
    story.chat_of(ANA)
    assert story.run(organisation_allowed, story.now) == 1
    assert why(story) is WhyNot.NOT_CONNECTED
    assert told(story) == [MessageKind.CONNECTION]
    assert calendar_jobs(waiting_jobs()) == []
    assert story.run(organisation_allowed, story.now) == 0


def test_who_was_connected_is_tried_as_soon_as_the_organisation_allows_it_again(
    story: Story, engine: Engine, waiting_jobs: Jobs
) -> None:
    started(story)
    connects(story)
    closed(story, WhyNot.NOT_ALLOWED)
    everything_done(engine)
    story.run(organisation_allowed, story.now)
    assert calendar_jobs(waiting_jobs()) == [ANA]


def test_a_calendar_that_may_not_be_used_is_tried_every_few_hours_and_not_each_minute(
    story: Story, engine: Engine, waiting_jobs: Jobs
) -> None:
    started(story)
    for passed, is_tried in ((timedelta(minutes=1), False), (timedelta(hours=5), False), (timedelta(hours=2), True)):
        everything_done(engine)
        story.now += passed
        story.run(find_due, story.now)
        assert calendar_jobs(waiting_jobs()) == ([ANA] if is_tried else [])
