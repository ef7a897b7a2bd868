"""The tick goes on until nothing is left that is due, piece after piece, so that others come in between."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sqlalchemy import Connection, Engine, func, select

from app.ticking import Ticking
from learning.actions.find_due import PIECE
from learning.entries import Slot
from learning.people import PersonId
from learning.watching import Watching
from learning.work import Work
from storage.runner import WorkRunner
from storage.tables import jobs
from tests.cast import NOW

PIECES = 3
MANY = (PIECES - 1) * PIECE + 7


def follow_many(work: Work) -> None:
    for number in range(MANY):
        window = Slot(starts_at=NOW, ends_at=NOW + timedelta(hours=1))
        work.watchings.add(Watching(person=PersonId(f"meadow:{number}"), secret="s", window=window))


def deferred(connection: Connection) -> int:
    return connection.scalar(select(func.count()).select_from(jobs)) or 0


async def test_a_tick_keeps_what_is_due_in_pieces_until_nothing_is_left(engine: Engine) -> None:
    commits, all_came = 0, asyncio.Event()

    def came() -> None:
        nonlocal commits
        commits += 1
        if commits == PIECES:
            all_came.set()

    runner = WorkRunner(engine, on_deferred=came)
    await runner.run(follow_many)
    ticking = Ticking(runner, lambda: NOW)
    loop = asyncio.create_task(ticking.run())
    async with asyncio.timeout(20):
        await all_came.wait()
    assert await runner.in_transaction(deferred) == MANY
    loop.cancel()
    await asyncio.gather(loop, return_exceptions=True)
    await runner.close()
    assert commits == PIECES
