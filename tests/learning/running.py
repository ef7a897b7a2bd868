"""What tests about a cycle that runs have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from learning.actions.hold_review import HoldReview, hold_review
from learning.actions.on_cycle import OnCycle
from learning.actions.revise_contract import revise_contract
from learning.contract import Contract
from learning.cycle import Cycle
from learning.review import CheckInAnswers, ClosingAnswers, Review
from learning.terms import Terms
from learning.work import Work
from tests.cast import ANA
from tests.learning.story import TERMS, Story


def cycle_now(story: Story, review: Review) -> Cycle:
    return story.cycle_of(review).cycle


def press_cycle(story: Story, review: Review) -> OnCycle:
    cycle = cycle_now(story, review)
    return OnCycle(cycle=cycle.id, press=story.press_on(cycle.version))


def contract_now(story: Story, review: Review) -> Contract:
    contract = cycle_now(story, review).contract

    def find(work: Work) -> Contract:
        return work.contracts.for_learner(contract, learner=ANA)

    return story.run(find)


def revises(story: Story, review: Review, terms: Terms) -> Contract:
    story.run(revise_contract, cycle_now(story, review).id, ANA, story.now)
    return story.saves(contract_now(story, review), terms)


def holds(story: Story, review: Review, answers: CheckInAnswers | ClosingAnswers) -> Review:
    newest = story.review(review)
    holding = HoldReview(review=newest.id, answers=answers, press=story.press_on(newest.version))
    return story.run(hold_review, holding, ANA, story.now)


def ids(reviews: Sequence[Review]) -> list[str]:
    return [review.id for review in reviews]


def ends(day: date) -> Terms:
    return replace(TERMS, ends_on=day)
