"""Keeps the evidence that learners collect."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from learning.cycle import CycleId
from learning.errors import NotHere
from learning.evidence import Evidence, EvidenceId
from learning.people import PersonId
from storage.rows import add_row
from storage.tables import evidence as table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Connection, Row


class SqlEvidence:
    """Implements learning.work.Collected."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, evidence: Evidence) -> None:
        """Keep it."""
        add_row(self._connection, table, asdict(evidence))

    def remove(self, evidence: EvidenceId, *, learner: PersonId) -> None:
        """Forget the learner's own evidence. Raises NotHere."""
        gone = self._connection.execute(delete(table).where(table.c.id == evidence, table.c.learner == learner))
        if gone.rowcount != 1:
            raise NotHere

    def of_cycle(self, cycle: CycleId, *, learner: PersonId) -> Sequence[Evidence]:
        """What the learner collected in this cycle, the oldest first."""
        query = select(table).where(table.c.cycle == cycle, table.c.learner == learner).order_by(table.c.seq)
        return [_evidence(row) for row in self._connection.execute(query)]


def _evidence(row: Row[Any]) -> Evidence:
    return Evidence(
        id=EvidenceId(row.id),
        cycle=CycleId(row.cycle),
        learner=PersonId(row.learner),
        note=row.note,
        url=row.url,
        collected_at=row.collected_at,
        version=row.version,
    )
