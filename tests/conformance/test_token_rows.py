"""Encrypted tokens are kept a row a person, and a stale writer is noticed, whatever database is behind it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from learning.connection import TokenRow
from learning.errors import Outdated
from storage.runner import WorkRunner
from storage.tables import tokens
from storage.token_rows import SqlTokenRows
from tests.cast import ANA, BEN, CHLOE, NOW
from tests.work_fixture import STORAGES

pytestmark = pytest.mark.parametrize("engine", STORAGES, indirect=True)


class Clock:
    now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def rows(engine: Engine, clock: Clock) -> AsyncIterator[SqlTokenRows]:
    runner = WorkRunner(engine)
    yield SqlTokenRows(runner, clock)
    await runner.close()


async def kept(rows: SqlTokenRows) -> TokenRow:
    row = await rows.load(ANA)
    assert row is not None
    return row


async def test_what_is_kept_comes_back_for_its_own_person_alone(rows: SqlTokenRows) -> None:
    await rows.save(ANA, b"anas\x00secret", 0)
    assert (await kept(rows)).sealed == b"anas\x00secret"
    assert await rows.load(BEN) is None


async def test_every_save_is_a_new_version_and_a_stale_one_is_refused(rows: SqlTokenRows) -> None:
    await rows.save(ANA, b"first", 0)
    first = await kept(rows)
    await rows.save(ANA, b"second", first.version)
    with pytest.raises(Outdated):
        await rows.save(ANA, b"late", first.version)
    with pytest.raises(Outdated):
        await rows.save(ANA, b"late", 0)
    assert (await kept(rows)).sealed == b"second"
    assert (await kept(rows)).version != first.version


async def test_a_row_is_dropped_whole_or_only_if_nobody_was_faster(rows: SqlTokenRows) -> None:
    await rows.save(ANA, b"first", 0)
    first = await kept(rows)
    await rows.save(ANA, b"second", first.version)
    await rows.delete(ANA, first.version)
    assert (await kept(rows)).sealed == b"second"
    await rows.delete(ANA)
    await rows.delete(ANA)
    assert await rows.load(ANA) is None


async def test_whoever_remembers_a_dropped_row_does_not_overwrite_the_next_one(rows: SqlTokenRows) -> None:
    await rows.save(ANA, b"disconnected since", 0)
    before = await kept(rows)
    await rows.delete(ANA)
    await rows.save(ANA, b"connected anew", 0)
    with pytest.raises(Outdated):
        await rows.save(ANA, b"refreshed", before.version)
    await rows.delete(ANA, before.version)
    assert (await kept(rows)).sealed == b"connected anew"


@pytest.mark.parametrize("is_there", [False, True])
async def test_of_twenty_at_once_one_is_first_and_the_others_are_told(rows: SqlTokenRows, is_there: bool) -> None:
    if is_there:
        await rows.save(ANA, b"there", 0)
    version = (await kept(rows)).version if is_there else 0
    saves = [rows.save(ANA, str(number).encode(), version) for number in range(20)]
    outcomes = await asyncio.gather(*saves, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes if outcome is not None] == [Outdated] * 19
    [winner] = [number for number, outcome in enumerate(outcomes) if outcome is None]
    assert (await kept(rows)).sealed == str(winner).encode()


async def test_everybody_of_whom_something_is_kept_is_listed(rows: SqlTokenRows) -> None:
    for person in (CHLOE, ANA):
        await rows.save(person, b"x", 0)
    assert await rows.people() == [ANA, CHLOE]


async def test_when_it_was_saved_and_used_is_known_to_the_day(rows: SqlTokenRows, clock: Clock, engine: Engine) -> None:
    def moments() -> tuple[datetime, datetime]:
        with engine.begin() as connection:
            saved, used = connection.execute(select(tokens.c.saved_at, tokens.c.used_at)).one()
        return saved, used

    await rows.save(ANA, b"x", 0)
    assert moments() == (NOW, NOW)
    seen = []
    for hours in (1, 23, 25, 26):
        clock.now = NOW + timedelta(hours=hours)
        await rows.load(ANA)
        seen.append(moments()[1])
    assert seen == [NOW, NOW, NOW + timedelta(hours=25), NOW + timedelta(hours=25)]
    assert moments()[0] == NOW
