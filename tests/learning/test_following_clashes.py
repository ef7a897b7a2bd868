"""Out of office over a review, or other working hours: told once, and nothing is moved unasked."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from learning.actions.answer_clash import FindAnotherMoment, LeaveReviewThere, answer_clash
from learning.actions.follow_calendar import entries_of_reviews
from learning.calendar_plan import Seen
from learning.clash import ClashIsOver, is_in_question
from learning.entries import WorkingHours
from learning.errors import NotHere
from learning.messages import MessageKind
from learning.review import Review
from learning.views import ReviewClashView
from tests.cast import ANA, DAN, OFFICE_HOURS, PEOPLE, slot
from tests.learning.following import (
    as_it_stands,
    seen,
    seen_away,
    standing_check_in,
    the_day_of,
)
from tests.learning.story import Story

LATER = slot("2026-03-31 13:00", "13:30")
NEW_YORK = replace(OFFICE_HOURS, zone="America/New_York")
AFTERNOONS = replace(OFFICE_HOURS, starts=time(13))


@pytest.fixture
def check_in(story: Story) -> Review:
    return standing_check_in(story)


def clash(story: Story, review: Review) -> ReviewClashView:
    view = story.sees(ANA, MessageKind.REVIEW_CLASH, review.id)
    assert isinstance(view, ReviewClashView)
    return view


def test_out_of_office_moves_nothing_unasked(story: Story, check_in: Review) -> None:
    to_do = story.reading_tells(seen_away(the_day_of(check_in)))
    assert not to_do.reviews
    assert story.review(check_in).slot == check_in.slot


def test_another_moment_is_found_when_they_want_it(story: Story, check_in: Review) -> None:
    story.reading_tells(seen_away(the_day_of(check_in)))
    story.chat_of(ANA)
    command = FindAnotherMoment(review=check_in.id, press=story.press_on(story.review(check_in).version))
    story.run(answer_clash, command, ANA, story.now)
    assert clash(story, check_in).review.slot is None
    story.calendar_is_written()
    assert [each.id for each in story.moved] == [check_in.id]
    assert MessageKind.REVIEW_CLASH in story.new_kinds(ANA)  # it says where the review stands now


def test_it_may_stay_where_it_is(story: Story, check_in: Review) -> None:
    away = seen_away(the_day_of(check_in))
    story.reading_tells(away)
    story.chat_of(ANA)
    command = LeaveReviewThere(review=check_in.id, press=story.press_on(story.review(check_in).version))
    left = story.run(answer_clash, command, ANA, story.now)
    assert (left.slot, left.left_there_at) == (check_in.slot, story.now)
    story.chat_of(ANA)
    story.reading_tells(away)
    assert story.chat_of(ANA) == []


def test_nobody_else_answers_and_nothing_is_answered_that_was_not_asked(story: Story, check_in: Review) -> None:
    command = LeaveReviewThere(review=check_in.id, press=story.press_on(check_in.version))
    with pytest.raises(NotHere):
        story.run(answer_clash, command, DAN, story.now)
    with pytest.raises(ClashIsOver):
        story.run(answer_clash, command, ANA, story.now)


def test_who_drags_it_away_has_settled_the_question_and_its_card_says_where(story: Story, check_in: Review) -> None:
    story.reading_tells(seen_away(the_day_of(check_in)))
    story.chat_of(ANA)
    story.reading_tells(seen(replace(as_it_stands(check_in), slot=LATER)))
    assert MessageKind.REVIEW_CLASH in story.new_kinds(ANA)
    assert clash(story, check_in).review.slot == LATER


def test_who_takes_the_time_away_back_is_asked_no_more_and_the_card_says_that_it_stays(
    story: Story, check_in: Review
) -> None:
    story.reading_tells(seen_away(the_day_of(check_in)))
    story.chat_of(ANA)
    asked = story.run(entries_of_reviews, ANA, story.now).asked_over
    assert asked == {check_in.slot}
    to_do = story.reading_tells(replace(seen(), back=asked))
    assert not to_do.reviews
    assert story.new_kinds(ANA) == [MessageKind.REVIEW_CLASH]
    told = clash(story, check_in).review
    assert not is_in_question(told)
    assert (told.slot, told.left_there_at) == (check_in.slot, story.now)
    assert not story.run(entries_of_reviews, ANA, story.now).asked_over


def test_whether_they_are_still_away_is_looked_at_only_while_they_are_asked(story: Story, check_in: Review) -> None:
    assert not story.run(entries_of_reviews, ANA, story.now).asked_over
    story.reading_tells(seen_away(the_day_of(check_in)))
    command = LeaveReviewThere(review=check_in.id, press=story.press_on(story.review(check_in).version))
    story.run(answer_clash, command, ANA, story.now)
    assert not story.run(entries_of_reviews, ANA, story.now).asked_over


def works(hours: WorkingHours) -> Seen:
    return replace(seen(), hours=hours)


def test_the_first_hours_that_are_read_are_no_news_and_others_are_told_once(story: Story) -> None:
    standing_check_in(story)
    story.reading_tells(works(OFFICE_HOURS))
    assert story.chat_of(ANA) == []
    story.reading_tells(works(AFTERNOONS))
    new = story.new_kinds(ANA)
    assert new.count(MessageKind.REVIEW_CLASH) == 2  # one for each review in the morning
    story.reading_tells(works(AFTERNOONS))
    assert story.chat_of(ANA) == []


def test_who_works_elsewhere_reads_times_there(story: Story) -> None:
    standing_check_in(story)
    ana = PEOPLE[0]
    for hours, zone in ((OFFICE_HOURS, ana.zone), (NEW_YORK, "America/New_York"), (NEW_YORK, "America/New_York")):
        story.reading_tells(works(hours))
        assert story.run(lambda work: work.people.get(ANA)).zone == zone


def test_a_zone_that_the_chat_told_meanwhile_stays_where_the_hours_say_nothing_new(story: Story) -> None:
    standing_check_in(story)
    story.reading_tells(works(OFFICE_HOURS))
    story.arrives(replace(PEOPLE[0], zone="Asia/Tokyo"))
    story.reading_tells(works(OFFICE_HOURS))
    assert story.run(lambda work: work.people.get(ANA)).zone == "Asia/Tokyo"
