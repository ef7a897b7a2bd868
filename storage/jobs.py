"""Defers jobs within a unit of work, into the embedded queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from storage.tables import WAITING, jobs

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from learning.jobs import JobKind


class SqlJobs:
    """Implements learning.work.Jobs. `has_deferred` says whether a worker should look once this is committed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.has_deferred = False

    def defer(self, kind: JobKind, about: str, *, lock: str, due_at: datetime) -> None:
        """Have this done. When one of the kind waits for the lock, it is that one, due at the earlier of both times.

        A job that is running is another one: what it has already looked at may have changed. So nobody claims the one
        that waits until this work is committed: it would look too early.
        """
        query = select(jobs.c.id, jobs.c.due_at).where(WAITING, jobs.c.kind == kind, jobs.c.lock == lock)
        waiting = self._connection.execute(query.with_for_update(read=True)).one_or_none()
        if waiting is None:
            columns = {"kind": kind, "about": about, "lock": lock, "due_at": due_at, "first_due_at": due_at}
            self._connection.execute(insert(jobs).values(attempts=0, **columns))
        elif due_at < waiting.due_at:
            self._connection.execute(update(jobs).where(jobs.c.id == waiting.id).values(due_at=due_at))
        self.has_deferred = True
