"""Jobs are carried out, tried again with patience, and set aside when they cannot succeed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.engine import Engine

from app.worker import MOST_ATTEMPTS, TIME_LIMIT, Worker, backoff
from learning.errors import OutsideFailure
from learning.jobs import JobKind
from learning.work import Work
from storage.engine import create_engine
from storage.queue import Queue
from storage.runner import WorkRunner
from storage.tables import jobs
from tests.cast import NOW
from tests.empty_database import create_tables

Job = Callable[[str], Awaitable[None]]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """A database in a file: the worker's thread and the test look at it at the same time."""
    in_file = create_engine(f"sqlite:///{tmp_path}/jobs.db")
    create_tables(in_file)
    yield in_file
    in_file.dispose()


class Clockwork:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.time = NOW

    def now(self) -> datetime:
        return self.time


def wish(work: Work, about: str, lock: str) -> None:
    work.jobs.defer(JobKind.CHAT, about, lock=lock, due_at=NOW)


@asynccontextmanager
async def working(
    engine: Engine,
    job: Job,
    clock: Clockwork,
    *,
    time_limit: timedelta = TIME_LIMIT,
    is_alone: bool = False,
    on_set_aside: Job | None = None,
) -> AsyncIterator[WorkRunner]:
    runner = WorkRunner(engine)
    runners = dict.fromkeys(JobKind, job)
    told = {JobKind.CHAT: on_set_aside} if on_set_aside else {}
    worker = Worker(Queue(runner), runners, clock.now, time_limit=time_limit, is_alone=is_alone, on_set_aside=told)
    runner.on_deferred = worker.wake
    task = asyncio.create_task(worker.run())
    yield runner
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await runner.close()


def left(engine: Engine) -> list[tuple[int, datetime, bool, str | None]]:
    query = select(jobs.c.attempts, jobs.c.due_at, jobs.c.set_aside_at.is_not(None), jobs.c.last_error)
    with engine.begin() as connection:
        return [(row[0], row[1], bool(row[2]), row[3]) for row in connection.execute(query)]


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110  what is waited for is a row, not an event of ours
            await asyncio.sleep(0.01)


async def test_a_job_is_carried_out_at_once_and_forgotten(engine: Engine) -> None:
    done: list[str] = []

    async def job(about: str) -> None:
        done.append(about)

    async with working(engine, job, Clockwork()) as runner:
        await runner.run(wish, "ana", "chat:ana")
        await until(lambda: done == ["ana"] and left(engine) == [])


async def test_an_outside_failure_is_tried_again_after_the_time_that_was_asked_for(engine: Engine) -> None:
    async def job(_: str) -> None:
        raise OutsideFailure("busy", retry_after=timedelta(minutes=7))

    async with working(engine, job, Clockwork()) as runner:
        await runner.run(wish, "ana", "chat:ana")
        await until(lambda: [row[3] for row in left(engine)] == ["OutsideFailure: busy"])
    assert left(engine) == [(1, NOW + timedelta(minutes=7), False, "OutsideFailure: busy")]


async def test_a_job_that_hangs_is_ended_and_tried_again(engine: Engine) -> None:
    async def job(_: str) -> None:
        await asyncio.sleep(60)

    async with working(engine, job, Clockwork(), time_limit=timedelta(seconds=0.05)) as runner:
        await runner.run(wish, "ana", "chat:ana")
        await until(lambda: [row[3] for row in left(engine)] == ["TimeoutError"])


async def test_what_cannot_succeed_is_set_aside_for_the_operator(engine: Engine) -> None:
    async def job(_: str) -> None:
        raise OutsideFailure("never", permanent=True)

    async with working(engine, job, Clockwork()) as runner:
        await runner.run(wish, "ana", "chat:ana")
        await until(lambda: [row[2] for row in left(engine)] == [True])


async def test_a_bug_in_one_job_ends_neither_the_worker_nor_the_others(
    engine: Engine,
    caplog: pytest.LogCaptureFixture,
) -> None:
    done: list[str] = []

    async def job(about: str) -> None:
        if about == "broken":
            raise LookupError("a person's words")
        done.append(about)

    async with working(engine, job, Clockwork()) as runner:
        await runner.run(wish, "broken", "chat:broken")
        await runner.run(wish, "ana", "chat:ana")
        await until(lambda: done == ["ana"] and [row[3] for row in left(engine)] == ["LookupError"])
    assert "Traceback" in caplog.text


async def test_after_many_attempts_a_job_is_set_aside(engine: Engine) -> None:
    clock = Clockwork()

    async def job(_: str) -> None:
        raise OutsideFailure("still busy")

    async with working(engine, job, clock) as runner:
        await runner.run(wish, "ana", "chat:ana")
        for _ in range(MOST_ATTEMPTS - 1):
            await until(lambda: left(engine)[0][1] > clock.time)  # put off after the attempt
            clock.time = left(engine)[0][1]
        await until(lambda: left(engine)[0][2])
    assert left(engine)[0][0] == MOST_ATTEMPTS


async def test_a_jump_of_the_clock_does_not_run_a_job_twice_at_once(engine: Engine) -> None:
    clock, running, most = Clockwork(), [0], [0]
    release = asyncio.Event()

    async def job(_: str) -> None:
        running[0] += 1
        most[0] = max(most[0], running[0])
        await release.wait()
        running[0] -= 1

    async with working(engine, job, clock) as runner:
        await runner.run(wish, "ana", "chat:ana")
        await until(lambda: running[0] == 1)
        clock.time += timedelta(days=1)
        await runner.run(wish, "ana", "chat:ana")
        await asyncio.sleep(0.1)
        release.set()
        await until(lambda: left(engine) == [])
    assert most[0] == 1


def test_patience_doubles_up_to_an_hour() -> None:
    waits = [backoff(attempt).total_seconds() for attempt in (1, 2, 3, 11, 12, 40)]
    assert waits == [2, 4, 8, 2048, 3600, 3600]


def test_a_worker_without_a_runner_for_a_kind_does_not_start(engine: Engine) -> None:
    async def job(_: str) -> None: ...

    with pytest.raises(ValueError, match="calendar"):
        Worker(Queue(WorkRunner(engine)), {JobKind.CHAT: job}, Clockwork().now)


async def test_a_worker_that_is_alone_goes_on_at_once_with_what_a_dead_one_had_claimed(engine: Engine) -> None:
    # Given a job that was claimed by a process that is no more, and the same wish again
    runner = WorkRunner(engine)
    await runner.run(wish, "ana", "chat:ana")
    assert await Queue(runner).claim(NOW, timedelta(minutes=3), 10)
    await runner.run(wish, "ana", "chat:ana")
    await runner.close()
    done: list[str] = []

    async def job(about: str) -> None:
        done.append(about)

    # When another starts, then it is done without waiting for the lease
    async with working(engine, job, Clockwork(), is_alone=True):
        await until(lambda: left(engine) == [])
    assert done == ["ana"]


@pytest.mark.parametrize("tells", [True, False])
async def test_who_is_concerned_hears_that_a_job_is_set_aside_and_it_is_so_even_if_not(
    engine: Engine, *, tells: bool
) -> None:
    heard: list[str] = []

    async def job(_: str) -> None:
        raise OutsideFailure("Graph answered 503", permanent=True)

    async def tell(about: str) -> None:
        heard.append(about)
        if not tells:
            raise LookupError("nobody there")

    async with working(engine, job, Clockwork(), on_set_aside=tell) as runner:
        await runner.run(wish, "ana", "chat:ana")
        await until(lambda: [row[2] for row in left(engine)] == [True])
    assert heard == ["ana"]
    assert left(engine)[0][3] == "OutsideFailure: Graph answered 503"


async def test_the_reason_of_a_bug_is_its_type_and_never_what_it_quotes(engine: Engine) -> None:
    async def job(_: str) -> None:
        raise LookupError("a person's words")

    async with working(engine, job, Clockwork()) as runner:
        await runner.run(wish, "ana", "chat:ana")
        await until(lambda: [row[3] for row in left(engine)] == ["LookupError"])


async def test_a_database_that_is_away_for_a_while_does_not_end_the_worker(engine: Engine) -> None:
    done: list[str] = []

    async def job(about: str) -> None:
        done.append(about)

    async with working(engine, job, Clockwork()) as runner:
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE jobs RENAME TO gone"))
        await asyncio.sleep(1.2)
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE gone RENAME TO jobs"))
        await runner.run(wish, "ana", "chat:ana")
        await until(lambda: done == ["ana"])
