"""The job `calendar` believes of nothing that it is gone before it has looked, and of everything only who says so."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from learning.actions.find_due import find_due
from learning.actions.follow_calendar import Ours
from learning.actions.receive_notices import Notice, receive_notices
from learning.calendar_plan import Seen
from learning.entries import Entry, EntryChange, EntryId, Lifecycle, NewEntry, ShownAs
from learning.errors import OutsideFailure, PartRefused
from learning.messages import MessageKind
from learning.people import Person, PersonId
from tests.app.calendar_world import AnasJob, anas_job, ids, later


@pytest.fixture
async def anas(tmp_path: Path) -> AsyncIterator[AnasJob]:
    async with anas_job(tmp_path) as anas:
        yield anas


async def test_what_is_in_another_calendar_by_now_is_still_hers_and_looked_at_each_time(anas: AnasJob) -> None:
    entry, _ = ids(anas)
    anas.memory.hidden = anas.memory.news = {entry}
    for times in (1, 2, 3):
        await anas.runs()
        assert anas.memory.asked[f"find {entry}"] == times
    assert [review.is_elsewhere for review in await anas.reviews() if review.entry == entry] == [True]
    assert await anas.new_kinds() == []
    moved = replace(anas.memory.entries[entry], slot=later(anas.memory.entries[entry].slot))
    anas.memory.entries[entry] = moved
    await anas.runs()
    assert MessageKind.REVIEW_MOVED in await anas.new_kinds()


async def test_a_deletion_that_was_undone_there_is_seen_too(anas: AnasJob) -> None:
    entry, _ = ids(anas)
    stood = anas.memory.entries[entry]
    anas.memory.hidden = anas.memory.news = {entry}
    await anas.runs()
    del anas.memory.entries[entry]
    await anas.runs()
    assert MessageKind.REVIEW_GONE in await anas.new_kinds()
    anas.memory.entries[entry] = stood
    await anas.runs()
    assert all(review.gone_at is None for review in await anas.reviews())


async def test_what_was_put_there_deleted_and_brought_back_unseen_is_looked_at_from_then_on(anas: AnasJob) -> None:
    entry, _ = ids(anas)
    stood = anas.memory.entries.pop(entry)
    anas.memory.news = {entry}
    await anas.runs()
    anas.memory.entries[entry], anas.memory.hidden = stood, {entry}
    await anas.runs()
    anas.memory.asked.clear()
    await anas.runs()
    assert anas.memory.asked[f"find {entry}"] == 1


async def test_what_comes_back_from_there_is_looked_at_no_more(anas: AnasJob) -> None:
    entry, _ = ids(anas)
    anas.memory.hidden = anas.memory.news = {entry}
    await anas.runs()
    anas.memory.hidden, anas.memory.news = set(), {entry}
    await anas.runs()
    anas.memory.asked.clear()
    await anas.runs()
    assert not anas.memory.asked[f"find {entry}"]


async def test_a_mark_that_ended_has_all_read_and_what_that_does_not_tell_of_is_looked_for(
    anas: AnasJob,
) -> None:
    entry, other = ids(anas)
    anas.memory.hidden, anas.memory.mark_has_ended = {entry}, True
    await anas.runs()
    assert (anas.memory.asked[f"find {entry}"], anas.memory.asked[f"find {other}"]) == (1, 0)
    assert await anas.told() == []


async def test_one_entry_that_is_deleted_is_asked_about(anas: AnasJob) -> None:
    entry, _ = ids(anas)
    del anas.memory.entries[entry]
    anas.memory.news = {entry}
    await anas.runs()
    assert set(await anas.new_kinds()) == {MessageKind.CYCLE, MessageKind.REVIEW_GONE}


async def test_shortly_before_its_time_a_review_is_looked_at_though_nothing_told_of_it(anas: AnasJob) -> None:
    first = min((review for review in await anas.reviews() if review.slot), key=lambda each: each.ideal_on)
    assert first.slot
    assert first.entry
    anas.memory.entries[first.entry] = replace(anas.memory.entries[first.entry], slot=later(first.slot))
    anas.now = first.slot.starts_at - timedelta(hours=2)
    await anas.runs()
    assert await anas.new_kinds() == []
    anas.now = first.slot.starts_at - timedelta(minutes=14)
    await anas.runner.run(find_due, anas.now)
    await anas.runs()
    assert MessageKind.REVIEW_MOVED in await anas.new_kinds()
    anas.now = first.slot.starts_at
    await anas.runner.run(find_due, anas.now)
    assert MessageKind.REVIEW not in await anas.new_kinds()


async def test_who_drags_an_entry_in_the_moment_in_which_the_app_moves_it_wins(anas: AnasJob) -> None:
    review = (await anas.reviews())[0]
    assert review.entry
    assert review.slot
    there = anas.memory.entries[review.entry]
    dragged = replace(there, slot=later(later(there.slot)), version="dragged")
    wanted = replace(review, slot=later(review.slot))
    await anas.runner.run(lambda work: work.reviews.put(wanted))
    anas.memory.meanwhile = lambda: anas.memory.entries.update({dragged.id: dragged})
    with pytest.raises(OutsideFailure, match="changed since"):
        await anas.runs()
    await anas.runs()
    assert anas.memory.entries[there.id] == dragged
    assert dragged.slot in {each.slot for each in await anas.reviews()}


async def test_hours_are_read_at_first_and_every_few_hours(anas: AnasJob) -> None:
    await anas.runs()
    assert not anas.memory.asked["hours"]
    anas.now += timedelta(hours=6)
    await anas.runs()
    await anas.runs()
    assert dict(anas.memory.asked)["hours"] == 1


async def test_out_of_office_in_her_calendar_is_seen_and_what_else_is_there_is_not(anas: AnasJob) -> None:
    review = (await anas.reviews())[0]
    assert review.slot
    meeting = Entry(id=EntryId("meeting"), slot=review.slot)
    anas.memory.entries[meeting.id], anas.memory.news = meeting, {meeting.id}
    await anas.runs()
    assert await anas.told() == []
    away = replace(meeting, id=EntryId("holiday"), shown_as=ShownAs.AWAY)
    anas.memory.entries[away.id], anas.memory.news = away, {away.id}
    await anas.runs()
    assert await anas.new_kinds() == [MessageKind.REVIEW_CLASH]


@pytest.mark.parametrize(
    ("says", "is_watched", "asks"),
    [
        (Lifecycle.REAUTHORIZE, True, {"reauthorize": 1}),
        (Lifecycle.REAUTHORIZE, False, {"reauthorize": 1, "watch": 1}),
        (Lifecycle.REMOVED, True, {"watch": 1}),
        (Lifecycle.MISSED, True, {}),
        (None, True, {}),
    ],
)
async def test_what_the_calendar_says_of_the_watch_is_answered_once(
    anas: AnasJob, says: Lifecycle | None, asks: dict[str, int], *, is_watched: bool
) -> None:
    watching = await anas.watching()
    assert watching.watch
    anas.memory.is_watched = is_watched
    notice = Notice(watch=watching.watch, secret=watching.secret, lifecycle=says)
    await anas.runner.run(receive_notices, [notice, notice], anas.now)
    for _ in range(2):
        await anas.runs()
    assert dict(anas.memory.asked) == asks
    assert (await anas.watching()).watch_ends_at is not None


class Others:
    """Another kind of thing with an entry in Ana's calendar."""

    def __init__(self) -> None:
        self.kept: list[tuple[str, EntryChange, Entry | None]] = []
        self.saw: list[Seen] = []
        self.wanted: list[tuple[str, EntryChange]] = []

    async def ours(self, _person: PersonId) -> Ours:
        return Ours(standing=frozenset({EntryId("theirs")}))

    async def changes(self, _person: Person, seen: Seen) -> Sequence[tuple[str, EntryChange]]:
        self.saw.append(seen)
        return self.wanted

    async def keep(self, _person: PersonId, about: str, change: EntryChange, outcome: Entry | None) -> None:
        self.kept.append((about, change, outcome))

    async def leave_out(self, _person: PersonId, about: str, change: EntryChange, _refused: PartRefused) -> bool:
        raise AssertionError((about, change))


async def test_each_kind_of_thing_sees_its_entries_and_hears_what_came_of_its_changes(tmp_path: Path) -> None:
    others = Others()
    async with anas_job(tmp_path, [others]) as anas:
        slot = later(anas.memory.entries[ids(anas)[0]].slot)
        theirs = Entry(id=EntryId("theirs"), slot=slot)
        anas.memory.entries[theirs.id], anas.memory.news = theirs, {theirs.id}
        change = NewEntry(key="more", slot=slot, title="More", text="", link_text="", link="")
        others.wanted = [("a thing", change)]
        await anas.runs()
        assert others.saw[-1].entries == {theirs.id: theirs}
        assert others.kept == [("a thing", change, anas.memory.entries[EntryId("more")])]


async def test_while_all_is_gone_nothing_is_handed_to_anybody(tmp_path: Path) -> None:
    others = Others()
    async with anas_job(tmp_path, [others]) as anas:
        others.saw.clear()
        anas.memory.news = {*anas.memory.entries, EntryId("theirs")}
        anas.memory.entries.clear()
        await anas.runs()
        assert others.saw == []
