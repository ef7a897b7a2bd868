"""Several goals while a cycle runs: kept, changed or let go at a check-in, put off as too heavy, and brought back."""

from __future__ import annotations

import pytest

from learning.actions.make_lighter import TooHeavyAtReview, too_heavy, too_heavy_at_review, undo_lighter
from learning.actions.revise_contract import revise_contract
from learning.goal import GoalDecision, GoalOver, GoalWordsMissing, LastGoal
from learning.lighter import NothingToUndo
from learning.review import CheckInAnswers
from tests.cast import ANA, BEN
from tests.learning.goals import SECOND, THIRD, THREE, TWO, adds_a_goal, begins, change, decides, keep, stop, words
from tests.learning.running import contract_now, holds, press_cycle
from tests.learning.story import GOAL, TERMS, Story


def test_at_a_check_in_a_goal_is_kept_changed_or_let_go(story: Story) -> None:
    check_in, _ = begins(story)
    held = decides(story, check_in, keep(1), change(2, "Write less"), stop(3))
    assert words(contract_now(story, check_in).terms.goals) == [GOAL, "Write less"]
    assert words(story.cycle_of(check_in).goals) == [GOAL, "Write less"]
    assert isinstance(held.answers, CheckInAnswers)
    assert [(each.number, each.was) for each in held.answers.goals] == [(2, SECOND), (3, THIRD)]


def test_what_is_decided_at_a_check_in_is_the_next_revision_once_peers_have_seen_the_contract(story: Story) -> None:
    contract = story.asks(story.drafts(), TWO)
    request = story.request_to(BEN, contract)
    story.starts(contract, TWO)
    check_in, _ = story.calendar_is_written()
    decides(story, check_in, change(1, "Smaller"))
    after = contract_now(story, check_in)
    assert (after.revision, after.shown_revision) == (2, 1)
    assert words(story.request_as_seen_by(BEN, request).revision.terms.goals) == [GOAL, SECOND]


def test_keeping_all_goals_changes_nothing(story: Story) -> None:
    check_in, _ = begins(story)
    before = contract_now(story, check_in)
    held = decides(story, check_in, keep(1), keep(2), change(3, THIRD))
    assert contract_now(story, check_in) == before
    assert isinstance(held.answers, CheckInAnswers)
    assert held.answers.goals == ()


def test_the_last_goal_stays_as_long_as_the_cycle_runs(story: Story) -> None:
    check_in, _ = begins(story, TWO)
    with pytest.raises(LastGoal):
        decides(story, check_in, stop(1), stop(2))
    assert story.review(check_in).is_open
    assert words(contract_now(story, check_in).terms.goals) == [GOAL, SECOND]


@pytest.mark.parametrize(
    ("decision", "refusal", "field"),
    [(change(2, ""), GoalWordsMissing, "words_2"), (stop(3), GoalOver, "choice_3"), (change(3, "x"), GoalOver, None)],
)
def test_a_decision_that_cannot_be_carried_out_changes_nothing(
    story: Story, decision: GoalDecision, refusal: type[GoalOver | GoalWordsMissing], field: str | None
) -> None:
    check_in, _ = begins(story, TWO)
    with pytest.raises(refusal) as caught:
        decides(story, check_in, change(1, "Another"), decision)
    assert field in (None, caught.value.field)
    assert words(contract_now(story, check_in).terms.goals) == [GOAL, SECOND]


def test_a_decision_alone_is_enough_for_a_check_in(story: Story) -> None:
    check_in, _ = begins(story, TWO)
    assert holds(story, check_in, CheckInAnswers(goals=(stop(2),))).held_at


def test_too_heavy_puts_the_other_goals_off_first_and_undoing_brings_them_back(story: Story) -> None:
    check_in, _ = begins(story)
    smaller = story.run(too_heavy, press_cycle(story, check_in), ANA, story.now)
    assert smaller.lighter is not None
    assert smaller.lighter.goals == (2, 3)
    view = story.cycle_of(check_in)
    assert (words(view.goals), words(view.put_off)) == ([GOAL], [SECOND, THIRD])
    assert story.review(check_in).is_open
    story.run(undo_lighter, press_cycle(story, check_in), ANA, story.now)
    assert story.cycle_of(check_in).goals == THREE.goals
    assert story.cycle_of(check_in).put_off == ()


def test_after_the_goals_it_is_the_check_ins_and_then_the_end_that_become_less(story: Story) -> None:
    check_in, _ = begins(story)
    story.run(too_heavy, press_cycle(story, check_in), ANA, story.now)
    second = story.run(too_heavy, press_cycle(story, check_in), ANA, story.now)
    assert second.lighter is not None
    assert second.lighter.check_ins == (check_in.id,)
    third = story.run(too_heavy, press_cycle(story, check_in), ANA, story.now)
    assert third.ends_on < second.ends_on
    assert words(story.cycle_of(check_in).put_off) == [SECOND, THIRD]


def test_too_heavy_at_a_check_in_leaves_its_card_to_be_held_with_the_goal_that_is_left(story: Story) -> None:
    check_in, _ = begins(story)
    pressing = TooHeavyAtReview(review=check_in.id, press=story.press_on(check_in.version))
    story.run(too_heavy_at_review, pressing, ANA, story.now)
    assert decides(story, check_in, change(1, "Smaller"), keep(2), keep(3)).held_at
    assert words(story.cycle_of(check_in).goals) == ["Smaller"]


def test_goals_that_are_put_off_come_back_one_by_one_while_the_contract_is_revised(story: Story) -> None:
    check_in, _ = begins(story)
    story.run(too_heavy, press_cycle(story, check_in), ANA, story.now)
    story.run(revise_contract, story.cycle_of(check_in).cycle.id, ANA, story.now)
    contract = adds_a_goal(story, contract_now(story, check_in), TERMS)
    assert (words(contract.terms.goals), words(contract.put_off)) == ([GOAL, SECOND], [THIRD])
    with pytest.raises(NothingToUndo):
        story.run(undo_lighter, press_cycle(story, check_in), ANA, story.now)
    again = adds_a_goal(story, contract, contract.terms)
    assert (words(again.terms.goals), again.put_off) == ([GOAL, SECOND, THIRD], ())
