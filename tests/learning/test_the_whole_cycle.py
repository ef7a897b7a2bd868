"""A cycle is the learner's: paused, resumed, ended sooner than planned, and rested after."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from learning.actions.answer_gone_review import LeaveReviewOut, answer_gone_review
from learning.actions.bring_review import find_review, stop_early
from learning.actions.find_due import find_due
from learning.actions.follow_calendar import followed
from learning.actions.hold_review import HoldReview, hold_review
from learning.actions.pause_cycle import find_pause, pause_cycle, resume_cycle
from learning.cycle import CycleClosed, CycleId, NotPaused, PausedAlready, RestTooLong, RestTooShort
from learning.entries import Entry
from learning.errors import NotHere, PressedAlready, SomeoneWasFaster
from learning.goal import Outcome, numbered
from learning.messages import MessageKind
from learning.review import CheckInAnswers, ClosingAnswers, GoingOn, RestDayMissing, Review
from learning.views import ContractView
from tests.cast import ANA, BEN, DAN, TODAY, slot
from tests.learning.running import contract_now, cycle_now, holds, ids, press_cycle
from tests.learning.story import GOAL, TERMS, Story

CLOSED = ClosingAnswers(outcomes={1: Outcome.PARTLY}, take_away="Silence is work")


# --- pausing


def test_while_a_cycle_is_paused_no_review_comes_and_the_calendar_stays(story: Story) -> None:
    check_in, _ = story.running_cycle()
    story.run(pause_cycle, press_cycle(story, check_in), ANA, story.now)
    story.chat_of(ANA)
    story.now += timedelta(weeks=5)
    story.run(find_due, story.now)
    assert MessageKind.REVIEW not in story.new_kinds(ANA)
    assert story.calendar_is_written() == []
    assert story.removed == story.moved == []


def test_resuming_soon_gives_what_passed_a_new_moment_and_keeps_the_end(story: Story) -> None:
    check_in, closing = story.running_cycle()
    story.now += timedelta(weeks=3, days=5)
    story.run(pause_cycle, press_cycle(story, check_in), ANA, story.now)
    story.now += timedelta(days=7)
    going = story.run(resume_cycle, press_cycle(story, check_in), ANA, story.now)
    story.calendar_is_written()
    assert going.ends_on == TERMS.ends_on
    assert ids(story.moved) == [check_in.id]
    anew = story.review(check_in)
    assert anew.slot is not None
    assert anew.slot.starts_at > story.now
    assert story.review(closing).slot == closing.slot


def test_a_pause_of_more_than_a_week_moves_the_end_by_its_length(story: Story) -> None:
    check_in, closing = story.running_cycle()
    story.run(pause_cycle, press_cycle(story, check_in), ANA, story.now)
    story.now += timedelta(weeks=5)
    going = story.run(resume_cycle, press_cycle(story, check_in), ANA, story.now)
    story.calendar_is_written()
    assert TERMS.ends_on is not None
    assert going.ends_on == TERMS.ends_on + timedelta(weeks=5)
    assert contract_now(story, check_in).terms.ends_on == going.ends_on
    assert story.review(check_in).ideal_on == check_in.ideal_on + timedelta(weeks=5)
    moved = story.review(closing)
    assert moved.slot is not None
    assert moved.slot.starts_at.date() == going.ends_on


def test_a_review_whose_card_came_before_the_pause_is_left_alone(story: Story) -> None:
    check_in, _ = story.running_cycle()
    assert check_in.slot is not None
    story.now = check_in.slot.starts_at
    story.run(find_due, story.now)
    story.run(pause_cycle, press_cycle(story, check_in), ANA, story.now)
    story.now += timedelta(days=3)
    story.run(resume_cycle, press_cycle(story, check_in), ANA, story.now)
    assert story.review(check_in).slot == check_in.slot


def test_a_pause_is_not_paused_and_what_goes_on_is_not_resumed(story: Story) -> None:
    check_in, _ = story.running_cycle()
    with pytest.raises(NotPaused):
        story.run(resume_cycle, press_cycle(story, check_in), ANA, story.now)
    pressed = press_cycle(story, check_in)
    story.run(pause_cycle, pressed, ANA, story.now)
    with pytest.raises(PressedAlready):
        story.run(pause_cycle, pressed, ANA, story.now)
    with pytest.raises(SomeoneWasFaster):
        story.run(pause_cycle, replace(pressed, press=story.press_on(1)), ANA, story.now)
    with pytest.raises(PausedAlready):
        story.run(pause_cycle, press_cycle(story, check_in), ANA, story.now)


def test_the_word_pause_pauses_once_and_then_shows_how_to_go_on(story: Story) -> None:
    assert story.run(find_pause, ANA, story.now) is None
    check_in, _ = story.running_cycle()
    first = story.run(find_pause, ANA, story.now)
    assert first is not None
    assert first.paused_at is None
    story.now += timedelta(days=1)
    second = story.run(find_pause, ANA, story.now)
    assert second is not None
    assert second.paused_at is not None
    assert cycle_now(story, check_in).paused_at == second.paused_at


def test_peers_hear_nothing_of_a_pause_or_a_rest(story: Story) -> None:
    draft = story.asks(story.drafts())
    story.starts(draft)
    check_in, closing = story.calendar_is_written()
    story.chat_of(BEN)
    story.run(pause_cycle, press_cycle(story, check_in), ANA, story.now)
    story.now += timedelta(weeks=5)
    story.run(resume_cycle, press_cycle(story, check_in), ANA, story.now)
    holds(story, closing, replace(CLOSED, going_on=GoingOn.REST, rest_until=story.now.date() + timedelta(days=9)))
    assert story.chat_of(BEN) == []


# --- sooner than planned


def test_the_next_review_can_be_held_before_its_time_and_its_entry_goes(story: Story) -> None:
    check_in, _ = story.running_cycle()
    brought = story.run(find_review, ANA, story.now)
    assert brought is not None
    assert brought.id == check_in.id
    assert MessageKind.REVIEW in story.new_kinds(ANA)
    holds(story, check_in, CheckInAnswers(did="Sooner"))
    story.calendar_is_written()
    assert ids(story.removed) == [check_in.id]


def test_a_review_held_at_its_time_stays_in_the_calendar_as_what_happened(story: Story) -> None:
    check_in, _ = story.running_cycle()
    story.now += timedelta(weeks=5)
    holds(story, check_in, CheckInAnswers(did="In time"))
    story.calendar_is_written()
    assert story.removed == []


def test_there_is_no_next_review_without_a_cycle(story: Story) -> None:
    assert story.run(find_review, ANA, story.now) is None


def test_stopping_early_brings_the_closing_review_and_then_clears_what_lies_ahead(story: Story) -> None:
    check_in, closing = story.running_cycle()
    for _ in range(2):
        story.run(stop_early, cycle_now(story, check_in).id, ANA, story.now)
    assert story.new_kinds(ANA).count(MessageKind.REVIEW) == 1
    holds(story, closing, CLOSED)
    story.calendar_is_written()
    assert set(ids(story.removed)) == {check_in.id, closing.id}
    assert story.run(followed, ANA, story.now) is None
    with pytest.raises(CycleClosed):
        story.run(stop_early, CycleId(closing.cycle), ANA, story.now)


def test_a_stop_that_was_not_gone_through_with_changes_nothing(story: Story) -> None:
    check_in, closing = story.running_cycle()
    story.run(stop_early, cycle_now(story, check_in).id, ANA, story.now)
    story.chat_of(ANA)
    assert closing.slot is not None
    story.now = closing.slot.starts_at
    story.run(find_due, story.now)
    assert story.new_kinds(ANA).count(MessageKind.REVIEW) >= 2  # the check-in's, and the closing review's once more


def test_a_closing_review_that_was_left_out_can_be_held_after_all(story: Story) -> None:
    check_in, closing = story.running_cycle()
    assert closing.entry is not None
    story.calendar_says({closing.entry: None})
    gone = story.review(closing)
    story.run(answer_gone_review, LeaveReviewOut(review=gone.id, press=story.press_on(gone.version)), ANA, story.now)
    story.run(stop_early, cycle_now(story, check_in).id, ANA, story.now)
    assert story.calendar_is_written() == []
    holds(story, closing, CLOSED)
    assert cycle_now(story, check_in).closed_at == story.now


def test_nobody_else_can_stop_my_cycle(story: Story) -> None:
    check_in, _ = story.running_cycle()
    with pytest.raises(NotHere):
        story.run(stop_early, cycle_now(story, check_in).id, DAN, story.now)


# --- resting


def rests(story: Story, days: int) -> Review:
    _, closing = story.running_cycle()
    holds(story, closing, replace(CLOSED, going_on=GoingOn.REST, rest_until=TODAY + timedelta(days=days)))
    return closing


def drafts_in_chat(story: Story) -> list[ContractView]:
    views = [view for _, view in story.chat_of(ANA) if isinstance(view, ContractView)]
    return [view for view in views if view.contract.started_at is None]


def test_after_a_rest_the_next_draft_comes_on_its_day_and_once(story: Story) -> None:
    rests(story, 10)
    assert drafts_in_chat(story) == []
    story.now += timedelta(days=9)
    story.run(find_due, story.now)
    assert drafts_in_chat(story) == []
    story.now += timedelta(days=1)
    for _ in range(2):
        story.run(find_due, story.now)
    (draft,) = drafts_in_chat(story)
    assert draft.contract.terms.goals == numbered(GOAL)
    assert draft.grown_from_take_away == "Silence is work"


def test_who_rests_can_begin_sooner(story: Story) -> None:
    rests(story, 10)
    assert story.drafts().terms.goals == numbered(GOAL)
    story.chat_of(ANA)
    story.now += timedelta(days=10)
    story.run(find_due, story.now)
    assert drafts_in_chat(story) == []


def test_a_rest_needs_a_day_within_a_year(story: Story) -> None:
    _, closing = story.running_cycle()
    for day, refusal in (
        (None, RestDayMissing),
        (TODAY, RestTooShort),
        (TODAY + timedelta(days=367), RestTooLong),
    ):
        with pytest.raises(refusal):
            holds(story, closing, replace(CLOSED, going_on=GoingOn.REST, rest_until=day))
    assert cycle_now(story, closing).closed_at is None


def test_what_is_typed_on_a_review_counts_though_its_entry_moves_meanwhile(story: Story) -> None:
    check_in, _ = story.running_cycle()
    assert check_in.entry is not None
    holding = HoldReview(
        review=check_in.id, answers=CheckInAnswers(did="Typed before"), press=story.press_on(check_in.version)
    )
    story.calendar_says({check_in.entry: Entry(id=check_in.entry, slot=slot("2026-04-01 12:00", "12:30"))})
    assert story.run(hold_review, holding, ANA, story.now).answers == CheckInAnswers(did="Typed before")
