"""Jobs that write into chats: one chat's limit keeps nobody else's job waiting, and nothing is lost over it."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.engine import Connection

from app.worker import Worker
from bot.channel.limits import Limits, Rate
from learning.jobs import JobKind
from learning.work import Work
from storage.engine import create_engine
from storage.queue import Queue
from storage.runner import WorkRunner
from storage.tables import jobs
from tests.bot.chat_service import hangs_up, opened, says
from tests.cast import NOW
from tests.empty_database import create_tables

PATIENT = Limits(conversation=(Rate(2, 40),), tenant=(Rate(50, 1),))


def wish(work: Work, about: str) -> None:
    work.jobs.defer(JobKind.CHAT, about, lock=f"chat:{about}", due_at=NOW)


async def test_a_chat_over_its_limit_is_put_off_and_the_others_are_written_to_at_once(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/jobs.db")
    create_tables(engine)
    runner = WorkRunner(engine)
    async with opened(limits=PATIENT) as service:

        async def job(about: str) -> None:
            for number in range(3 if about == "ana" else 1):
                await service.post(str(number), chat=about)

        worker = Worker(Queue(runner), dict.fromkeys(JobKind, job), lambda: NOW)
        task = asyncio.create_task(worker.run())
        for about in ("ana", *(f"chat-{number}" for number in range(20))):
            await runner.run(wish, about)
        worker.wake()
        async with asyncio.timeout(5):
            while len(service.calls) < 22 or len(await runner.in_transaction(left)) > 1:  # noqa: ASYNC110  rows
                await asyncio.sleep(0.02)
        ((about, due_at, error),) = await runner.in_transaction(left)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    await runner.close()
    engine.dispose()
    assert (about, error) == ("ana", "OutsideFailure: the chat service takes no more calls just now")
    assert timedelta(seconds=30) < due_at - NOW <= timedelta(seconds=40)


async def test_a_message_whose_answer_was_lost_comes_twice_at_most_and_is_not_lost(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/jobs.db")
    create_tables(engine)
    runner = WorkRunner(engine)
    now = [NOW]
    async with opened() as service:
        service.answers = [says(429, {}, Retry_After="0"), hangs_up]

        async def job(about: str) -> None:
            await service.post("hello", chat=about)

        worker = Worker(Queue(runner), dict.fromkeys(JobKind, job), lambda: now[0])
        task = asyncio.create_task(worker.run())
        await runner.run(wish, "ana")
        worker.wake()
        async with asyncio.timeout(5):
            while await runner.in_transaction(left):
                now[0] += timedelta(seconds=1)
                await asyncio.sleep(0.05)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    await runner.close()
    engine.dispose()
    refused, lost, repeated = service.calls
    assert refused == lost == repeated == ("ana", "hello")


def left(connection: Connection) -> list[tuple[str, datetime, str]]:
    """Jobs that are not done: about what, when due, and why they failed."""
    query = select(jobs.c.about, jobs.c.due_at, jobs.c.last_error)
    return [(row[0], row[1], row[2]) for row in connection.execute(query)]
