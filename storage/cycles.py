"""Keeps cycles."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from learning.contract import ContractId
from learning.cycle import Cycle, CycleId
from learning.people import PersonId
from storage.rows import add_row, find_row, get_row, put_row
from storage.tables import cycles

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Row


class SqlCycles:
    """Implements learning.work.Cycles. A contract has one cycle at most."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, cycle: Cycle) -> None:
        """Keep a new cycle."""
        add_row(self._connection, cycles, asdict(cycle))

    def put(self, cycle: Cycle) -> Cycle:
        """Keep a changed cycle. Raises SomeoneWasFaster."""
        return replace(cycle, version=put_row(self._connection, cycles, asdict(cycle)))

    def for_learner(self, cycle: CycleId, *, learner: PersonId) -> Cycle:
        """The learner's own cycle. Raises NotHere."""
        return _cycle(get_row(self._connection, cycles, cycles.c.id == cycle, cycles.c.learner == learner))

    def of_contract(self, contract: ContractId, *, learner: PersonId) -> Cycle | None:
        """The cycle of the learner's own contract, once it has started."""
        row = find_row(self._connection, cycles, cycles.c.contract == contract, cycles.c.learner == learner)
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


def _cycle(row: Row[Any]) -> Cycle:
    return Cycle(
        id=CycleId(row.id),
        contract=ContractId(row.contract),
        learner=PersonId(row.learner),
        opened_at=row.opened_at,
        ends_on=row.ends_on,
        closed_at=row.closed_at,
        version=row.version,
    )
