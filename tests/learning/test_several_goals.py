"""A contract has one to three goals: they are added, read by peers as they were sent, and keep their numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from learning.actions.another_goal import another_goal
from learning.actions.revise_contract import revise_contract
from learning.errors import SomeoneWasFaster
from learning.goal import Goal, TooManyGoals, numbered
from learning.terms import LONGEST_OTHER_GOAL, NothingAnswered, Terms, TooLong
from tests.cast import ANA, BEN
from tests.learning.goals import SECOND, THIRD, THREE, TWO, adds_a_goal, begins, words
from tests.learning.running import contract_now
from tests.learning.story import GOAL, TERMS, Story


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
    contract = adds_a_goal(story, contract_now(story, check_in), TERMS)
    assert contract.is_form
    assert not story.saves(contract, TWO).is_form
    assert words(story.cycle_of(check_in).goals) == [GOAL, SECOND]


def test_peers_read_exactly_the_goals_they_were_sent(story: Story) -> None:
    contract = story.asks(story.drafts(), TWO)
    request = story.request_to(BEN, contract)
    changed = story.saves(contract, THREE)
    assert (changed.revision, changed.shown_revision) == (2, 1)
    assert words(story.request_as_seen_by(BEN, request).revision.terms.goals) == [GOAL, SECOND]
