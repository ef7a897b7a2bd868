"""Keeps reviews, with what learners wrote at them."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, or_, select

from learning.cycle import CycleId
from learning.entries import EntryId
from learning.goal import GoalChoice, GoalDecision, Outcome
from learning.people import PersonId
from learning.review import CheckInAnswers, ClosingAnswers, GoingOn, Review, ReviewId, ReviewKind
from storage.guests import guests_read, guests_written
from storage.rows import Columns, add_row, get_row, put_row, slot_of
from storage.tables import AWAITED, cycles, reviews

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.engine import Connection, Row

_IS_OPEN = and_(reviews.c.held_at.is_(None), reviews.c.skipped_at.is_(None))


class SqlReviews:
    """Implements learning.work.Reviews."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, review: Review) -> None:
        """Keep a new review."""
        add_row(self._connection, reviews, _columns(review))

    def put(self, review: Review) -> Review:
        """Keep a changed review. Raises SomeoneWasFaster."""
        return replace(review, version=put_row(self._connection, reviews, _columns(review)))

    def for_learner(self, review: ReviewId, *, learner: PersonId) -> Review:
        """The learner's own review. Raises NotHere."""
        return _review(get_row(self._connection, reviews, id=review, learner=learner))

    def of_cycle(self, cycle: CycleId, *, learner: PersonId) -> Sequence[Review]:
        """The reviews of the learner's own cycle, by the day that suits each best."""
        return self._all(select(reviews).where(reviews.c.cycle == cycle, reviews.c.learner == learner))

    def open_of(self, learner: PersonId) -> Sequence[Review]:
        """What this learner has still to hold or leave out, in cycles that are not closed."""
        return self._all(_still_open(reviews.c.learner == learner))

    def unwanted_of(self, learner: PersonId) -> Sequence[Review]:
        """This learner's reviews that are over, and whose entry, if there is one, is to leave the calendar."""
        may_stand = or_(reviews.c.entry.is_not(None), reviews.c.stood_starts_at.is_not(None))
        unwanted = and_(reviews.c.unwanted_at.is_not(None), may_stand)
        return self._all(select(reviews).where(reviews.c.learner == learner, unwanted))

    def left_out_of(self, learner: PersonId) -> Sequence[Review]:
        """What this learner left out after deleting its entry, in cycles that are not closed."""
        left_out = and_(reviews.c.skipped_at.is_not(None), reviews.c.gone_at.is_not(None), reviews.c.held_at.is_(None))
        mine = and_(reviews.c.learner == learner, reviews.c.entry.is_not(None), reviews.c.unwanted_at.is_(None))
        return self._all(_in_open_cycle(and_(mine, left_out)))

    def due(self, now: datetime, *, most: int) -> Sequence[Review]:
        """Everybody's reviews whose time has come and that were neither asked about nor deleted from the calendar.

        While a cycle is paused none of its reviews is due. The earliest first, and at most so many.
        """
        query = _in_open_cycle(and_(AWAITED, reviews.c.starts_at <= now, cycles.c.paused_at.is_(None)))
        ordered = query.order_by(reviews.c.starts_at, reviews.c.seq).limit(most)
        return [_review(row) for row in self._connection.execute(ordered)]

    def _all(self, query: Select[Any]) -> Sequence[Review]:
        ordered = query.order_by(reviews.c.ideal_on, reviews.c.seq)
        return [_review(row) for row in self._connection.execute(ordered)]


def _still_open(where: ColumnElement[bool]) -> Select[Any]:
    return _in_open_cycle(and_(where, _IS_OPEN))


def _in_open_cycle(where: ColumnElement[bool]) -> Select[Any]:
    in_open_cycle = and_(reviews.c.cycle == cycles.c.id, cycles.c.closed_at.is_(None))
    return select(reviews).join(cycles, in_open_cycle).where(where)


def _columns(review: Review) -> Columns:
    return {
        "id": review.id,
        "cycle": review.cycle,
        "learner": review.learner,
        "kind": review.kind,
        "ideal_on": review.ideal_on,
        "starts_at": review.slot.starts_at if review.slot else None,
        "ends_at": review.slot.ends_at if review.slot else None,
        "entry": review.entry,
        "stood_starts_at": review.stood.starts_at if review.stood else None,
        "stood_ends_at": review.stood.ends_at if review.stood else None,
        "writes": review.writes,
        "former": json.dumps(review.former),
        "wrote_title": review.wrote_title,
        "title": review.title,
        "series_at": review.series_at,
        "is_elsewhere": review.is_elsewhere,
        "guests": guests_written(review.guests),
        "clash_starts_at": review.clash.starts_at if review.clash else None,
        "clash_ends_at": review.clash.ends_at if review.clash else None,
        "outside_at": review.outside_at,
        "left_there_at": review.left_there_at,
        "dragged_at": review.dragged_at,
        "gone_at": review.gone_at,
        "asked_at": review.asked_at,
        "held_at": review.held_at,
        "skipped_at": review.skipped_at,
        "unwanted_at": review.unwanted_at,
        "answers": None if review.answers is None else _written(review.answers),
        "version": review.version,
    }


def _review(row: Row[Any]) -> Review:
    return Review(
        id=ReviewId(row.id),
        cycle=CycleId(row.cycle),
        learner=PersonId(row.learner),
        kind=ReviewKind(row.kind),
        ideal_on=row.ideal_on,
        slot=slot_of(row.starts_at, row.ends_at),
        entry=None if row.entry is None else EntryId(row.entry),
        stood=slot_of(row.stood_starts_at, row.stood_ends_at),
        writes=row.writes,
        former=tuple(EntryId(entry) for entry in json.loads(row.former)),
        wrote_title=row.wrote_title,
        title=row.title,
        series_at=row.series_at,
        is_elsewhere=row.is_elsewhere,
        guests=guests_read(row.guests),
        clash=slot_of(row.clash_starts_at, row.clash_ends_at),
        outside_at=row.outside_at,
        left_there_at=row.left_there_at,
        dragged_at=row.dragged_at,
        gone_at=row.gone_at,
        asked_at=row.asked_at,
        held_at=row.held_at,
        skipped_at=row.skipped_at,
        unwanted_at=row.unwanted_at,
        answers=None if row.answers is None else _read(row.answers),
        version=row.version,
    )


def _written(answers: CheckInAnswers | ClosingAnswers) -> str:
    kind = ReviewKind.CHECK_IN if isinstance(answers, CheckInAnswers) else ReviewKind.CLOSING
    return json.dumps({"kind": kind, **asdict(answers)}, ensure_ascii=False, default=str)


def _read(text: str) -> CheckInAnswers | ClosingAnswers:
    answers = json.loads(text)
    if ReviewKind(answers.pop("kind")) is ReviewKind.CHECK_IN:
        goals = tuple(_decision(each) for each in answers.pop("goals"))
        return CheckInAnswers(goals=goals, **answers)
    rest_until = answers.pop("rest_until", None)
    return ClosingAnswers(
        outcomes={int(number): Outcome(outcome) for number, outcome in answers.pop("outcomes").items()},
        going_on=GoingOn(answers.pop("going_on")),
        next_goals=tuple(answers.pop("next_goals")),
        rest_until=date.fromisoformat(rest_until) if rest_until else None,
        **answers,
    )


def _decision(kept: dict[str, Any]) -> GoalDecision:
    return GoalDecision(choice=GoalChoice(kept.pop("choice")), **kept)
