"""An operator changes the keys under which people's rights are kept, without anybody having to connect again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest
from cryptography.fernet import Fernet

from app.command_line import main
from app.settings import PREFIX
from graph.resealing import Resealed, reseal_all
from graph.sealing import Purpose, Seal
from learning.people import PersonId
from storage.engine import create_engine
from storage.migrate import upgrade
from storage.runner import WorkRunner
from storage.token_rows import SqlTokenRows
from tests.cast import ANA, BEN, CHLOE

T = TypeVar("T")
OLD, NEW, LOST = (Fernet.generate_key().decode() for _ in range(3))


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path}/learning.db"
    for name, value in {
        "TENANT_ID": "t",
        "APP_ID": "a",
        "APP_SECRET": "s",
        "NOTICE_URL": "https://learning.example.com/graph/notices",
        "PUBLIC_URL": "https://learning.example.com",
        "TOKEN_KEYS": f"{NEW} {OLD}",
        "DATABASE_URL": url,
    }.items():
        monkeypatch.setenv(PREFIX + name, value)
    return url


def with_rows(database: str, use: Callable[[SqlTokenRows], Awaitable[T]]) -> T:
    async def go() -> T:
        engine = create_engine(database)
        await asyncio.to_thread(upgrade, engine)
        runner = WorkRunner(engine)
        try:
            return await use(SqlTokenRows(runner, lambda: datetime.now(UTC)))
        finally:
            await runner.close()
            engine.dispose()

    return asyncio.run(go())


def run(command: str) -> object:
    with pytest.raises(SystemExit) as ended:
        main([command])
    return ended.value.code


async def opened(rows: SqlTokenRows, person: PersonId, key: str) -> str:
    row = await rows.load(person)
    assert row is not None
    return Seal([key]).open(Purpose.TOKENS, person, row.sealed)


def test_afterwards_the_newest_key_alone_opens_everything(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    async def keep(rows: SqlTokenRows) -> None:
        for person, key in ((ANA, OLD), (BEN, NEW)):
            await rows.save(person, Seal([key]).seal(Purpose.TOKENS, person, f"of {person}"), 0)

    async def look(rows: SqlTokenRows) -> list[str]:
        return [await opened(rows, person, NEW) for person in (ANA, BEN)]

    with_rows(database, keep)
    assert (run("rotate-keys"), run("rotate-keys")) == (0, 0)
    assert with_rows(database, look) == [f"of {ANA}", f"of {BEN}"]
    assert "newest key: 2" in capsys.readouterr().out


def test_what_no_key_opens_is_counted_and_left_alone(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    async def keep(rows: SqlTokenRows) -> None:
        for person, key in ((ANA, LOST), (BEN, OLD)):
            await rows.save(person, Seal([key]).seal(Purpose.TOKENS, person, "x"), 0)

    with_rows(database, keep)
    assert run("rotate-keys") == 1
    said = capsys.readouterr().out
    assert ("newest key: 1." in said, "none of the keys: 1." in said, ANA in said) == (True, True, False)
    assert with_rows(database, lambda rows: opened(rows, ANA, LOST)) == "x"


def test_what_a_service_saves_in_between_is_not_lost(database: str) -> None:
    class Beside(SqlTokenRows):
        """While it is resealed, Ana's row is refreshed once."""

        refreshed = False

        async def save(self, person: PersonId, sealed: bytes, version: int) -> None:
            if not Beside.refreshed:
                Beside.refreshed = True
                await super().save(person, Seal([OLD]).seal(Purpose.TOKENS, person, "refreshed"), version)
            await super().save(person, sealed, version)

    async def go(rows: SqlTokenRows) -> tuple[Resealed, str]:
        await rows.save(CHLOE, Seal([OLD]).seal(Purpose.TOKENS, CHLOE, "first"), 0)
        beside = Beside(rows._runner, rows._clock)
        return await reseal_all(beside, Seal([NEW, OLD])), await opened(rows, CHLOE, NEW)

    assert with_rows(database, go) == (Resealed(done=1, lost=0), "refreshed")
