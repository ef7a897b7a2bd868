"""What a worker may rely on: no job is lost, and no two run under one lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from learning.jobs import JobKind, calendar_lock, chat_lock
from storage.queue import Queue
from storage.runner import WorkRunner
from storage.tables import jobs
from tests.storage.fixtures.samples import ANA, BEN, CHLOE, HOUR, NOW
from tests.work_fixture import STORAGES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime
    from typing import Any

    from sqlalchemy.engine import Engine, Row

    from learning.people import PersonId
    from learning.work import Work

pytestmark = pytest.mark.parametrize("engine", STORAGES, indirect=True)

LEASE = HOUR


@pytest.fixture
async def runner(engine: Engine) -> AsyncIterator[WorkRunner]:
    runner = WorkRunner(engine)
    yield runner
    await runner.close()


@pytest.fixture
def queue(runner: WorkRunner) -> Queue:
    return Queue(runner)


def wish(work: Work, person: PersonId, due_at: datetime = NOW, kind: JobKind = JobKind.CHAT) -> None:
    work.jobs.defer(kind, person, lock=chat_lock(person), due_at=due_at)


def kept(engine: Engine) -> list[Row[Any]]:
    with engine.begin() as connection:
        return list(connection.execute(select(jobs).order_by(jobs.c.id)))


async def test_a_due_job_is_claimed_with_all_that_was_said_of_it(runner: WorkRunner, queue: Queue) -> None:
    await runner.run(lambda work: work.jobs.defer(JobKind.CALENDAR, ANA, lock=calendar_lock(ANA), due_at=NOW))
    [job] = await queue.claim(NOW, LEASE, 10)
    assert (job.kind, job.about, job.lock, job.attempts) == (JobKind.CALENDAR, ANA, calendar_lock(ANA), 1)


async def test_a_job_is_not_claimed_before_its_time(runner: WorkRunner, queue: Queue) -> None:
    await runner.run(wish, ANA, NOW + HOUR)
    assert not await queue.claim(NOW, LEASE, 10)
    assert await queue.claim(NOW + HOUR, LEASE, 10)


async def test_the_longest_due_come_first_and_no_more_than_asked_for(runner: WorkRunner, queue: Queue) -> None:
    for person, due_at in ((ANA, NOW), (BEN, NOW - HOUR), (CHLOE, NOW)):
        await runner.run(wish, person, due_at)
    assert [job.about for job in await queue.claim(NOW, LEASE, 2)] == [BEN, ANA]
    assert [job.about for job in await queue.claim(NOW, LEASE, 2)] == [CHLOE]
    assert not await queue.claim(NOW, LEASE, 0)


async def test_a_job_that_is_done_is_gone(runner: WorkRunner, queue: Queue, engine: Engine) -> None:
    await runner.run(wish, ANA)
    [job] = await queue.claim(NOW, LEASE, 10)
    assert await queue.done(job)
    assert not kept(engine)
    assert not await queue.done(job)


async def test_a_job_whose_worker_was_killed_comes_back_after_its_lease(runner: WorkRunner, queue: Queue) -> None:
    await runner.run(wish, ANA)
    [lost] = await queue.claim(NOW, LEASE, 10)
    assert not await queue.claim(NOW + LEASE / 2, LEASE, 10)
    [again] = await queue.claim(NOW + LEASE, LEASE, 10)
    assert (again.id, again.attempts) == (lost.id, 2)


async def test_whoever_lost_a_job_by_its_lease_cannot_end_it(runner: WorkRunner, queue: Queue, engine: Engine) -> None:
    await runner.run(wish, ANA)
    [slow] = await queue.claim(NOW, LEASE, 10)
    [again] = await queue.claim(NOW + LEASE, LEASE, 10)
    assert not await queue.done(slow)
    assert not await queue.retry(slow, NOW, "Timeout")
    assert not await queue.set_aside(slow, NOW, "Timeout")
    assert len(kept(engine)) == 1
    assert await queue.done(again)


async def test_a_wish_made_while_its_like_is_running_is_not_swallowed(runner: WorkRunner, queue: Queue) -> None:
    await runner.run(wish, ANA)
    [running] = await queue.claim(NOW, LEASE, 10)
    await runner.run(wish, ANA)
    assert not await queue.claim(NOW, LEASE, 10)
    await queue.done(running)
    [second] = await queue.claim(NOW, LEASE, 10)
    assert second.id != running.id


async def test_a_wish_that_was_due_before_the_running_one_still_waits_for_it(runner: WorkRunner, queue: Queue) -> None:
    await runner.run(wish, ANA)
    await queue.claim(NOW, LEASE, 10)
    await runner.run(wish, ANA, NOW - HOUR)
    assert not await queue.claim(NOW, LEASE, 10)


async def test_two_kinds_under_one_lock_run_one_after_the_other(runner: WorkRunner, queue: Queue) -> None:
    await runner.run(wish, ANA)
    await runner.run(wish, ANA, NOW, JobKind.CALENDAR)
    [first] = await queue.claim(NOW, LEASE, 10)
    assert not await queue.claim(NOW, LEASE, 10)
    await queue.done(first)
    [second] = await queue.claim(NOW, LEASE, 10)
    assert (first.kind, second.kind) == (JobKind.CHAT, JobKind.CALENDAR)


async def test_a_failed_job_waits_for_its_next_time(runner: WorkRunner, queue: Queue, engine: Engine) -> None:
    await runner.run(wish, ANA)
    [job] = await queue.claim(NOW, LEASE, 10)
    assert await queue.retry(job, NOW + HOUR, "OutsideFailure 429")
    assert not await queue.done(job)
    assert not await queue.claim(NOW, LEASE, 10)
    assert [row.last_error for row in kept(engine)] == ["OutsideFailure 429"]
    [again] = await queue.claim(NOW + HOUR, LEASE, 10)
    assert (again.id, again.attempts) == (job.id, 2)


@pytest.mark.parametrize(("retried", "wished"), [(1, 2), (2, 1)])
async def test_a_failed_job_and_the_same_wish_become_one_at_the_earlier_time(
    runner: WorkRunner, queue: Queue, engine: Engine, retried: int, wished: int
) -> None:
    await runner.run(wish, ANA)
    [job] = await queue.claim(NOW, LEASE, 10)
    await runner.run(wish, ANA, NOW + wished * HOUR)
    assert await queue.retry(job, NOW + retried * HOUR, "Timeout")
    [row] = kept(engine)
    assert (row.id, row.due_at, row.attempts) == (job.id, NOW + HOUR, 1)


async def test_a_new_wish_makes_a_retry_come_earlier(runner: WorkRunner, queue: Queue) -> None:
    await runner.run(wish, ANA)
    [job] = await queue.claim(NOW, LEASE, 10)
    await queue.retry(job, NOW + HOUR, "Timeout")
    await runner.run(wish, ANA)
    [again] = await queue.claim(NOW, LEASE, 10)
    assert again.id == job.id


async def test_a_job_that_is_set_aside_stays_to_be_seen_and_blocks_nobody(
    runner: WorkRunner, queue: Queue, engine: Engine
) -> None:
    await runner.run(wish, ANA)
    [job] = await queue.claim(NOW, LEASE, 10)
    assert await queue.set_aside(job, NOW, "OutsideFailure 403")
    assert not await queue.claim(NOW + LEASE, LEASE, 10)
    assert await queue.next_due_at() is None
    [row] = kept(engine)
    assert (row.set_aside_at, row.last_error) == (NOW, "OutsideFailure 403")
    await runner.run(wish, ANA)
    assert len(await queue.claim(NOW, LEASE, 10)) == 1


async def test_a_job_of_an_unknown_kind_does_not_stop_the_others(
    runner: WorkRunner, queue: Queue, engine: Engine
) -> None:
    await runner.run(wish, ANA)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE jobs SET kind = 'of tomorrow'")
    await runner.run(wish, BEN)
    assert [job.kind for job in await queue.claim(NOW, LEASE, 10)] == ["of tomorrow", JobKind.CHAT]


async def test_the_worker_may_sleep_until_something_can_be_claimed(runner: WorkRunner, queue: Queue) -> None:
    assert await queue.next_due_at() is None
    await runner.run(wish, ANA, NOW + 2 * HOUR)
    assert await queue.next_due_at() == NOW + 2 * HOUR
    await runner.run(wish, BEN, NOW)
    assert await queue.next_due_at() == NOW
    await queue.claim(NOW, LEASE, 10)
    assert await queue.next_due_at() == NOW + LEASE


async def test_a_job_behind_a_running_one_does_not_keep_the_worker_awake(runner: WorkRunner, queue: Queue) -> None:
    await runner.run(wish, ANA)
    await queue.claim(NOW, LEASE, 10)
    await runner.run(wish, ANA)
    assert await queue.next_due_at() == NOW + LEASE


async def test_what_the_worker_still_carries_out_is_not_claimed_again_when_its_lease_has_ended(
    runner: WorkRunner, queue: Queue
) -> None:
    await runner.run(wish, ANA)
    await runner.run(wish, BEN)
    [first, second] = await queue.claim(NOW, LEASE, 10)
    assert not await queue.claim(NOW + LEASE, LEASE, 10, held=[first.lock, second.lock])
    assert [job.id for job in await queue.claim(NOW + LEASE, LEASE, 10, held=[first.lock])] == [second.id]
