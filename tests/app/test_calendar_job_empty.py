"""A calendar from which all is gone at once: nothing follows before its person says what it means."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from learning.actions.calendar_looks_empty import removed_by_hand
from learning.actions.calendar_unreachable import try_calendar_again
from learning.actions.find_due import find_due
from learning.entries import Entry, EntryId
from learning.messages import MessageKind
from learning.views import ConnectionView
from tests.app.calendar_world import AnasJob, anas_job, later
from tests.cast import ANA


@pytest.fixture
async def anas(tmp_path: Path) -> AsyncIterator[AnasJob]:
    async with anas_job(tmp_path) as anas:
        yield anas


async def empties(anas: AnasJob) -> dict[EntryId, Entry]:
    stood = dict(anas.memory.entries)
    anas.memory.news = set(stood)
    anas.memory.entries.clear()
    await anas.runs()
    return stood


async def connection(anas: AnasJob) -> ConnectionView:
    ((kind, view),) = await anas.told()
    assert kind is MessageKind.CONNECTION
    assert isinstance(view, ConnectionView)
    return view


async def test_a_calendar_that_is_suddenly_empty_is_told_once_and_changes_nothing(anas: AnasJob) -> None:
    before = await anas.reviews()
    await empties(anas)
    assert (await connection(anas)).is_empty
    for _ in range(2):
        anas.now += timedelta(hours=7)
        await anas.runs()
    assert await anas.told() == []
    assert await anas.reviews() == before
    assert anas.memory.done == []


async def test_while_it_looks_empty_reviews_come_to_the_chat_all_the_same(anas: AnasJob) -> None:
    await empties(anas)
    await anas.told()
    first = min(review.slot.starts_at for review in await anas.reviews() if review.slot)
    anas.now = first
    await anas.runner.run(find_due, anas.now)
    assert MessageKind.REVIEW in await anas.new_kinds()


async def test_when_its_entries_are_there_again_the_card_says_so_and_all_goes_on(anas: AnasJob) -> None:
    stood = await empties(anas)
    await anas.told()
    anas.memory.entries = stood
    await anas.runs()  # nothing told of them: they are looked for
    assert not (await connection(anas)).is_empty
    entry, _ = sorted(stood)
    anas.memory.entries[entry] = replace(stood[entry], slot=later(stood[entry].slot))
    anas.memory.news = {entry}
    await anas.runs()
    assert MessageKind.REVIEW_MOVED in await anas.new_kinds()


async def test_who_wants_another_look_hears_what_it_found(anas: AnasJob) -> None:
    await empties(anas)
    await anas.told()
    await anas.runner.run(try_calendar_again, None, ANA, anas.now)
    assert (await connection(anas)).is_tried_again
    await anas.runs()
    view = await connection(anas)
    assert view.is_empty
    assert not view.is_tried_again


async def test_who_removed_them_is_asked_about_each(anas: AnasJob) -> None:
    await empties(anas)
    await anas.told()
    await anas.runner.run(removed_by_hand, None, ANA, anas.now)
    assert (await connection(anas)).is_tried_again
    await anas.runs()
    told = await anas.new_kinds()
    assert told.count(MessageKind.REVIEW_GONE) == 2
    assert all(review.gone_at == anas.now for review in await anas.reviews())
    assert (await anas.watching()).empty_since is None
    await anas.runs()
    assert await anas.told() == []


async def test_who_says_so_where_nothing_is_gone_changes_nothing(anas: AnasJob) -> None:
    await anas.runner.run(removed_by_hand, None, ANA, anas.now)
    assert (await anas.watching()).emptied_at is None
    assert await anas.told() == []


async def test_who_says_so_and_it_is_there_again_loses_nothing(anas: AnasJob) -> None:
    stood = await empties(anas)
    await anas.told()
    await anas.runner.run(removed_by_hand, None, ANA, anas.now)
    anas.memory.entries = stood
    await anas.runs()
    assert MessageKind.REVIEW_GONE not in await anas.new_kinds()
    assert (await anas.watching()).emptied_at is None
