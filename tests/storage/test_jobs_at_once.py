"""What workers may rely on when several processes work in one PostgreSQL: one job for a wish, one for a lock."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from learning.jobs import JobKind, chat_lock
from learning.work import Work
from storage.queue import ClaimedJob, Queue, claim
from storage.runner import WorkRunner
from storage.tables import jobs
from tests.storage.fixtures.samples import ANA, HOUR, NOW
from tests.storage.two_programs import Halfway, each_at_once

pytestmark = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)

LEASE = HOUR


def wish(work: Work) -> None:
    work.jobs.defer(JobKind.CHAT, ANA, lock=chat_lock(ANA), due_at=NOW)


async def test_a_wish_that_is_not_committed_holds_its_job_back(programs: list[WorkRunner]) -> None:
    queue, halfway = Queue(programs[1]), Halfway()
    await programs[0].run(wish)

    def wish_slowly(work: Work) -> None:
        wish(work)
        halfway.here()

    slow = asyncio.create_task(programs[0].run(wish_slowly))
    await halfway.is_reached()
    assert not await queue.claim(NOW, LEASE, 10)  # it would look before what was wished for is there
    halfway.go_on.set()
    await slow
    assert len(await queue.claim(NOW, LEASE, 10)) == 1


async def test_a_wish_made_while_its_like_is_being_claimed_is_one_more(
    programs: list[WorkRunner], engine: Engine
) -> None:
    await programs[0].run(wish)
    with engine.connect() as connection, connection.begin() as transaction:
        [first] = claim(connection, NOW, LEASE, 10)
        wishing = asyncio.create_task(programs[1].run(wish))
        await asyncio.sleep(0.3)
        assert not wishing.done()
        transaction.commit()
    await wishing
    queue = Queue(programs[1])
    assert not await queue.claim(NOW, LEASE, 10)
    assert await queue.done(first)
    [second] = await queue.claim(NOW, LEASE, 10)
    assert second.id != first.id


async def test_wishes_made_at_once_are_one(programs: list[WorkRunner], engine: Engine) -> None:
    said = await each_at_once(programs, wish, times=8)
    assert said == [None] * 16
    with engine.begin() as connection:
        assert len(connection.execute(select(jobs)).all()) == 1


async def test_a_failed_job_and_the_same_wish_at_once_become_one(programs: list[WorkRunner], engine: Engine) -> None:
    await programs[0].run(wish)
    queue, halfway = Queue(programs[1]), Halfway()
    [failed] = await queue.claim(NOW, LEASE, 10)

    def wish_slowly(work: Work) -> None:
        wish(work)
        halfway.here()

    slow = asyncio.create_task(programs[0].run(wish_slowly))
    await halfway.is_reached()
    retrying = asyncio.create_task(queue.retry(failed, NOW + HOUR, "Timeout"))
    await asyncio.sleep(0.3)
    halfway.go_on.set()
    await slow
    assert await retrying
    with engine.begin() as connection:
        [row] = connection.execute(select(jobs)).all()
    assert (row.id, row.due_at) == (failed.id, NOW)


async def test_a_worker_that_sees_an_older_queue_takes_nothing_under_a_lock_that_was_just_taken(
    programs: list[WorkRunner], engine: Engine
) -> None:
    """One worker claims; before it commits, an earlier wish of another kind comes under the same lock."""
    await programs[0].run(wish)
    with engine.connect() as connection, connection.begin() as transaction:
        assert len(claim(connection, NOW, LEASE, 10)) == 1
        await programs[1].run(
            lambda work: work.jobs.defer(JobKind.CALENDAR, ANA, lock=chat_lock(ANA), due_at=NOW - HOUR)
        )
        other = asyncio.create_task(Queue(programs[1]).claim(NOW, LEASE, 10))
        await asyncio.sleep(0.3)
        transaction.commit()
    assert not await other


async def test_workers_of_two_programs_never_run_two_jobs_under_one_lock(programs: list[WorkRunner]) -> None:
    locks = [f"lock {number}" for number in range(4)]
    running, most, done = Counter[str](), Counter[str](), Counter[str]()
    wishes_left = 60

    def wish_for(work: Work, kind: JobKind, lock: str, due_at: datetime) -> None:
        work.jobs.defer(kind, lock, lock=lock, due_at=due_at)

    async def wisher() -> None:
        nonlocal wishes_left
        while wishes_left:
            wishes_left -= 1
            lock, kind = locks[wishes_left % 4], list(JobKind)[wishes_left % 2]
            await programs[wishes_left % 2].run(wish_for, kind, lock, NOW - timedelta(minutes=wishes_left % 7))

    async def carry_out_one(queue: Queue, job: ClaimedJob) -> None:
        running[job.lock] += 1
        most[job.lock] = max(most[job.lock], running[job.lock])
        await asyncio.sleep(0.002)
        running[job.lock] -= 1
        done[job.lock] += 1
        assert await queue.done(job)

    async def worker(queue: Queue) -> None:
        while wishes_left or await queue.next_due_at() is not None:
            for job in await queue.claim(NOW, LEASE, 3):
                await carry_out_one(queue, job)

    async with asyncio.timeout(60):
        await asyncio.gather(*(wisher() for _ in range(3)), *(worker(Queue(runner)) for runner in programs * 2))
    assert set(most.values()) == {1}
    assert set(done) == set(locks)
