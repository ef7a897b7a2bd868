"""A contract has one to three goals: added, read, kept, changed, let go, put off, and carried on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from learning.actions.another_goal import another_goal
from learning.actions.hold_review import HoldReview, hold_review
from learning.actions.make_lighter import TooHeavyAtReview, too_heavy, too_heavy_at_review, undo_lighter
from learning.actions.on_cycle import OnCycle
from learning.actions.revise_contract import revise_contract
from learning.contract import Contract
from learning.errors import SomeoneWasFaster
from learning.goal import (
    Goal,
    GoalChoice,
    GoalDecision,
    GoalOver,
    GoalWordsMissing,
    LastGoal,
    Outcome,
    OutcomeMissing,
    TooManyGoals,
    numbered,
)
from learning.lighter import NothingToUndo
from learning.review import CheckInAnswers, ClosingAnswers, GoingOn, Review
from learning.terms import LONGEST_OTHER_GOAL, NothingAnswered, Terms, TooLong
from learning.work import Work
from tests.cast import ANA, BEN, TODAY
from tests.learning.story import GOAL, TERMS, Story

SECOND, THIRD = "Write minutes that people read", "Say no kindly"
THREE = replace(TERMS, goals=numbered(GOAL, SECOND, THIRD))
TWO = replace(TERMS, goals=numbered(GOAL, SECOND))


def words(goals: tuple[Goal, ...]) -> list[str]:
    return [goal.words for goal in goals]


def contract_of(story: Story, review: Review) -> Contract:
    contract = story.cycle_of(review).cycle.contract

    def find(work: Work) -> Contract:
        return work.contracts.for_learner(contract, learner=ANA)

    return story.run(find)


def begins(story: Story, terms: Terms = THREE) -> tuple[Review, Review]:
    """A cycle with these goals, its check-in and closing review in the calendar."""
    story.starts(story.drafts(), terms)
    check_in, closing = story.calendar_is_written()
    return check_in, closing


def holds(story: Story, review: Review, answers: CheckInAnswers | ClosingAnswers) -> Review:
    newest = story.review(review)
    holding = HoldReview(review=newest.id, answers=answers, press=story.press_on(newest.version))
    return story.run(hold_review, holding, ANA, story.now)


def decides(story: Story, check_in: Review, *decisions: GoalDecision) -> Review:
    return holds(story, check_in, CheckInAnswers(did="x", goals=decisions))


def presses(story: Story, review: Review) -> OnCycle:
    cycle = story.cycle_of(review).cycle
    return OnCycle(cycle=cycle.id, press=story.press_on(cycle.version))


def change(number: int, new: str) -> GoalDecision:
    return GoalDecision(number=number, choice=GoalChoice.CHANGE, words=new)


def stop(number: int) -> GoalDecision:
    return GoalDecision(number=number, choice=GoalChoice.STOP)


def keep(number: int) -> GoalDecision:
    return GoalDecision(number=number, choice=GoalChoice.KEEP)


# --- adding goals


def adds_a_goal(story: Story, contract: Contract, terms: Terms) -> Contract:
    return story.run(another_goal, story.filled_in(contract, terms), ANA, story.now)


def test_adding_a_goal_keeps_what_was_typed_and_leaves_a_field_for_it(story: Story) -> None:
    contract = adds_a_goal(story, story.drafts(), TERMS)
    assert contract.terms == TERMS
    assert contract.adding_goal_at == story.now
    with_two = story.saves(contract, TWO)
    assert words(with_two.terms.goals) == [GOAL, SECOND]
    assert with_two.adding_goal_at is None


def test_a_contract_has_three_goals_at_most(story: Story) -> None:
    contract = adds_a_goal(story, story.drafts(), TWO)
    with pytest.raises(TooManyGoals):
        adds_a_goal(story, contract, THREE)
    with pytest.raises(TooManyGoals):
        story.saves(contract, replace(TERMS, goals=numbered("1", "2", "3", "4")))


def test_a_second_goal_is_not_asked_for_before_anything_is_written(story: Story) -> None:
    with pytest.raises(NothingAnswered):
        story.run(another_goal, story.filled_in(story.drafts(), Terms(), peers=()), ANA, story.now)


def test_a_goal_is_as_long_as_the_card_has_room_for_and_the_mistake_names_its_field(story: Story) -> None:
    terms = replace(TERMS, goals=numbered(GOAL, "x" * (LONGEST_OTHER_GOAL + 1)))
    with pytest.raises(TooLong) as caught:
        story.saves(story.drafts(), terms)
    assert caught.value.field == "goal_2"


def test_a_goal_that_is_emptied_goes_and_the_others_keep_their_numbers(story: Story) -> None:
    contract = story.saves(story.drafts(), THREE)
    kept = story.saves(contract, replace(THREE, goals=numbered(GOAL, "", THIRD)))
    assert kept.terms.goals == (Goal(number=1, words=GOAL), Goal(number=3, words=THIRD))


def test_an_old_card_adds_no_goal(story: Story) -> None:
    old = story.drafts()
    story.saves(old, TWO)
    with pytest.raises(SomeoneWasFaster):
        adds_a_goal(story, old, TERMS)


def test_while_a_contract_is_revised_a_goal_is_added_and_the_card_stays_open(story: Story) -> None:
    check_in, _ = begins(story, TERMS)
    story.run(revise_contract, story.cycle_of(check_in).cycle.id, ANA, story.now)
    contract = adds_a_goal(story, contract_of(story, check_in), TERMS)
    assert contract.is_form
    assert not story.saves(contract, TWO).is_form
    assert words(story.cycle_of(check_in).goals) == [GOAL, SECOND]


def test_peers_read_exactly_the_goals_they_were_sent(story: Story) -> None:
    contract = story.asks(story.drafts(), TWO)
    request = story.request_to(BEN, contract)
    changed = story.saves(contract, THREE)
    assert (changed.revision, changed.shown_revision) == (2, 1)
    assert words(story.request_as_seen_by(BEN, request).revision.terms.goals) == [GOAL, SECOND]


# --- at a check-in


def test_at_a_check_in_a_goal_is_kept_changed_or_let_go(story: Story) -> None:
    check_in, _ = begins(story)
    held = decides(story, check_in, keep(1), change(2, "Write less"), stop(3))
    assert words(contract_of(story, check_in).terms.goals) == [GOAL, "Write less"]
    assert words(story.cycle_of(check_in).goals) == [GOAL, "Write less"]
    assert isinstance(held.answers, CheckInAnswers)
    assert [(each.number, each.was) for each in held.answers.goals] == [(2, SECOND), (3, THIRD)]


def test_what_is_decided_at_a_check_in_is_the_next_revision_once_peers_have_seen_the_contract(story: Story) -> None:
    contract = story.asks(story.drafts(), TWO)
    request = story.request_to(BEN, contract)
    story.starts(contract, TWO)
    check_in, _ = story.calendar_is_written()
    decides(story, check_in, change(1, "Smaller"))
    after = contract_of(story, check_in)
    assert (after.revision, after.shown_revision) == (2, 1)
    assert words(story.request_as_seen_by(BEN, request).revision.terms.goals) == [GOAL, SECOND]


def test_keeping_all_goals_changes_nothing(story: Story) -> None:
    check_in, _ = begins(story)
    before = contract_of(story, check_in)
    held = decides(story, check_in, keep(1), keep(2), change(3, THIRD))
    assert contract_of(story, check_in) == before
    assert isinstance(held.answers, CheckInAnswers)
    assert held.answers.goals == ()


def test_the_last_goal_stays_as_long_as_the_cycle_runs(story: Story) -> None:
    check_in, _ = begins(story, TWO)
    with pytest.raises(LastGoal):
        decides(story, check_in, stop(1), stop(2))
    assert story.review(check_in).is_open
    assert words(contract_of(story, check_in).terms.goals) == [GOAL, SECOND]


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
    assert words(contract_of(story, check_in).terms.goals) == [GOAL, SECOND]


def test_a_decision_alone_is_enough_for_a_check_in(story: Story) -> None:
    check_in, _ = begins(story, TWO)
    assert holds(story, check_in, CheckInAnswers(goals=(stop(2),))).held_at


# --- too heavy


def test_too_heavy_puts_the_other_goals_off_first_and_undoing_brings_them_back(story: Story) -> None:
    check_in, _ = begins(story)
    smaller = story.run(too_heavy, presses(story, check_in), ANA, story.now)
    assert smaller.lighter is not None
    assert smaller.lighter.goals == (2, 3)
    view = story.cycle_of(check_in)
    assert (words(view.goals), words(view.put_off)) == ([GOAL], [SECOND, THIRD])
    assert story.review(check_in).is_open
    story.run(undo_lighter, presses(story, check_in), ANA, story.now)
    assert story.cycle_of(check_in).goals == THREE.goals
    assert story.cycle_of(check_in).put_off == ()


def test_after_the_goals_it_is_the_check_ins_and_then_the_end_that_become_less(story: Story) -> None:
    check_in, _ = begins(story)
    story.run(too_heavy, presses(story, check_in), ANA, story.now)
    second = story.run(too_heavy, presses(story, check_in), ANA, story.now)
    assert second.lighter is not None
    assert second.lighter.check_ins == (check_in.id,)
    third = story.run(too_heavy, presses(story, check_in), ANA, story.now)
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
    story.run(too_heavy, presses(story, check_in), ANA, story.now)
    story.run(revise_contract, story.cycle_of(check_in).cycle.id, ANA, story.now)
    contract = adds_a_goal(story, contract_of(story, check_in), TERMS)
    assert (words(contract.terms.goals), words(contract.put_off)) == ([GOAL, SECOND], [THIRD])
    with pytest.raises(NothingToUndo):
        story.run(undo_lighter, presses(story, check_in), ANA, story.now)
    again = adds_a_goal(story, contract, contract.terms)
    assert (words(again.terms.goals), again.put_off) == ([GOAL, SECOND, THIRD], ())


# --- at the end


def closes(story: Story, terms: Terms, answers: ClosingAnswers, *, heavy: bool = False) -> Terms:
    """The next draft's terms."""
    _, closing = begins(story, terms)
    if heavy:
        story.run(too_heavy, presses(story, closing), ANA, story.now)
    holds(story, closing, answers)
    return story.drafts().terms


def outcomes(*each: Outcome) -> dict[int, Outcome]:
    return dict(enumerate(each, 1))


def test_each_goal_has_its_outcome(story: Story) -> None:
    _, closing = begins(story)
    with pytest.raises(OutcomeMissing) as caught:
        holds(story, closing, ClosingAnswers(outcomes={1: Outcome.REACHED, 2: Outcome.LET_GO}))
    assert caught.value.field == "outcome_3"
    held = holds(story, closing, ClosingAnswers(outcomes=outcomes(Outcome.REACHED, Outcome.LET_GO, Outcome.PARTLY)))
    assert isinstance(held.answers, ClosingAnswers)
    assert held.answers.outcomes[3] is Outcome.PARTLY


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ((Outcome.REACHED, Outcome.LET_GO, Outcome.PARTLY), [THIRD]),
        ((Outcome.CHANGED, Outcome.REACHED, Outcome.PARTLY), [GOAL, THIRD]),
        ((Outcome.REACHED, Outcome.REACHED, Outcome.LET_GO), [GOAL, SECOND, THIRD]),
    ],
)
def test_the_next_draft_keeps_the_goals_that_are_neither_reached_nor_let_go(
    story: Story, given: tuple[Outcome, ...], kept: list[str]
) -> None:
    assert words(closes(story, THREE, ClosingAnswers(outcomes=outcomes(*given))).goals) == kept


def test_changed_goals_stand_in_the_next_draft_as_they_were_typed(story: Story) -> None:
    answers = ClosingAnswers(
        outcomes=outcomes(*[Outcome.PARTLY] * 3), going_on=GoingOn.CHANGE, next_goals=("New words", "", THIRD)
    )
    terms = closes(story, THREE, answers)
    assert (words(terms.goals), terms.ways) == (["New words", THIRD], TERMS.ways)


def test_something_new_leaves_the_old_goals_behind(story: Story) -> None:
    answers = ClosingAnswers(
        outcomes=outcomes(*[Outcome.PARTLY] * 2), going_on=GoingOn.NEW, next_goals=("Something new", SECOND)
    )
    terms = closes(story, TWO, answers)
    assert (words(terms.goals), terms.ways) == (["Something new"], "")


def test_after_a_rest_the_goals_go_on_as_they_would_have_without_it(story: Story) -> None:
    given = outcomes(Outcome.REACHED, Outcome.PARTLY)
    rest = ClosingAnswers(outcomes=given, going_on=GoingOn.REST, rest_until=TODAY + timedelta(days=9))
    assert words(closes(story, TWO, replace(rest, next_goals=(GOAL, SECOND))).goals) == [SECOND]


def test_what_was_typed_before_a_rest_is_not_lost(story: Story) -> None:
    given = outcomes(Outcome.REACHED, Outcome.PARTLY)
    rest = ClosingAnswers(outcomes=given, going_on=GoingOn.REST, rest_until=TODAY + timedelta(days=9))
    assert words(closes(story, TWO, replace(rest, next_goals=("After the rest", SECOND))).goals) == [
        "After the rest",
        SECOND,
    ]


def test_what_was_put_off_comes_along_into_the_next_draft(story: Story) -> None:
    kept = ClosingAnswers(outcomes={1: Outcome.PARTLY})
    assert words(closes(story, THREE, kept, heavy=True).goals) == [GOAL, SECOND, THIRD]


def test_a_goal_that_was_let_go_takes_no_more_part(story: Story) -> None:
    check_in, closing = begins(story)
    decides(story, check_in, stop(1))
    held = holds(story, closing, ClosingAnswers(outcomes={2: Outcome.PARTLY, 3: Outcome.PARTLY}))
    assert held.held_at
    assert words(story.drafts().terms.goals) == [SECOND, THIRD]
