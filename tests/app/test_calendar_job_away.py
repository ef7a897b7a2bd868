"""The job `calendar` looks whether somebody is still out of office over a review, while they are asked about it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from learning.clash import is_in_question
from learning.entries import Entry, EntryId, ShownAs, Slot
from learning.messages import MessageKind
from learning.review import Review
from tests.app.calendar_world import AnasJob, anas_job, ids, later

HOLIDAY = EntryId("holiday")
LOOKS = "all that is there"


@pytest.fixture
async def anas(tmp_path: Path) -> AsyncIterator[AnasJob]:
    """She is asked about one of her reviews, over which she put a holiday."""
    async with anas_job(tmp_path) as anas:
        moment = (await review_of(anas)).slot
        assert moment
        around = Slot(starts_at=moment.starts_at - timedelta(hours=2), ends_at=moment.ends_at + timedelta(hours=2))
        put(anas, Entry(id=HOLIDAY, slot=around, shown_as=ShownAs.AWAY))
        await anas.runs()
        assert await anas.new_kinds() == [MessageKind.REVIEW_CLASH]
        anas.memory.asked.clear()
        yield anas


async def review_of(anas: AnasJob) -> Review:
    return min(await anas.reviews(), key=lambda each: each.id)


async def is_asked(anas: AnasJob) -> bool:
    return is_in_question(await review_of(anas))


def put(anas: AnasJob, entry: Entry) -> None:
    anas.memory.entries[entry.id] = entry
    anas.memory.news.add(entry.id)


def delete(anas: AnasJob, entry: EntryId) -> None:
    del anas.memory.entries[entry]
    anas.memory.news.add(entry)


async def test_who_deletes_their_time_away_is_asked_no_more_and_nothing_is_moved(anas: AnasJob) -> None:
    before = (await review_of(anas)).slot
    delete(anas, HOLIDAY)
    await anas.runs()
    assert await anas.new_kinds() == [MessageKind.REVIEW_CLASH]
    assert not await is_asked(anas)
    assert ((await review_of(anas)).slot, anas.memory.done) == (before, [])


async def test_who_moves_it_shortens_it_or_shows_it_otherwise_too(anas: AnasJob) -> None:
    holiday = anas.memory.entries[HOLIDAY]
    short = Slot(starts_at=holiday.slot.starts_at, ends_at=holiday.slot.starts_at + timedelta(hours=2))
    for other in (
        replace(holiday, slot=later(holiday.slot)),
        replace(holiday, slot=short),
        replace(holiday, shown_as=ShownAs.FREE),
    ):
        put(anas, other)
        await anas.runs()
        assert not await is_asked(anas)
        put(anas, holiday)
        await anas.runs()
        assert await is_asked(anas)


async def test_a_single_time_of_a_series_that_nobody_tells_is_deleted_is_seen_all_the_same(anas: AnasJob) -> None:
    holiday = anas.memory.entries[HOLIDAY]
    put(anas, replace(holiday, is_series=True))
    put(anas, replace(holiday, id=EntryId("first time"), part_of=HOLIDAY))
    await anas.runs()
    assert await is_asked(anas)
    del anas.memory.entries[EntryId("first time")]
    await anas.runs()
    assert not await is_asked(anas)


async def test_while_something_else_keeps_them_away_the_question_stays(anas: AnasJob) -> None:
    other = replace(anas.memory.entries[HOLIDAY], id=EntryId("illness"))
    put(anas, other)
    delete(anas, HOLIDAY)
    await anas.runs()
    assert await is_asked(anas)
    delete(anas, other.id)
    await anas.runs()
    assert not await is_asked(anas)


async def test_where_that_cannot_be_seen_the_question_stays_and_all_else_goes_on(anas: AnasJob) -> None:
    dragged = max(await anas.reviews(), key=lambda each: each.id)
    assert dragged.entry
    entry = anas.memory.entries[dragged.entry]
    put(anas, replace(entry, slot=later(entry.slot)))
    delete(anas, HOLIDAY)
    anas.memory.is_closed_book = True
    await anas.runs()
    assert MessageKind.REVIEW_MOVED in await anas.new_kinds()
    assert await is_asked(anas)
    anas.memory.is_closed_book = False
    await anas.runs()
    assert not await is_asked(anas)


async def test_it_is_looked_at_only_while_they_are_asked(anas: AnasJob) -> None:
    for _ in range(2):
        await anas.runs()
    assert (anas.memory.asked[LOOKS], await anas.new_kinds()) == (2, [])
    delete(anas, HOLIDAY)
    for _ in range(3):
        await anas.runs()
    assert anas.memory.asked[LOOKS] == 3


async def test_who_shows_the_review_itself_as_away_keeps_that_time_free_and_is_asked_nothing(anas: AnasJob) -> None:
    delete(anas, HOLIDAY)
    await anas.runs()
    await anas.told()
    for entry in ids(anas):
        put(anas, replace(anas.memory.entries[entry], shown_as=ShownAs.AWAY))
    await anas.runs()
    assert await anas.told() == []
