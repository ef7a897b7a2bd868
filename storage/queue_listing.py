"""What the operator sees of the queue, and how jobs that were set aside are put back. No person can be told from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from storage.tables import WAITING, jobs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Connection, Row


class JobState(StrEnum):
    """Where a job stands, in the operator's words."""

    WAITING = "waiting"
    RUNNING = "running"
    FAILING = "failing"
    SET_ASIDE = "set aside"


@dataclass(frozen=True, kw_only=True)
class ListedJob:
    """A job as the operator sees it.

    `who` is a number within this one listing: jobs with the same number are for the same person. It is no pseudonym:
    one that stays the same could be looked up by whoever knows the organisation's people. `since` is when the job was
    first due; `next_try` is None for one that is not tried any more; `last_error` is as `Queue` keeps it.
    """

    id: int
    kind: str
    state: JobState
    who: int
    since: datetime
    attempts: int
    next_try: datetime | None
    set_aside_at: datetime | None
    last_error: str | None


def list_jobs(connection: Connection, *, only_set_aside: bool = False) -> list[ListedJob]:
    """All jobs, or those that were set aside, in the order of their ids."""
    rows = connection.execute(select(jobs).order_by(jobs.c.id)).all()
    numbers = {about: number for number, about in enumerate(dict.fromkeys(row.about for row in rows), start=1)}
    listed = [_listed(row, numbers[row.about]) for row in rows]
    return [job for job in listed if not only_set_aside or job.state is JobState.SET_ASIDE]


def put_back(connection: Connection, ids: Sequence[int] | None = None) -> list[int]:
    """Have these set-aside jobs, or all of them, tried again at once; the ids of those that were put back.

    Each becomes a job that nobody has tried yet, with an id of its own; where the same is wished already, the two
    become one. It is due since it was set aside: whatever clock the service goes by, that lies behind it.
    """
    query = select(jobs).where(jobs.c.set_aside_at.is_not(None)).order_by(jobs.c.id)
    chosen = query if ids is None else query.where(jobs.c.id.in_(ids))
    rows = connection.execute(chosen.with_for_update()).all()
    for row in rows:
        connection.execute(delete(jobs).where(jobs.c.id == row.id))
        _wish(connection, row)
    return [row.id for row in rows]


def _wish(connection: Connection, row: Row[Any]) -> None:
    same = select(jobs.c.id, jobs.c.due_at).where(WAITING, jobs.c.kind == row.kind, jobs.c.lock == row.lock)
    waiting = connection.execute(same.with_for_update()).one_or_none()
    since = row.first_due_at or row.due_at
    if waiting is None:
        columns = {"kind": row.kind, "about": row.about, "lock": row.lock, "first_due_at": since, "attempts": 0}
        connection.execute(insert(jobs).values(columns | {"due_at": row.set_aside_at}))
    else:
        due_at = min(waiting.due_at, row.set_aside_at)
        connection.execute(update(jobs).where(jobs.c.id == waiting.id).values(due_at=due_at, first_due_at=since))


def _listed(row: Row[Any], who: int) -> ListedJob:
    state = _state(row)
    return ListedJob(
        id=row.id,
        kind=row.kind,
        state=state,
        who=who,
        since=row.first_due_at or row.due_at,
        attempts=row.attempts,
        next_try=None if state in {JobState.SET_ASIDE, JobState.RUNNING} else row.due_at,
        set_aside_at=row.set_aside_at,
        last_error=row.last_error,
    )


def _state(row: Row[Any]) -> JobState:
    if row.set_aside_at is not None:
        return JobState.SET_ASIDE
    if row.leased_until is not None:
        return JobState.RUNNING
    return JobState.FAILING if row.attempts else JobState.WAITING
