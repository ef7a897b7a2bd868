"""What a learner may rely on who protects time to learn in the calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from learning.actions.look_around import keep_scarce, to_look_around
from learning.actions.make_lighter import too_heavy
from learning.actions.pause_cycle import pause_cycle
from learning.appointment import AppointmentKind
from learning.entries import Availability, Entry, EntryId, ShownAs, Slot
from learning.errors import Refusal
from learning.learning_time import (
    BlockLength,
    NoLearningTime,
    NoWeekLeft,
    TimeOfDayMissing,
    WeekdayMissing,
    Weekly,
    weekly_blocks,
)
from tests.cast import ANA, FREE, NOW, TODAY, slot
from tests.learning.own_calendar import OwnCalendar
from tests.learning.running import ends, press_cycle, revises
from tests.learning.story import Story

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FULL = replace(FREE, busy=(slot("2026-03-03 08:00", "11:00"), slot("2026-03-03 12:00", "13:40")))
"""Little is left of Tuesday 3 March, and the afternoon from 15:00 in Amsterdam is free."""


@pytest.fixture
def own(story: Story) -> OwnCalendar:
    own = OwnCalendar(story)
    own.protects()
    own.is_brought_about()
    story.chat_of(ANA)
    return own


def stands(own: OwnCalendar) -> list[str]:
    """Day and time of each entry, by Ana's clock."""
    slots = sorted(entry.slot for entry in own.entries.values())
    return [f"{each.starts_at.astimezone(AMSTERDAM):%m-%d %H:%M}" for each in slots]


def test_an_entry_each_week_until_the_cycle_ends_at_the_same_hour_whatever_the_clocks_do(own: OwnCalendar) -> None:
    assert stands(own) == [
        *("03-03 15:00", "03-10 15:00", "03-17 15:00", "03-24 15:00"),
        *("03-31 15:00", "04-07 15:00", "04-14 15:00", "04-21 15:00"),
    ]
    assert all(entry.slot.length == timedelta(hours=1) for entry in own.entries.values())
    assert {entry.shown_as for entry in own.entries.values()} == {ShownAs.FREE}


@pytest.mark.parametrize(
    ("given", "refusal", "field"),
    [
        ({"weekday": None}, WeekdayMissing, "weekday"),
        ({"starts": None}, TimeOfDayMissing, "starts"),
        ({"minutes": None}, BlockLength, "minutes"),
        ({"minutes": 14}, BlockLength, "minutes"),
        ({"minutes": 241}, BlockLength, "minutes"),
    ],
)
def test_what_is_missing_is_said_beside_its_question(
    own: OwnCalendar, given: dict[str, None], refusal: type[Refusal], field: str
) -> None:
    with pytest.raises(refusal) as said:
        own.protects(**given)
    assert said.value.field == field
    assert len(own.card.blocks) == 8


def test_today_counts_when_its_hour_still_comes() -> None:
    weekly, ends_on = Weekly(weekday=0, starts=time(15), minutes=30), date(2026, 3, 9)
    days = [each.starts_at.date() for each in weekly_blocks(weekly, now=NOW, ends_on=ends_on, zone="UTC")]
    assert days == [TODAY, ends_on]
    later = datetime(2026, 3, 2, 15, tzinfo=UTC)
    assert len(weekly_blocks(weekly, now=later, ends_on=ends_on, zone="UTC")) == 1
    with pytest.raises(NoWeekLeft):
        weekly_blocks(weekly, now=later, ends_on=TODAY, zone="UTC")


def test_who_drags_one_moves_that_one_alone_and_is_told_nothing(own: OwnCalendar, story: Story) -> None:
    second = own.card.blocks[1]
    dragged = slot("2026-03-12 08:00", "08:30")
    own.is_brought_about({EntryId(f"entry of {second.id}-0"): Entry(id=EntryId("e"), slot=dragged)})
    assert [each.slot for each in own.kept(AppointmentKind.LEARNING_TIME)][1] == dragged
    assert stands(own)[2:] == ["03-17 15:00", "03-24 15:00", "03-31 15:00", "04-07 15:00", "04-14 15:00", "04-21 15:00"]
    assert story.new_kinds(ANA) == []


def test_the_card_proposes_what_was_planned_wherever_one_was_dragged(own: OwnCalendar) -> None:
    own.protects(weekday=3, starts=time(8, 30), minutes=45)
    last = own.card.blocks[-1]
    own.is_brought_about()
    dragged = slot("2026-04-20 06:00", "08:00")
    own.is_brought_about({EntryId(f"entry of {last.id}-0"): Entry(id=EntryId("e"), slot=dragged)})
    assert own.card.weekly == Weekly(weekday=3, starts=time(8, 30), minutes=45)


def test_who_deletes_one_keeps_the_others_and_it_is_not_put_back(own: OwnCalendar) -> None:
    first = next(iter(own.entries))
    own.is_brought_about({first: None})
    own.is_brought_about()
    assert len(own.card.blocks) == 7
    assert len(own.entries) == 8  # what is deleted in the calendar is not written again; these are those ever written


def test_all_of_it_leaves_in_one_tap_but_for_what_has_passed(own: OwnCalendar, story: Story) -> None:
    story.now += timedelta(days=10)
    own.removes_time()
    own.is_brought_about()
    assert stands(own) == ["03-03 15:00", "03-10 15:00"]
    assert own.card.blocks == ()
    with pytest.raises(NoLearningTime):
        own.removes_time()


def test_another_hour_takes_the_place_of_the_first(own: OwnCalendar) -> None:
    own.protects(weekday=4, starts=time(9), minutes=30)
    own.is_brought_about()
    assert stands(own)[:2] == ["03-06 09:00", "03-13 09:00"]
    assert len(own.entries) == len(own.card.blocks) == 8


def test_a_cycle_that_ends_sooner_has_less_of_it_and_one_that_ends_later_more(own: OwnCalendar, story: Story) -> None:
    review = story.run(lambda work: work.reviews.of_cycle(own.cycle, learner=ANA))[-1]
    revises(story, review, ends(date(2026, 3, 31)))
    own.is_brought_about()
    assert stands(own)[-1] == "03-31 15:00"
    revises(story, review, ends(date(2026, 5, 15)))
    own.is_brought_about()
    assert stands(own)[4:] == [
        *("03-31 15:00", "04-07 15:00", "04-14 15:00", "04-21 15:00"),
        *("04-28 15:00", "05-05 15:00", "05-12 15:00"),
    ]


def test_a_later_end_goes_on_as_planned_wherever_the_last_one_was_dragged(own: OwnCalendar, story: Story) -> None:
    last = own.card.blocks[-1]
    dragged = slot("2026-04-23 06:00", "08:00")
    own.is_brought_about({EntryId(f"entry of {last.id}-0"): Entry(id=EntryId("e"), slot=dragged)})
    review = story.run(lambda work: work.reviews.of_cycle(own.cycle, learner=ANA))[-1]
    revises(story, review, ends(date(2026, 5, 8)))
    own.is_brought_about()
    assert stands(own)[-2:] == ["04-28 15:00", "05-05 15:00"]
    assert len(own.card.blocks) == 10


def test_a_later_end_brings_nothing_back_that_was_removed(own: OwnCalendar, story: Story) -> None:
    own.removes_time()
    own.is_brought_about()
    review = story.run(lambda work: work.reviews.of_cycle(own.cycle, learner=ANA))[-1]
    revises(story, review, ends(date(2026, 5, 15)))
    own.is_brought_about()
    assert own.entries == {}


def test_a_later_end_brings_nothing_to_who_deleted_all_of_it_by_hand(own: OwnCalendar, story: Story) -> None:
    own.is_brought_about(dict.fromkeys(own.entries))
    review = story.run(lambda work: work.reviews.of_cycle(own.cycle, learner=ANA))[-1]
    revises(story, review, ends(date(2026, 5, 15)))
    assert own.card.blocks == ()


def test_too_heavy_and_a_pause_remove_nothing(own: OwnCalendar, story: Story) -> None:
    review = story.run(lambda work: work.reviews.of_cycle(own.cycle, learner=ANA))[-1]
    story.run(too_heavy, press_cycle(story, review), ANA, story.now)
    story.run(pause_cycle, press_cycle(story, review), ANA, story.now)
    own.is_brought_about()
    assert len(own.entries) == 8


def looks(own: OwnCalendar, availability: Availability) -> Slot | None:
    story = own.story
    within = story.run(to_look_around, ANA, story.now)
    if within is not None:
        story.run(keep_scarce, ANA, availability, story.now)
    own.is_brought_about()
    return within


def shown(own: OwnCalendar) -> list[ShownAs]:
    return [each.shown_as for each in sorted(own.entries.values(), key=lambda entry: entry.slot)][:2]


def test_learning_time_is_shown_busy_once_little_of_its_day_is_left(own: OwnCalendar, story: Story) -> None:
    assert looks(own, FREE)
    assert shown(own) == [ShownAs.FREE, ShownAs.FREE]
    story.now += timedelta(hours=23)
    assert looks(own, FULL) is None  # once a day is enough
    story.now += timedelta(hours=1)
    assert looks(own, FULL)
    assert shown(own) == [ShownAs.BUSY, ShownAs.FREE]


def test_what_is_further_off_than_a_week_is_not_looked_at(own: OwnCalendar) -> None:
    within = looks(own, FREE)
    assert within is not None
    assert within.ends_at < datetime(2026, 3, 9, tzinfo=UTC)


def test_it_stays_busy_when_the_day_gets_emptier(own: OwnCalendar, story: Story) -> None:
    looks(own, FULL)
    story.now += timedelta(days=1)
    looks(own, FREE)
    assert shown(own)[0] is ShownAs.BUSY


@pytest.mark.parametrize("chosen", [ShownAs.FREE, ShownAs.TENTATIVE])
def test_how_the_learner_shows_it_is_not_touched(own: OwnCalendar, story: Story, chosen: ShownAs) -> None:
    looks(own, FULL)
    first = min(own.entries.values(), key=lambda entry: entry.slot)
    own.entries[first.id] = replace(first, shown_as=chosen)
    own.is_brought_about({first.id: own.entries[first.id]})
    story.now = first.slot.starts_at - timedelta(hours=1)
    looks(own, FULL)
    assert shown(own)[0] is chosen
