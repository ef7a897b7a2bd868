"""The goals on the learner's contract card: one field at first, up to three if the learner wants."""

from __future__ import annotations

from bot.cards.form import Form
from bot.cards.page import Page
from bot.cards.parts import Elements, aside, quotes
from bot.cards.terms import put_off_pairs
from learning.contract import Contract
from learning.goal import MOST_GOALS, Goal, free_number
from learning.terms import goal_field, longest_goal


def goal_fields(contract: Contract, form: Form) -> Elements:
    """A field for each goal, and those that were put off to be read."""
    say, goals = form.page.say, list(contract.terms.goals) or [Goal(number=1, words="")]
    if contract.adding_goal_at:
        goals.append(Goal(number=free_number(goals), words=""))
    parts: Elements = []
    for place, goal in enumerate(goals, 1):
        parts += form.text(
            goal_field(goal.number),
            say(f"terms.own.{goal_field(place)}"),
            goal.words,
            longest=longest_goal(goal.number),
            placeholder="" if place > 1 else say("contract.goal_example"),
        )
    if len(goals) > 1:
        parts.append(aside(say("contract.goals_hint")))
    return parts + quotes(form.page, put_off_pairs(form.page, contract.put_off))


def add_goal_words(contract: Contract, page: Page) -> list[str]:
    """What the button says that brings one more goal; nothing when there is no room for one."""
    if contract.put_off:
        return [page.say("button.bring_goal_back")]
    fields = max(1, len(contract.terms.goals)) + bool(contract.adding_goal_at)
    return [page.say("button.add_goal")] if fields < MOST_GOALS else []
