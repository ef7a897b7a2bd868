"""The goals on the card of a review: kept, changed or let go at a check-in; what became of each at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.cards.form import Form
from bot.cards.inert import in_a_few_words
from bot.cards.page import Page
from bot.cards.parts import Elements, aside, heading
from bot.cards.terms import Pairs
from learning.goal import Goal, GoalChoice, GoalDecision, Outcome
from learning.review import ClosingAnswers, GoingOn
from learning.terms import goal_field, longest_goal


def decision_fields(goals: Sequence[Goal], form: Form) -> Elements:
    """What becomes of each goal, kept unless something else is said. One goal needs a field for new words alone."""
    say = form.page.say
    if len(goals) == 1:
        return [*_new_words(goals[0], say("review.goal_words"), form), aside(say("review.goal_hint"))]
    choices = [(str(choice), say(f"review.goal_choice.{choice}")) for choice in GoalChoice]
    parts: Elements = [heading(say("review.goals"))]
    for place, goal in enumerate(goals, 1):
        label = say("review.goal_named", place=place, goal=in_a_few_words(goal.words))
        parts += form.choice(f"choice_{goal.number}", label, GoalChoice.KEEP, choices, is_open=False)
        parts += _new_words(goal, say("review.goal_words_named", place=place), form)
    return parts


def decision_pairs(page: Page, decisions: Sequence[GoalDecision]) -> Pairs:
    """What was decided, to be read."""
    return [
        (page.say("review.goal_let_go"), decision.was)
        if decision.choice is GoalChoice.STOP
        else (page.say("review.goal_changed"), decision.words)
        for decision in decisions
    ]


def outcome_fields(goals: Sequence[Goal], form: Form) -> Elements:
    """What became of each goal."""
    choices = [(str(outcome), form.page.say(f"review.outcome.{outcome}")) for outcome in Outcome]
    parts: Elements = []
    for goal in goals:
        parts += form.choice(f"outcome_{goal.number}", _outcome_of(goal, goals, form.page), "", choices)
    return parts


def outcome_pairs(page: Page, goals: Sequence[Goal], outcomes: Mapping[int, Outcome]) -> Pairs:
    """The same, to be read."""
    return [
        (_outcome_of(goal, goals, page), page.say(f"review.outcome.{outcomes[goal.number]}"))
        for goal in goals
        if goal.number in outcomes
    ]


def going_on_field(goals: Sequence[Goal], form: Form) -> Elements:
    """How the learner goes on."""
    ways = [(str(way), form.page.say(going_on_key(way, goals))) for way in GoingOn]
    return form.choice("going_on", form.page.say("review.going_on"), GoingOn.KEEP, ways)


def going_on_key(way: GoingOn, goals: Sequence[Goal]) -> str:
    """Which sentence says this way on: with several goals it means something else."""
    several = len(goals) > 1 and way in (GoingOn.KEEP, GoingOn.CHANGE)
    return f"review.going_on.{way}_several" if several else f"review.going_on.{way}"


def next_goal_fields(goals: Sequence[Goal], form: Form) -> Elements:
    """What the next draft's goals are when they change; each stands there as it is."""
    parts: Elements = []
    for place, goal in enumerate(goals, 1):
        field, longest = f"next_{goal_field(place)}", longest_goal(place)
        parts += form.text(field, form.page.say(f"review.{field}"), goal.words, longest=longest)
    return [*parts, aside(form.page.say("review.next_goals_hint"))] if len(goals) > 1 else parts


def next_goal_pairs(page: Page, answers: ClosingAnswers) -> Pairs:
    """The same, to be read, when they changed."""
    if answers.going_on not in (GoingOn.CHANGE, GoingOn.NEW):
        return []
    return [(page.say(f"review.next_{goal_field(place)}"), words) for place, words in enumerate(answers.next_goals, 1)]


def _new_words(goal: Goal, label: str, form: Form) -> Elements:
    return form.text(f"words_{goal.number}", label, longest=longest_goal(goal.number), multiline=False)


def _outcome_of(goal: Goal, goals: Sequence[Goal], page: Page) -> str:
    if len(goals) == 1:
        return page.say("review.outcome")
    return page.say("review.outcome_of", goal=in_a_few_words(goal.words))
