"""The learner says that it is too heavy: one tap makes it smaller, and one undoes that."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from learning.actions.change_end import change_end
from learning.actions.on_cycle import OnCycle, pressed_cycle
from learning.actions.pressing import Press, check_press
from learning.actions.telling import bring, defer_calendar, refresh
from learning.contract import move_end
from learning.cycle import Cycle, check_running
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
    for check_in in undone.check_ins:
        review = work.reviews.for_learner(check_in, learner=actor)
        if not review.is_open and review.held_at is None:
            work.reviews.put(restore(review, now=now))
            refresh(work, MessageKind.REVIEW, review.id, now=now)
    if undone.ended_on is not None:
        cycle = _end_on(work, cycle, undone.ended_on, now)
    defer_calendar(work, actor, now=now)
    refresh(work, MessageKind.CYCLE, cycle.id, now=now)
    return cycle


def _make_lighter(work: Work, cycle: Cycle, now: datetime, *, but: ReviewId | None = None) -> Cycle:
    reviews = [each for each in work.reviews.of_cycle(cycle.id, learner=cycle.learner) if each.id != but]
    today = today_of(work.people.get(cycle.learner), now)
    lighter, ends_on = make_lighter(reviews, cycle.ends_on, today=today, now=now)
    cycle = work.cycles.put(replace(cycle, lighter=lighter))
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
    contract = work.contracts.for_learner(cycle.contract, learner=cycle.learner)
    work.contracts.put(move_end(contract, ends_on))
    refresh(work, MessageKind.CONTRACT, contract.id, now=now)
    return change_end(work, cycle, ends_on, now, but=but)
