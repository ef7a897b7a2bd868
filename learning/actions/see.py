"""Puts together what a person gets to see of a thing. The one place that loads for the screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime

from learning.actions.see_asking import ASKING_LOADERS, has_advisers, name_of, states_of
from learning.actions.see_companions import see_proposal
from learning.actions.see_connection import CONNECTION_LOADERS, is_in_chat
from learning.actions.see_own_calendar import see_own_calendar
from learning.contract import Contract, ContractId
from learning.cycle import CycleId
from learning.messages import MessageKind
from learning.people import Person, PersonId, today_of
from learning.review import ClosingAnswers, Review, ReviewId, ReviewKind
from learning.views import (
    ContractView,
    CycleView,
    ReviewClashView,
    ReviewGoneView,
    ReviewMovedView,
    ReviewView,
    View,
    WelcomeView,
    WithInputs,
)
from learning.work import Work


def see(work: Work, kind: MessageKind, about: str, reader: PersonId, now: datetime) -> View:
    """The view of this thing for this reader; NotHere when it is not for them."""
    view = LOADERS[kind](work, about, work.people.get(reader), now)
    if isinstance(view, WithInputs):
        return replace(view, unfinished=work.unfinished.of(reader, kind, about))
    return view


def _welcome(work: Work, about: str, reader: Person, now: datetime) -> WelcomeView:
    return WelcomeView(reader=reader)


def _contract(work: Work, about: str, reader: Person, now: datetime) -> ContractView:
    contract = work.contracts.for_learner(ContractId(about), learner=reader.id)
    return ContractView(
        contract=contract,
        today=today_of(reader, now),
        peers=tuple(name_of(work, peer) for peer in contract.peers),
        requests=states_of(work, contract),
        grown_from_take_away=_take_away(work, contract),
        is_placing=_is_placing(work, contract),
    )


def _is_placing(work: Work, contract: Contract) -> bool:
    cycle = work.cycles.of_contract(contract.id, learner=contract.learner)
    reviews = work.reviews.of_cycle(cycle.id, learner=contract.learner) if cycle else ()
    is_waiting = any(review.is_open and review.entry is None for review in reviews)
    return is_waiting and not is_in_chat(work, contract.learner)


def _take_away(work: Work, contract: Contract) -> str:
    """What the learner took from the closing review that this draft grew from."""
    if contract.grown_from is None:
        return ""
    cycle = work.cycles.of_contract(contract.grown_from, learner=contract.learner)
    reviews = work.reviews.of_cycle(cycle.id, learner=contract.learner) if cycle else ()
    closing = (review.answers for review in reviews if isinstance(review.answers, ClosingAnswers))
    return next((answers.take_away for answers in closing), "")


def _cycle(work: Work, about: str, reader: Person, now: datetime) -> CycleView:
    cycle = work.cycles.for_learner(CycleId(about), learner=reader.id)
    contract = work.contracts.for_learner(cycle.contract, learner=reader.id)
    reviews = sorted(work.reviews.of_cycle(cycle.id, learner=reader.id), key=_when)
    collected = work.evidence.of_cycle(cycle.id, learner=reader.id)
    return CycleView(
        cycle=cycle,
        goals=contract.terms.goals,
        put_off=contract.put_off,
        reviews=tuple(reviews),
        evidence=tuple(collected),
        is_in_chat=is_in_chat(work, reader.id),
        feed=work.feeds.of(reader.id),
    )


def _when(review: Review) -> tuple[date, bool]:
    return review.ideal_on, review.kind is ReviewKind.CLOSING


def _review_moved(work: Work, about: str, reader: Person, now: datetime) -> ReviewMovedView:
    return ReviewMovedView(review=work.reviews.for_learner(ReviewId(about), learner=reader.id))


def _review_gone(work: Work, about: str, reader: Person, now: datetime) -> ReviewGoneView:
    return ReviewGoneView(review=work.reviews.for_learner(ReviewId(about), learner=reader.id), now=now)


def _review_clash(work: Work, about: str, reader: Person, now: datetime) -> ReviewClashView:
    return ReviewClashView(review=work.reviews.for_learner(ReviewId(about), learner=reader.id))


def _review(work: Work, about: str, reader: Person, now: datetime) -> ReviewView:
    review = work.reviews.for_learner(ReviewId(about), learner=reader.id)
    cycle = work.cycles.for_learner(review.cycle, learner=reader.id)
    contract = work.contracts.for_learner(cycle.contract, learner=reader.id)
    return ReviewView(
        review=review,
        contract=contract,
        has_advisers=has_advisers(work, contract),
        evidence=tuple(work.evidence.of_cycle(cycle.id, learner=reader.id)),
    )


LOADERS: Mapping[MessageKind, Callable[[Work, str, Person, datetime], View]] = {
    MessageKind.WELCOME: _welcome,
    MessageKind.CONTRACT: _contract,
    **ASKING_LOADERS,
    MessageKind.CYCLE: _cycle,
    MessageKind.OWN_CALENDAR: see_own_calendar,
    MessageKind.PROPOSAL: see_proposal,
    MessageKind.REVIEW_MOVED: _review_moved,
    MessageKind.REVIEW_GONE: _review_gone,
    MessageKind.REVIEW_CLASH: _review_clash,
    MessageKind.REVIEW: _review,
    **CONNECTION_LOADERS,
}
