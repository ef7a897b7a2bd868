"""What a learner may rely on who puts dated steps into the calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from learning.actions.add_step import AddStep, add_step
from learning.actions.see import see
from learning.appointment import AppointmentKind, in_whole_days, whole_day
from learning.entries import Entry, EntryId, ShownAs
from learning.errors import NotHere, PressedAlready, Refusal, SomeoneWasFaster
from learning.learning_time import (
    LONGEST_STEP,
    MOST_STEPS,
    NoSteps,
    StepAfterEnd,
    StepDayMissing,
    StepDayPassed,
    StepEmpty,
    TooManySteps,
)
from learning.messages import MessageKind
from learning.terms import TooLong
from tests.cast import ANA, BEN, TODAY
from tests.learning.own_calendar import IN_A_WEEK, OwnCalendar
from tests.learning.running import holds
from tests.learning.story import TERMS, Story
from tests.learning.test_following_the_calendar import CLOSED

ENDS_ON = TERMS.ends_on or TODAY


@pytest.fixture
def own(story: Story) -> OwnCalendar:
    return OwnCalendar(story)


def words(own: OwnCalendar) -> list[str]:
    return [step.words for step in own.card.steps]


def test_a_step_is_proposed_for_a_week_from_now_and_never_after_the_end(own: OwnCalendar) -> None:
    assert own.card.proposed_on == IN_A_WEEK
    for days_before in (1, 6):
        own.story.now = datetime.combine(ENDS_ON - timedelta(days=days_before), own.story.now.timetz())
        assert own.card.proposed_on == ENDS_ON


def test_nothing_stands_in_the_calendar_unless_the_learner_asks_for_it(own: OwnCalendar) -> None:
    own.is_brought_about()
    assert (own.card.steps, own.card.blocks, own.entries) == ((), (), {})


def test_a_step_stands_in_the_calendar_for_a_day_on_which_its_learner_is_free(own: OwnCalendar) -> None:
    own.adds()
    own.is_brought_about()
    (entry,) = own.entries.values()
    assert (entry.slot, entry.is_all_day) == (whole_day(IN_A_WEEK, "Europe/Amsterdam"), True)
    assert entry.shown_as is ShownAs.FREE
    assert [(step.on, step.words) for step in own.card.steps] == [(IN_A_WEEK, "Watch two interviews")]


@pytest.mark.parametrize("shown", [True, False])
def test_the_words_of_a_step_stay_in_the_chat_unless_its_learner_wants_them_in_the_calendar(
    own: OwnCalendar, shown: bool
) -> None:
    own.adds(shown=shown)
    assert [step.shows_words for step in own.kept(AppointmentKind.STEP)] == [shown]


@pytest.mark.parametrize(
    ("words", "day", "refusal", "field"),
    [
        ("", IN_A_WEEK, StepEmpty, "step"),
        ("x" * (LONGEST_STEP + 1), IN_A_WEEK, TooLong, "step"),
        ("A step", None, StepDayMissing, "step_on"),
        ("A step", TODAY - timedelta(days=1), StepDayPassed, "step_on"),
        ("A step", ENDS_ON + timedelta(days=1), StepAfterEnd, "step_on"),
    ],
)
def test_what_is_missing_is_said_beside_its_question(
    own: OwnCalendar, words: str, day: date | None, refusal: type[Refusal], field: str
) -> None:
    with pytest.raises(refusal) as said:
        own.adds(words, day)
    assert said.value.field == field
    assert own.card.steps == ()


@pytest.mark.parametrize("day", [TODAY, ENDS_ON])
def test_a_step_may_be_today_and_on_the_last_day(own: OwnCalendar, day: date) -> None:
    own.adds(day=day)
    own.is_brought_about()
    assert len(own.entries) == 1


def test_the_same_step_on_the_same_day_is_there_once_however_often_it_is_added(own: OwnCalendar) -> None:
    own.adds()
    with pytest.raises(PressedAlready):
        own.adds()
    assert words(own) == ["Watch two interviews"]


def test_there_are_no_more_steps_than_a_card_carries(own: OwnCalendar) -> None:
    for number in range(MOST_STEPS):
        own.adds(f"Interview {number}")
    with pytest.raises(TooManySteps):
        own.adds("One more")


def test_a_step_that_is_dragged_is_on_its_new_day(own: OwnCalendar, story: Story) -> None:
    own.adds()
    own.adds("Ask Chloé")
    own.is_brought_about()
    first, _ = own.entries.values()
    story.chat_of(ANA)
    # A calendar may tell of whole days in UTC.
    day_after = whole_day(IN_A_WEEK + timedelta(days=1), "UTC")
    own.is_brought_about({first.id: replace(first, slot=day_after)})
    assert [(step.on, step.words) for step in own.card.steps] == [
        (IN_A_WEEK, "Ask Chloé"),
        (IN_A_WEEK + timedelta(days=1), "Watch two interviews"),
    ]
    assert in_whole_days(day_after, "Europe/Amsterdam") in [each.stood for each in own.kept(AppointmentKind.STEP)]
    assert story.new_kinds(ANA) == []  # no card of it is in the chat: nothing is told


def test_a_step_that_is_deleted_is_let_go_unasked_and_comes_back_with_an_undo(own: OwnCalendar, story: Story) -> None:
    own.adds()
    own.is_brought_about()
    (entry,) = own.entries.values()
    story.chat_of(ANA)
    own.is_brought_about({entry.id: None})
    assert words(own) == []
    own.is_brought_about()
    assert len(own.entries) == 1  # it is not written again
    own.is_brought_about({entry.id: entry})
    assert words(own) == ["Watch two interviews"]
    assert story.new_kinds(ANA) == []


def test_all_steps_are_removed_at_once_or_one_that_is_chosen(own: OwnCalendar) -> None:
    for words in ("One", "Two", "Three"):
        own.adds(words)
    own.is_brought_about()
    own.removes_steps(own.card.steps[1].id)
    own.is_brought_about()
    assert [step.words for step in own.card.steps] == ["One", "Three"]
    assert len(own.entries) == 2
    own.removes_steps()
    own.is_brought_about()
    assert (own.card.steps, own.entries) == ((), {})
    with pytest.raises(NoSteps):
        own.removes_steps()


def test_a_step_that_has_passed_stays_in_the_calendar_when_it_is_taken_off_the_card(
    own: OwnCalendar, story: Story
) -> None:
    own.adds(day=TODAY)
    own.is_brought_about()
    story.now += timedelta(days=2)
    own.removes_steps()
    own.is_brought_about()
    assert own.card.steps == ()
    assert len(own.entries) == 1


def test_when_the_cycle_is_over_what_lies_ahead_leaves_the_calendar(own: OwnCalendar, story: Story) -> None:
    own.adds(day=TODAY)
    own.adds("Later", ENDS_ON)
    own.is_brought_about()
    story.now += timedelta(days=2)
    reviews = story.run(lambda work: work.reviews.of_cycle(own.cycle, learner=ANA))
    holds(story, reviews[-1], CLOSED)
    own.is_brought_about()
    assert [entry.slot for entry in own.entries.values()] == [whole_day(TODAY, "Europe/Amsterdam")]
    assert own.card.cycle.closed_at == story.now


def test_a_button_counts_once_and_on_what_it_showed(own: OwnCalendar, story: Story) -> None:
    adding = AddStep(on=own.on, words="A step", day=IN_A_WEEK, shows_words=False)
    story.run(add_step, adding, ANA, story.now)
    with pytest.raises(PressedAlready):
        story.run(add_step, adding, ANA, story.now)
    late = replace(adding, on=replace(adding.on, press=story.press_on(adding.on.press.version)))
    with pytest.raises(SomeoneWasFaster):
        story.run(add_step, late, ANA, story.now)
    assert len(own.card.steps) == 1


def test_what_the_calendar_job_keeps_makes_no_button_old(own: OwnCalendar) -> None:
    own.adds()
    before = own.card.version
    own.is_brought_about()
    own.is_brought_about({EntryId(entry): None for entry in own.entries})
    assert own.card.version == before


def test_nobody_else_sees_or_changes_it(own: OwnCalendar, story: Story) -> None:
    with pytest.raises(NotHere):
        story.run(see, MessageKind.OWN_CALENDAR, own.cycle, BEN, story.now)
    adding = AddStep(on=own.on, words="A step", day=IN_A_WEEK, shows_words=False)
    with pytest.raises(NotHere):
        story.run(add_step, adding, BEN, story.now)


def test_an_entry_of_whole_days_that_becomes_one_of_hours_is_where_it_is(own: OwnCalendar) -> None:
    own.adds()
    own.is_brought_about()
    (entry,) = own.entries.values()
    hours = Entry(id=entry.id, slot=replace(entry.slot, starts_at=entry.slot.starts_at + timedelta(hours=9)))
    own.is_brought_about({entry.id: replace(hours, shown_as=ShownAs.BUSY)})
    (step,) = own.kept(AppointmentKind.STEP)
    assert (step.slot, step.is_all_day, step.shown_as) == (hours.slot, False, ShownAs.BUSY)
