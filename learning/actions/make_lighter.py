"""The learner says that it is too heavy: one tap makes it smaller, and one undoes that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from learning.actions.change_end import change_end
from learning.actions.on_cycle import OnCycle, pressed_cycle
from learning.actions.pressing import Press, check_press
from learning.actions.telling import bring, defer_calendar, refresh
from learning.contract import Contract, bring_goals_back, move_end, put_off_goals
from learning.cycle import Cycle, check_running
from learning.ending import back_by_hand
from learning.lighter import NothingToUndo, make_lighter
from learning.messages import MessageKind
from learning.people import PersonId, today_of
from learning.review import ReviewId, drop, restore
from learning.work import Work


@dataclass(frozen=True, kw_only=True)
class TooHeavyAtReview:
    """The button on a check-in's card. What is typed there stays in its inputs."""

    review: ReviewId
    press: Press


def too_heavy(work: Work, command: OnCycle, actor: PersonId, now: datetime) -> Cycle:
    """Make the cycle smaller; its card says what became smaller, and offers to undo it."""
    return _make_lighter(work, pressed_cycle(work, command, actor, now), now)


def too_heavy_at_review(work: Work, command: TooHeavyAtReview, actor: PersonId, now: datetime) -> Cycle:
    """The same from a check-in's card, which stays as it is, with what is typed there; the cycle's card comes below."""
    review = work.reviews.for_learner(command.review, learner=actor)
    check_press(work, actor, command.press, version=command.press.version, now=now)
    cycle = work.cycles.for_learner(review.cycle, learner=actor)
    check_running(cycle)
    cycle = _make_lighter(work, cycle, now, but=review.id)
    bring(work, actor, MessageKind.CYCLE, cycle.id, now=now)
    return cycle


def undo_lighter(work: Work, command: OnCycle, actor: PersonId, now: datetime) -> Cycle:
    """Let it be as it was before the last tap."""
    cycle = pressed_cycle(work, command, actor, now)
    if cycle.lighter is None:
        raise NothingToUndo
    undone = cycle.lighter
    cycle = work.cycles.put(replace(cycle, lighter=None))
    if undone.goals:
        _change_contract(work, cycle, lambda contract: bring_goals_back(contract, undone.goals), now)
    for check_in in undone.check_ins:
        review = work.reviews.for_learner(check_in, learner=actor)
        if not review.is_open and review.held_at is None:
            work.reviews.put(restore(review, now=now))
            refresh(work, MessageKind.REVIEW, review.id, now=now)
    if undone.ended_on is not None:
        cycle = _end_on(work, cycle, undone.ended_on, now)
    if undone.by_hand is not None:
        for review in work.reviews.of_cycle(cycle.id, learner=actor):
            back = back_by_hand(review, undone.by_hand, now=now)
            if back != review:
                work.reviews.put(back)
    defer_calendar(work, actor, now=now)
    refresh(work, MessageKind.CYCLE, cycle.id, now=now)
    return cycle


def _make_lighter(work: Work, cycle: Cycle, now: datetime, *, but: ReviewId | None = None) -> Cycle:
    goals = work.contracts.for_learner(cycle.contract, learner=cycle.learner).terms.goals
    reviews = [each for each in work.reviews.of_cycle(cycle.id, learner=cycle.learner) if each.id != but]
    today = today_of(work.people.get(cycle.learner), now)
    lighter, ends_on = make_lighter(goals, reviews, cycle.ends_on, today=today, now=now)
    cycle = work.cycles.put(replace(cycle, lighter=lighter))
    if lighter.goals:
        _change_contract(work, cycle, lambda contract: put_off_goals(contract, lighter.goals), now)
    for review in reviews:
        if review.id in lighter.check_ins:
            work.reviews.put(drop(review, now=now))
            for kind in (MessageKind.REVIEW, MessageKind.REVIEW_GONE):
                refresh(work, kind, review.id, now=now)
    if ends_on != cycle.ends_on:
        cycle = _end_on(work, cycle, ends_on, now, but=but)
    defer_calendar(work, cycle.learner, now=now)
    refresh(work, MessageKind.CYCLE, cycle.id, now=now)
    return cycle


def _end_on(work: Work, cycle: Cycle, ends_on: date, now: datetime, *, but: ReviewId | None = None) -> Cycle:
    _change_contract(work, cycle, lambda contract: move_end(contract, ends_on), now)
    return change_end(work, cycle, ends_on, now, but=but)


def _change_contract(work: Work, cycle: Cycle, change: Callable[[Contract], Contract], now: datetime) -> None:
    contract = work.contracts.for_learner(cycle.contract, learner=cycle.learner)
    work.contracts.put(change(contract))
    refresh(work, MessageKind.CONTRACT, contract.id, now=now)
