"""The answers of a contract as they are read, not written: for peers, and for the learner once the cycle runs."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.page import Page
from learning.goal import Goal
from learning.terms import Terms, goal_field

Pairs = list[tuple[str, str]]


def goal_pairs(page: Page, goals: Sequence[Goal], *, to_peer: bool = False) -> Pairs:
    """Each goal under its question."""
    side = "peer" if to_peer else "own"
    return [(page.say(f"terms.{side}.{goal_field(place)}"), goal.words) for place, goal in enumerate(goals, 1)]


def put_off_pairs(page: Page, goals: Sequence[Goal]) -> Pairs:
    """The goals that the learner keeps for later: the learner alone reads them."""
    return [(page.say("terms.own.put_off"), goal.words) for goal in goals]


def term_pairs(page: Page, terms: Terms, *, to_peer: bool = False) -> Pairs:
    """Each question with its answer, empty ones too. To a peer the questions speak of the learner as somebody else."""
    side = "peer" if to_peer else "own"
    return [
        *goal_pairs(page, terms.goals, to_peer=to_peer),
        (page.say(f"terms.{side}.need_organisation"), terms.needs.organisation),
        (page.say(f"terms.{side}.need_team"), terms.needs.team),
        (page.say(f"terms.{side}.need_own"), terms.needs.own),
        (page.say(f"terms.{side}.ways"), terms.ways),
        (page.say(f"terms.{side}.proof"), terms.proof),
        (page.say(f"terms.{side}.ends_on"), page.speaker.day(terms.ends_on) if terms.ends_on else ""),
    ]


def reminder_pairs(page: Page, terms: Terms, *, with_needs: bool) -> Pairs:
    """What the learner set out to do, as a reminder at a review."""
    *goals, organisation, team, own, _, proof, _ = term_pairs(page, terms)
    return [*goals, organisation, team, own, proof] if with_needs else [*goals, proof]
