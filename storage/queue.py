"""The embedded queue: who claims a job has it until the lease ends, and nobody else runs under its lock meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, delete, exists, func, or_, select, tuple_, update

from storage.postgresql import Turn, take_turn
from storage.tables import NOT_SET_ASIDE, WAITING, jobs

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import timedelta

    from sqlalchemy import ColumnElement
    from sqlalchemy.engine import Connection

    from storage.runner import WorkRunner

_mate = jobs.alias("mate")
"""Another job under the same lock."""

_IS_MATE = and_(_mate.c.lock == jobs.c.lock, _mate.c.id != jobs.c.id, _mate.c.set_aside_at.is_(None))


@dataclass(frozen=True, kw_only=True)
class ClaimedJob:
    """A job that is ours until the lease ends. `attempts` counts the claims, this one too.

    `kind` is text as it was kept: a row of a kind that this program does not know must not stop the others.
    """

    id: int
    kind: str
    about: str
    lock: str
    attempts: int


class Queue:
    """What a worker asks of the queue, each in one transaction.

    `done`, `retry` and `set_aside` answer False, and change nothing, when the lease had ended and the job was claimed
    again: it is somebody else's now. An `error` is a type's name and a code, never a person's words.
    """

    def __init__(self, runner: WorkRunner) -> None:
        self._runner = runner

    async def claim(
        self, now: datetime, lease: timedelta, limit: int, *, held: Collection[str] = ()
    ) -> list[ClaimedJob]:
        """Take at most so many jobs that are due, the longest due first, until `now + lease`.

        `held` are the locks of what the caller still carries out: nothing is taken under them even when the lease has
        ended, as it does at once where somebody moves the local clock.
        """
        return await self._runner.in_transaction(claim, now, lease, limit, held)

    async def done(self, job: ClaimedJob) -> bool:
        """The job is done and gone, and with it what was set aside of the same kind under the same lock."""
        return await self._runner.in_transaction(done, job)

    async def retry(self, job: ClaimedJob, due_at: datetime, error: str) -> bool:
        """Have the job tried again then, or earlier when the same was wished meanwhile: the two become one."""
        return await self._runner.in_transaction(retry, job, due_at, error)

    async def set_aside(self, job: ClaimedJob, now: datetime, error: str) -> bool:
        """Try the job no more; it stays for the operator to see, in place of the same that was set aside before."""
        return await self._runner.in_transaction(set_aside, job, now, error)

    async def take_back(self) -> int:
        """Have everything that is claimed wait again; how many that were.

        For a process that is alone and has just started: whoever claimed them is dead. Elsewhere the lease says so.
        """
        return await self._runner.in_transaction(take_back)

    async def next_due_at(self) -> datetime | None:
        """When there is, or was, something to claim: the worker may sleep until then. None when nothing waits."""
        return await self._runner.in_transaction(next_due_at)


def claim(
    connection: Connection, now: datetime, lease: timedelta, limit: int, held: Collection[str] = ()
) -> list[ClaimedJob]:
    """See Queue.claim. Claims take turns: two at once could each take another job under the same lock."""
    take_turn(connection, Turn.CLAIM)
    is_before = tuple_(_mate.c.due_at, _mate.c.id) < tuple_(jobs.c.due_at, jobs.c.id)
    is_blocked = exists().where(_IS_MATE, or_(_mate.c.leased_until > now, is_before))
    query = (
        select(jobs.c.id, jobs.c.kind, jobs.c.about, jobs.c.lock, jobs.c.attempts)
        .where(
            NOT_SET_ASIDE,
            jobs.c.due_at <= now,
            jobs.c.lock.not_in(held),
            or_(jobs.c.leased_until.is_(None), jobs.c.leased_until <= now),
            ~is_blocked,
        )
        .order_by(jobs.c.due_at, jobs.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)  # a wish that is not committed yet holds its job back
    )
    rows = connection.execute(query).all()
    taken = jobs.c.id.in_([row.id for row in rows])
    connection.execute(update(jobs).where(taken).values(leased_until=now + lease, attempts=jobs.c.attempts + 1))
    return [
        ClaimedJob(id=row.id, kind=row.kind, about=row.about, lock=row.lock, attempts=row.attempts + 1) for row in rows
    ]


def done(connection: Connection, job: ClaimedJob) -> bool:
    """See Queue.done."""
    was_ours = connection.execute(delete(jobs).where(_is_ours(job))).rowcount == 1
    if was_ours:
        connection.execute(delete(jobs).where(_is_same_set_aside(job)))
    return was_ours


def retry(connection: Connection, job: ClaimedJob, due_at: datetime, error: str) -> bool:
    """See Queue.retry."""
    if connection.execute(select(jobs.c.id).where(_is_ours(job)).with_for_update()).one_or_none() is None:
        return False
    same = select(jobs.c.id, jobs.c.due_at).where(WAITING, jobs.c.kind == job.kind, jobs.c.lock == job.lock)
    wished = connection.execute(same.with_for_update()).one_or_none()
    if wished is not None:
        connection.execute(delete(jobs).where(jobs.c.id == wished.id))
        due_at = min(due_at, wished.due_at)
    return _change(connection, job, leased_until=None, due_at=due_at, last_error=error)


def set_aside(connection: Connection, job: ClaimedJob, now: datetime, error: str) -> bool:
    """See Queue.set_aside."""
    if connection.execute(select(jobs.c.id).where(_is_ours(job)).with_for_update()).one_or_none() is None:
        return False
    connection.execute(delete(jobs).where(_is_same_set_aside(job)))
    return _change(connection, job, leased_until=None, set_aside_at=now, last_error=error)


def take_back(connection: Connection) -> int:
    """See Queue.take_back."""
    columns = (jobs.c.id, jobs.c.kind, jobs.c.about, jobs.c.lock, jobs.c.attempts, jobs.c.due_at)
    claimed = connection.execute(select(*columns).where(jobs.c.leased_until.is_not(None))).all()
    for row in claimed:
        job = ClaimedJob(id=row.id, kind=row.kind, about=row.about, lock=row.lock, attempts=row.attempts)
        retry(connection, job, row.due_at, "ProcessEnded")
    return len(claimed)


def next_due_at(connection: Connection) -> datetime | None:
    """See Queue.next_due_at."""
    free_at = select(func.max(_mate.c.leased_until)).where(_IS_MATE).scalar_subquery()
    own = func.coalesce(jobs.c.leased_until, jobs.c.due_at)
    first = select(func.min(case((free_at > own, free_at), else_=own))).where(jobs.c.set_aside_at.is_(None))
    found: datetime | None = connection.scalar(first)
    return found


def _change(connection: Connection, job: ClaimedJob, **columns: Any) -> bool:
    return connection.execute(update(jobs).where(_is_ours(job)).values(columns)).rowcount == 1


def _is_same_set_aside(job: ClaimedJob) -> ColumnElement[bool]:
    """The same wish, set aside earlier: one is enough to be seen, and it is granted when a later job is done."""
    return and_(jobs.c.kind == job.kind, jobs.c.lock == job.lock, jobs.c.set_aside_at.is_not(None))


def _is_ours(job: ClaimedJob) -> ColumnElement[bool]:
    """The count of claims tells our claim from a later one, after the lease has ended."""
    return and_(jobs.c.id == job.id, jobs.c.attempts == job.attempts, jobs.c.leased_until.is_not(None))
