"""Contracts with several goals, and what learners do about them."""

from __future__ import annotations

from dataclasses import replace

from learning.actions.another_goal import another_goal
from learning.contract import Contract
from learning.goal import Goal, GoalChoice, GoalDecision, numbered
from learning.review import CheckInAnswers, Review
from learning.terms import Terms
from tests.cast import ANA
from tests.learning.running import holds
from tests.learning.story import GOAL, TERMS, Story

SECOND = "Write minutes that people read"
THIRD = "Say no kindly"
THREE = replace(TERMS, goals=numbered(GOAL, SECOND, THIRD))
TWO = replace(TERMS, goals=numbered(GOAL, SECOND))


def words(goals: tuple[Goal, ...]) -> list[str]:
    return [goal.words for goal in goals]


def begins(story: Story, terms: Terms = THREE) -> tuple[Review, Review]:
    """A cycle with these goals, its check-in and closing review in the calendar."""
    story.starts(story.drafts(), terms)
    check_in, closing = story.calendar_is_written()
    return check_in, closing


def decides(story: Story, check_in: Review, *decisions: GoalDecision) -> Review:
    return holds(story, check_in, CheckInAnswers(did="x", goals=decisions))


def change(number: int, new: str) -> GoalDecision:
    return GoalDecision(number=number, choice=GoalChoice.CHANGE, words=new)


def stop(number: int) -> GoalDecision:
    return GoalDecision(number=number, choice=GoalChoice.STOP)


def keep(number: int) -> GoalDecision:
    return GoalDecision(number=number, choice=GoalChoice.KEEP)


def adds_a_goal(story: Story, contract: Contract, terms: Terms) -> Contract:
    return story.run(another_goal, story.filled_in(contract, terms), ANA, story.now)
