"""The end of a cycle that runs moves: the reviews and the calendar go along."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from learning.actions.appointments import fit_appointments
from learning.actions.telling import defer_calendar, refresh
from learning.contract import Contract
from learning.cycle import Cycle
from learning.ending import check_ins_to_add, with_new_end
from learning.messages import MessageKind
from learning.people import PersonId, today_of
from learning.review import Review, ReviewId, ReviewKind
from learning.watching import Watching, covers, start_over, window_around
from learning.work import Work


def follow_terms(work: Work, contract: Contract, now: datetime) -> None:
    """A contract was revised during its cycle: when its end changed, the cycle's changes too; its card says it all."""
    cycle = work.cycles.of_contract(contract.id, learner=contract.learner)
    if cycle is None or cycle.closed_at is not None:
        return
    cycle = work.cycles.put(replace(cycle, lighter=None))  # it is as the learner wants it now
    if contract.terms.ends_on is not None and contract.terms.ends_on != cycle.ends_on:
        _add_check_ins(work, cycle, contract.terms.ends_on, now)
        change_end(work, cycle, contract.terms.ends_on, now)
    refresh(work, MessageKind.CYCLE, cycle.id, now=now)


def _add_check_ins(work: Work, cycle: Cycle, ends_on: date, now: datetime) -> None:
    """A cycle that the learner makes longer is looked at as often as one that was so long from the start."""
    learner = work.people.get(cycle.learner)
    days = check_ins_to_add(
        work.reviews.of_cycle(cycle.id, learner=cycle.learner),
        today_of(learner, cycle.opened_at),
        before=cycle.ends_on,
        ends_on=ends_on,
        learner=learner,
        now=now,
    )
    for day in days:
        check_in = Review(
            id=ReviewId(work.new_id()), cycle=cycle.id, learner=learner.id, kind=ReviewKind.CHECK_IN, ideal_on=day
        )
        work.reviews.add(check_in)


def change_end(work: Work, cycle: Cycle, ends_on: date, now: datetime, *, but: ReviewId | None = None) -> Cycle:
    """Let the cycle end on this day: the closing review moves; a sooner end leaves check-ins beyond out, but this."""
    learner = work.people.get(cycle.learner)
    is_sooner = ends_on < cycle.ends_on
    cycle = work.cycles.put(replace(cycle, ends_on=ends_on))
    for review in work.reviews.of_cycle(cycle.id, learner=cycle.learner):
        if review.kind is ReviewKind.CHECK_IN and not is_sooner:
            continue  # more time takes nothing away
        changed = with_new_end(review, ends_on, learner=learner, now=now)
        if changed != review and review.id != but:
            work.reviews.put(changed)
            for kind in (MessageKind.REVIEW, MessageKind.REVIEW_GONE):
                refresh(work, kind, review.id, now=now)
    fit_appointments(work, cycle, now)
    follow_until_end(work, cycle, now)
    return cycle


def follow_until_end(work: Work, cycle: Cycle, now: datetime) -> None:
    """Follow the learner's calendar up to the cycle's end and beyond; a cycle that runs already stays covered."""
    follow_until(work, cycle.learner, datetime.combine(cycle.ends_on, time(), UTC) + timedelta(days=1), now)


def follow_until(work: Work, person: PersonId, last: datetime, now: datetime) -> None:
    """Follow this person's calendar so far at least."""
    watching = work.watchings.of(person)
    if watching is None:
        work.watchings.add(Watching(person=person, secret=work.new_id(), window=window_around(now, last)))
    elif not covers(watching, last):
        work.watchings.put(start_over(watching, window_around(now, last)))
    defer_calendar(work, person, now=now)
