"""Ana wants her reviews with companions online, and Outlook makes no meeting: all the rest stands, and she reads so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from learning.actions.invitations import online_refused
from learning.companion import CompanionState
from learning.review import Review
from tests.cast import ANA, BEN, CHLOE, NOW
from tests.learning.beside import BENS, CHLOES, Beside
from tests.learning.story import Story
from tests.work_fixture import Run, WaitingJob


@pytest.fixture
def beside(run: Run) -> Beside:
    return Beside(Story(run, NOW))


def outlook_makes_no_meeting(beside: Beside, review: Review) -> None:
    beside.story.run(online_refused, ANA, review.id, NOW)


def reads(beside: Beside) -> tuple[bool, bool]:
    """Whether her card says that the reviews are online, and that they could not be."""
    view = beside.own_calendar()
    return view.is_online, view.is_online_refused


def test_a_refused_online_meeting_is_tried_no_more_and_everybody_is_invited(
    beside: Beside, waiting_jobs: Callable[[], list[WaitingJob]]
) -> None:
    beside.invites(BEN, CHLOE, is_online=True)
    outlook_makes_no_meeting(beside, beside.check_in)
    outlook_makes_no_meeting(beside, beside.closing)
    assert {(each.guests, each.is_online) for each in beside.to_invite().values()} == {((BENS, CHLOES), False)}
    assert "calendar" in [job.kind for job in waiting_jobs()]
    assert reads(beside) == (False, True)


def test_it_is_tried_once_more_when_she_says_so_and_not_when_she_leaves_it(beside: Beside) -> None:
    beside.invites(BEN, is_online=True)
    outlook_makes_no_meeting(beside, beside.check_in)
    beside.invites(BEN, CHLOE)
    assert not beside.to_invite()["check_in"].is_online
    assert reads(beside) == (False, False)
    beside.invites(BEN, is_online=True)
    assert beside.to_invite()["check_in"].is_online
    assert reads(beside) == (True, False)


def test_what_is_refused_after_she_turned_it_off_or_went_on_alone_is_nobodys_matter(beside: Beside) -> None:
    beside.invites(BEN, is_online=True)
    beside.invites(BEN)
    outlook_makes_no_meeting(beside, beside.check_in)
    assert reads(beside) == (False, False)
    beside.invites(BEN, is_online=True)
    outlook_makes_no_meeting(beside, beside.check_in)
    beside.invites_nobody()
    assert reads(beside) == (False, False)


def test_where_the_guests_of_an_entry_written_whole_were_to_blame_the_online_meeting_was_not(beside: Beside) -> None:
    beside.invites(BEN, is_online=True)
    unwritten = replace(beside.story.review(beside.check_in), entry=None)
    beside.story.run(lambda work: work.reviews.put(unwritten))
    outlook_makes_no_meeting(beside, beside.check_in)
    beside.outlook_refuses(beside.check_in, BENS)
    assert reads(beside) == (True, False)
    beside.invites(BEN, is_online=True)
    outlook_makes_no_meeting(beside, beside.closing)
    beside.outlook_refuses(beside.closing, BENS)
    assert reads(beside) == (False, True)


def test_that_all_guests_are_refused_does_not_turn_her_wish_off(beside: Beside) -> None:
    beside.invites(BEN, is_online=True)
    beside.outlook_refuses(beside.check_in, BENS)
    assert [each.state for each in beside.own_calendar().companions] == [CompanionState.REFUSED]
    assert reads(beside) == (True, False)
    assert beside.to_invite() == {}
