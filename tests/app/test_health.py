"""What whoever watches the service is told: whether it lives, and whether it can work. At once, and no more."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import text
from sqlalchemy.engine import Connection

from app import health
from app.health import Health
from app.heartbeat import Heartbeat
from storage.engine import create_engine
from storage.migrate import upgrade
from storage.runner import WorkRunner

WELL = {"database": "ok", "migrations": "ok", "worker": "ok", "keys": "ok"}


class Parts:
    """What the service is made of, as far as it is asked how it is."""

    def __init__(self, folder: Path) -> None:
        self.engine = create_engine(f"sqlite:///{folder}/learning.db")
        upgrade(self.engine)
        self.runner = WorkRunner(self.engine)
        self.beat = Heartbeat(30)
        self.beat.beat()
        self.has_keys = True
        self.asked = 0

    async def keys(self) -> bool:
        self.asked += 1
        return self.has_keys


@pytest.fixture
async def parts(tmp_path: Path) -> AsyncIterator[Parts]:
    parts = Parts(tmp_path)
    yield parts
    await parts.runner.close()
    parts.engine.dispose()


@asynccontextmanager
async def watched(parts: Parts) -> AsyncIterator[TestClient[web.Request, web.Application]]:
    asked = Health(parts.runner, parts.keys, {"worker": parts.beat})
    application = web.Application()
    application.add_routes(asked.routes())
    async with TestClient(TestServer(application)) as client:
        yield client
    await asked.close()


async def ready(parts: Parts) -> tuple[int, dict[str, str]]:
    async with watched(parts) as client, client.get("/readyz") as answer:
        return answer.status, await answer.json()


async def test_a_service_that_can_work_says_so(parts: Parts) -> None:
    assert await ready(parts) == (200, WELL)


async def test_it_is_not_ready_while_the_keys_of_the_chat_are_unknown(parts: Parts) -> None:
    parts.has_keys = False
    assert await ready(parts) == (503, WELL | {"keys": "unknown"})


async def test_it_is_not_ready_when_a_loop_has_stopped(parts: Parts) -> None:
    parts.beat = Heartbeat(30)
    assert await ready(parts) == (503, WELL | {"worker": "stopped"})


def test_a_loop_lives_until_it_was_silent_for_too_long() -> None:
    now = [0.0]
    beat = Heartbeat(30, lambda: now[0])
    beat.beat()
    for now[0], is_alive in ((30.0, True), (31.0, False)):
        assert beat.is_alive == is_alive


@pytest.mark.parametrize("version", ["UPDATE alembic_version SET version_num = '0001'", "DROP TABLE alembic_version"])
async def test_it_is_not_ready_when_the_tables_are_not_those_of_the_program(parts: Parts, version: str) -> None:
    with parts.engine.begin() as connection:
        connection.execute(text(version))
    assert await ready(parts) == (503, WELL | {"migrations": "outdated"})


async def test_a_database_that_does_not_answer_makes_nobody_wait(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(_: Connection) -> None:
        time.sleep(0.5)

    monkeypatch.setattr(health, "PATIENCE_SECONDS", 0.1)
    hanging = asyncio.create_task(parts.runner.in_transaction(hang))
    await asyncio.sleep(0.05)
    began = time.monotonic()
    async with watched(parts) as client:
        async with client.get("/readyz") as answer:
            assert (answer.status, (await answer.json())["database"]) == (503, "slow")
        assert time.monotonic() - began < 0.4
        async with client.get("/healthz") as answer:
            assert (answer.status, await answer.json()) == (200, {"status": "ok"})
        await hanging


async def test_many_who_ask_at_once_are_answered_with_one_look(parts: Parts) -> None:
    async with watched(parts) as client:
        answers = await asyncio.gather(*(client.get("/readyz") for _ in range(20)))
        assert {answer.status for answer in answers} == {200}
    assert parts.asked == 1
