"""Whoever watches a calendar is told of changes, for as long as they wish."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from learning.errors import OutsideFailure
from standin.people import TENANT_ID
from tests.conformance.graph_judges import usual_judge
from tests.conformance.outlook import ANA, CHECK_IN, LATER, NOW, Outlook, open_outlook


@pytest.fixture
async def outlook(tmp_path: Path) -> AsyncIterator[Outlook]:
    async with open_outlook(tmp_path) as opened:
        yield opened
        assert opened.wire.exchanges
        assert opened.wire.problems(usual_judge()) == []


async def test_whoever_watches_is_told_of_a_drag_with_their_secret(outlook: Outlook) -> None:
    entry = await outlook.write(CHECK_IN)
    until = NOW + timedelta(days=6, hours=23)
    watch = await outlook.calendar.watch(ANA, secret="what only we know", until=until)
    assert watch.ends_at == until
    outlook.drag(entry.id, LATER)
    async with asyncio.timeout(10):
        await outlook.letterbox.came.wait()
    [notice] = outlook.letterbox.notices
    assert (notice.watch, notice.secret, notice.tenant) == (watch.id, "what only we know", TENANT_ID)


async def test_a_watch_is_prolonged_while_it_runs_and_none_once_it_ended(outlook: Outlook) -> None:
    watch = await outlook.calendar.watch(ANA, secret="s", until=NOW + timedelta(days=1))
    until = NOW + timedelta(days=2)
    longer = await outlook.calendar.keep_watching(ANA, watch.id, until=until)
    assert longer is not None
    assert (longer.id, longer.ends_at) == (watch.id, until)
    await outlook.standin.world.clock.jump(timedelta(days=3))
    assert await outlook.calendar.keep_watching(ANA, watch.id, until=NOW + timedelta(days=5)) is None


async def test_a_watch_can_be_ended_and_ending_it_again_is_fine(outlook: Outlook) -> None:
    watch = await outlook.calendar.watch(ANA, secret="s", until=NOW + timedelta(days=1))
    for _ in range(2):
        await outlook.calendar.stop_watching(ANA, watch.id)
    assert await outlook.calendar.keep_watching(ANA, watch.id, until=NOW + timedelta(days=2)) is None


async def test_a_watch_that_is_to_last_too_long_is_refused_for_good(outlook: Outlook) -> None:
    with pytest.raises(OutsideFailure) as caught:
        await outlook.calendar.watch(ANA, secret="s", until=NOW + timedelta(days=8))
    assert caught.value.permanent


async def test_a_watch_that_graph_doubts_is_confirmed_and_one_that_ended_is_not(outlook: Outlook) -> None:
    watch = await outlook.calendar.watch(ANA, secret="s", until=NOW + timedelta(days=1))
    assert await outlook.calendar.reauthorize(ANA, watch.id)
    await outlook.calendar.stop_watching(ANA, watch.id)
    assert not await outlook.calendar.reauthorize(ANA, watch.id)
