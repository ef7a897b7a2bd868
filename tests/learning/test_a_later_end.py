"""A cycle that ends later is looked at as often as one that was so long from the start."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from learning.actions.make_lighter import too_heavy, undo_lighter
from learning.actions.on_cycle import OnCycle
from learning.actions.revise_contract import revise_contract
from learning.contract import Contract
from learning.review import Review, ReviewKind
from learning.work import Work
from tests.cast import ANA, TODAY
from tests.learning.story import TERMS, Story

WEEKS = timedelta(weeks=1)


def ends(story: Story, review: Review, day: date) -> None:
    """Ana revises her contract: it ends on this day."""
    cycle = story.cycle_of(review).cycle
    story.run(revise_contract, cycle.id, ANA, story.now)

    def find(work: Work) -> Contract:
        return work.contracts.for_learner(cycle.contract, learner=ANA)

    story.saves(story.run(find), replace(TERMS, ends_on=day))


def says(story: Story, review: Review) -> OnCycle:
    cycle = story.cycle_of(review).cycle
    return OnCycle(cycle=cycle.id, press=story.press_on(cycle.version))


def check_ins(story: Story, review: Review) -> list[int]:
    """In which weeks of the cycle a check-in is still to come."""
    reviews = story.cycle_of(review).reviews
    open_ones = [each for each in reviews if each.kind is ReviewKind.CHECK_IN and each.is_open]
    return [round((each.ideal_on - TODAY) / WEEKS) for each in open_ones]


def test_a_later_end_adds_the_check_ins_that_the_longer_cycle_lacks(story: Story) -> None:
    check_in, _ = story.running_cycle()
    assert check_ins(story, check_in) == [4]
    ends(story, check_in, TODAY + 16 * WEEKS)
    assert check_ins(story, check_in) == [4, 8, 12]
    assert len(story.calendar_is_written()) == 2
    assert story.review(check_in).slot == check_in.slot


def test_what_is_there_already_is_not_added_again(story: Story) -> None:
    check_in, _ = story.running_cycle()
    ends(story, check_in, TODAY + 16 * WEEKS)
    ends(story, check_in, TODAY + 17 * WEEKS)
    assert check_ins(story, check_in) == [4, 8, 12]


def test_a_few_days_more_add_nothing(story: Story) -> None:
    check_in, _ = story.running_cycle()
    ends(story, check_in, TODAY + timedelta(days=60))
    assert check_ins(story, check_in) == [4]


def test_what_fell_out_because_of_a_sooner_end_is_planned_again(story: Story) -> None:
    check_in, _ = story.running_cycle()
    ends(story, check_in, TODAY + 2 * WEEKS)
    assert check_ins(story, check_in) == []
    ends(story, check_in, TODAY + 8 * WEEKS)
    assert check_ins(story, check_in) == [4]


def test_check_ins_that_were_too_heavy_do_not_come_back_with_a_later_end(story: Story) -> None:
    check_in, _ = story.running_cycle()
    story.run(too_heavy, says(story, check_in), ANA, story.now)
    ends(story, check_in, TODAY + 9 * WEEKS)
    assert check_ins(story, check_in) == []


def test_undoing_an_end_that_was_made_sooner_adds_nothing(story: Story) -> None:
    check_in, _ = story.running_cycle()
    for _ in range(2):
        story.run(too_heavy, says(story, check_in), ANA, story.now)
    story.run(undo_lighter, says(story, check_in), ANA, story.now)
    assert check_ins(story, check_in) == []


def test_no_check_in_is_planned_for_a_day_that_has_passed(story: Story) -> None:
    check_in, _ = story.running_cycle()
    story.now += 9 * WEEKS
    ends(story, check_in, TODAY + 16 * WEEKS)
    assert check_ins(story, check_in) == [4, 12]
