"""The goals of a contract: one to three, each with a number that it keeps, and what becomes of each at a review."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from learning.errors import Refusal

MOST_GOALS = 3
GOAL_NUMBERS = range(1, MOST_GOALS + 1)


class TooManyGoals(Refusal):
    """A contract has three goals at most."""


class GoalOver(Refusal):
    """The goal that was decided on takes no part any more: the contract changed meanwhile."""


class GoalWordsMissing(Refusal):
    """A goal that changes needs new words."""


class LastGoal(Refusal):
    """The last goal cannot be let go while the cycle runs; the learner can stop the cycle early instead."""


class OutcomeMissing(Refusal):
    """A closing review says what became of each goal."""


@dataclass(frozen=True, kw_only=True)
class Goal:
    """What the learner wants to be able to do. `number` is 1 to 3: its place on the card, kept while it lasts."""

    number: int
    words: str


class GoalChoice(StrEnum):
    """What the learner does with a goal at a check-in."""

    KEEP = "keep"
    CHANGE = "change"
    STOP = "stop"


class Outcome(StrEnum):
    """What became of a goal. No score."""

    REACHED = "reached"
    PARTLY = "partly"
    CHANGED = "changed"
    LET_GO = "let_go"


@dataclass(frozen=True, kw_only=True)
class GoalDecision:
    """What the learner decided about the goal with this number; `words` are its new ones, `was` those before."""

    number: int
    choice: GoalChoice
    words: str = ""
    was: str = ""


def numbered(*texts: str) -> tuple[Goal, ...]:
    """The goals in these fields of a card, the first of which has number 1; an empty field is no goal."""
    return tuple(Goal(number=number, words=words) for number, words in enumerate(texts, 1) if words)


def numbers_of(goals: Iterable[Goal]) -> frozenset[int]:
    """The numbers of these goals."""
    return frozenset(goal.number for goal in goals)


def free_number(goals: Sequence[Goal]) -> int:
    """The number for one more goal beside these. Raises TooManyGoals."""
    taken = numbers_of(goals)
    for number in GOAL_NUMBERS:
        if number not in taken:
            return number
    raise TooManyGoals(most=MOST_GOALS)


def in_order(*goals: Goal) -> tuple[Goal, ...]:
    """These goals by their numbers."""
    return tuple(sorted(goals, key=lambda goal: goal.number))


def decide(
    goals: Sequence[Goal], decisions: Sequence[GoalDecision]
) -> tuple[tuple[Goal, ...], tuple[GoalDecision, ...]]:
    """The goals after a check-in, and what was decided, with the words before: to keep a goal is no decision to note.

    Raises GoalOver, GoalWordsMissing, LastGoal.
    """
    by_number = {goal.number: goal for goal in goals}
    noted = []
    for decision in decisions:
        field = f"choice_{decision.number}"
        before = by_number.get(decision.number)
        if decision.choice is GoalChoice.KEEP or (before is not None and decision.words == before.words):
            continue
        if before is None:
            raise GoalOver(field)
        if decision.choice is GoalChoice.STOP:
            del by_number[decision.number]
        elif decision.words:
            by_number[decision.number] = replace(before, words=decision.words)
        else:
            raise GoalWordsMissing(f"words_{decision.number}")
        noted.append(replace(decision, was=before.words))
    if goals and not by_number:
        raise LastGoal(f"choice_{noted[-1].number}")
    return in_order(*by_number.values()), tuple(noted)


def check_outcomes(goals: Sequence[Goal], outcomes: Mapping[int, Outcome]) -> None:
    """Raise OutcomeMissing unless each goal, by its number, has its outcome."""
    for goal in goals:
        if goal.number not in outcomes:
            raise OutcomeMissing(f"outcome_{goal.number}")


def carried_on(goals: Sequence[Goal], outcomes: Mapping[int, Outcome]) -> tuple[Goal, ...]:
    """The goals that the next draft keeps: those neither reached nor let go, or all when no other is left."""
    done = {Outcome.REACHED, Outcome.LET_GO}
    return tuple(goal for goal in goals if outcomes.get(goal.number) not in done) or tuple(goals)
