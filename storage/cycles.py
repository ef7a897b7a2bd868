"""Keeps cycles."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from learning.contract import ContractId
from learning.cycle import Cycle, CycleId, Rest
from learning.entries import Slot
from learning.lighter import Lighter
from learning.people import PersonId
from learning.review import ReviewId
from storage.rows import Columns, add_row, find_row, get_row, put_row
from storage.tables import RESTS, cycles, people

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Connection, Row


class SqlCycles:
    """Implements learning.work.Cycles. A contract has one cycle at most."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, cycle: Cycle) -> None:
        """Keep a new cycle."""
        add_row(self._connection, cycles, _columns(cycle))

    def put(self, cycle: Cycle) -> Cycle:
        """Keep a changed cycle. Raises SomeoneWasFaster."""
        return replace(cycle, version=put_row(self._connection, cycles, _columns(cycle)))

    def for_learner(self, cycle: CycleId, *, learner: PersonId) -> Cycle:
        """The learner's own cycle. Raises NotHere."""
        return _cycle(get_row(self._connection, cycles, id=cycle, learner=learner))

    def of_contract(self, contract: ContractId, *, learner: PersonId) -> Cycle | None:
        """The cycle of the learner's own contract, once it has started."""
        row = find_row(self._connection, cycles, contract=contract, learner=learner)
        return None if row is None else _cycle(row)

    def newest_running(self, learner: PersonId) -> Cycle | None:
        """The cycle that the learner opened last and has not closed."""
        query = (
            select(cycles)
            .where(cycles.c.learner == learner, cycles.c.closed_at.is_(None))
            .order_by(cycles.c.opened_at.desc(), cycles.c.seq.desc())
            .limit(1)
        )
        row = self._connection.execute(query).one_or_none()
        return None if row is None else _cycle(row)

    def resting(self, learner: PersonId) -> Cycle | None:
        """The cycle that this learner closed last and rests after."""
        query = select(cycles).where(cycles.c.learner == learner, RESTS).order_by(cycles.c.closed_at.desc()).limit(1)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else _cycle(row)

    def rests(self, by: date) -> Sequence[Rest]:
        """Everybody's rests that end by this day, where they are, the earliest first."""
        query = (
            select(cycles.c.id, cycles.c.learner, cycles.c.rest_ends_on, people.c.zone)
            .join(people, people.c.id == cycles.c.learner)
            .where(RESTS, cycles.c.rest_ends_on <= by)
            .order_by(cycles.c.rest_ends_on, cycles.c.seq)
        )
        rows = self._connection.execute(query)
        return [Rest(cycle=row.id, learner=row.learner, ends_on=row.rest_ends_on, zone=row.zone) for row in rows]


def _columns(cycle: Cycle) -> Columns:
    lighter = None if cycle.lighter is None else json.dumps(asdict(cycle.lighter), ensure_ascii=False, default=str)
    return {**asdict(cycle), "lighter": lighter}


def _lighter(text: str) -> Lighter:
    kept = json.loads(text)
    ended_on, by_hand = kept["ended_on"], kept.get("by_hand")  # the latter is newer than some of what is kept
    return Lighter(
        at=datetime.fromisoformat(kept["at"]),
        goals=tuple(kept["goals"]),
        check_ins=tuple(ReviewId(each) for each in kept["check_ins"]),
        ended_on=date.fromisoformat(ended_on) if ended_on else None,
        by_hand=Slot(**{name: datetime.fromisoformat(at) for name, at in by_hand.items()}) if by_hand else None,
    )


def _cycle(row: Row[Any]) -> Cycle:
    return Cycle(
        id=CycleId(row.id),
        contract=ContractId(row.contract),
        learner=PersonId(row.learner),
        opened_at=row.opened_at,
        ends_on=row.ends_on,
        closed_at=row.closed_at,
        paused_at=row.paused_at,
        rest_ends_on=row.rest_ends_on,
        woken_at=row.woken_at,
        lighter=None if row.lighter is None else _lighter(row.lighter),
        version=row.version,
    )
