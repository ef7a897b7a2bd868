"""The job `calendar` follows the first time of a series, also where its owner moved that by itself."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from learning.entries import Entry, EntryId, Slot
from learning.messages import MessageKind
from learning.review import Review
from tests.app.calendar_world import AnasJob, anas_job, ids, later
from tests.cast import NOW

SECOND = EntryId("second time")


@pytest.fixture
async def anas(tmp_path: Path) -> AsyncIterator[AnasJob]:
    """She made one of her reviews recur, and read that its first time is the review."""
    async with anas_job(tmp_path) as anas:
        entry, memory = ids(anas)[0], anas.memory
        series = memory.told[entry] = replace(memory.entries[entry], is_series=True)
        memory.entries[entry] = series
        memory.entries[SECOND] = Entry(id=SECOND, slot=later(later(series.slot)), part_of=entry)
        memory.news = {entry, SECOND}
        await anas.runs()
        assert MessageKind.REVIEW_MOVED in await anas.new_kinds()
        memory.asked.clear()
        yield anas


async def review_of(anas: AnasJob) -> Review:
    return next(each for each in await anas.reviews() if each.entry == ids(anas)[0])


def moves_first_time(anas: AnasJob, to: Slot) -> None:
    """Graph tells of it as one time of the series, which began when it did."""
    entry, memory = ids(anas)[0], anas.memory
    memory.entries[entry] = replace(memory.entries[entry], slot=to)
    memory.entries[EntryId("first time")] = Entry(id=EntryId("first time"), slot=to, part_of=entry)
    memory.news = {EntryId("first time")}


async def test_a_review_goes_where_the_first_time_is_moved_and_stays_there_whatever_is_told_of_the_series(
    anas: AnasJob,
) -> None:
    to = later((await review_of(anas)).slot or pytest.fail("it stands nowhere"))
    moves_first_time(anas, to)
    await anas.runs()
    assert ((await review_of(anas)).slot, (await review_of(anas)).stood) == (to, to)
    assert (await anas.new_kinds()).count(MessageKind.REVIEW_MOVED) == 1
    anas.memory.news = {ids(anas)[0], SECOND}
    await anas.runs()
    assert ((await review_of(anas)).slot, await anas.new_kinds()) == (to, [])
    assert anas.memory.done == []


async def test_a_mark_that_ended_does_not_put_it_back_or_elsewhere(anas: AnasJob) -> None:
    to = later((await review_of(anas)).slot or pytest.fail("it stands nowhere"))
    moves_first_time(anas, to)
    await anas.runs()
    anas.memory.mark_has_ended = True
    await anas.runs()
    review = await review_of(anas)
    assert (review.slot, review.is_elsewhere) == (to, False)


async def test_it_comes_back_with_the_first_time(anas: AnasJob) -> None:
    before = (await review_of(anas)).slot or pytest.fail("it stands nowhere")
    for to in (later(before), before):
        moves_first_time(anas, to)
        await anas.runs()
        assert (await review_of(anas)).slot == to


async def test_a_series_is_looked_for_only_when_something_is_told_of_it(anas: AnasJob) -> None:
    await anas.runs()
    assert not anas.memory.asked[f"find {ids(anas)[0]}"]
    anas.memory.news = {ids(anas)[0], SECOND}
    await anas.runs()
    assert anas.memory.asked[f"find {ids(anas)[0]}"] == 1


async def test_a_series_that_began_before_what_is_read_is_no_less_in_her_calendar(anas: AnasJob) -> None:
    entry, memory = ids(anas)[0], anas.memory
    began = Slot(starts_at=NOW - timedelta(days=30), ends_at=NOW - timedelta(days=30) + timedelta(minutes=30))
    memory.entries[entry] = memory.told[entry] = replace(memory.entries[entry], slot=began)
    for news in ({SECOND}, {entry, SECOND}, set[EntryId]()):
        memory.news = set(news)
        await anas.runs()
        assert not (await review_of(anas)).is_elsewhere
