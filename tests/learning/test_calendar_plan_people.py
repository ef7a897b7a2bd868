"""What follows from what people make of the entries of their reviews: one test a branch."""

from __future__ import annotations

from dataclasses import replace

import pytest

from learning.calendar_plan import Seen, compare, looks_empty
from learning.calendar_steps import (
    Follow,
    ForgetFormer,
    LetGo,
    MadeSeries,
    MadeSingle,
    Remove,
    RemoveFormer,
    Renamed,
    Replied,
    Returned,
    StandsElsewhere,
    Stay,
    Step,
    Write,
)
from learning.entries import Answered, Entry, EntryId, Guest, Reply
from learning.review import Review
from learning.review_entry import renamed
from tests.cast import NOW, slot
from tests.learning.test_calendar_plan import (
    BARE,
    ENTRY,
    NOON,
    PLACED,
    STANDS,
    TEN,
    TO_MOVE,
    WRITTEN,
    steps,
)


def test_a_deleted_entry_that_stands_again_needs_no_answer_any_more() -> None:
    deleted = replace(WRITTEN, gone_at=NOW)
    assert steps(deleted) == []
    assert steps(deleted, {ENTRY: STANDS}) == [Returned(review=BARE.id)]


def test_what_came_back_at_another_time_is_followed_there() -> None:
    came_back = steps(replace(WRITTEN, gone_at=NOW), {ENTRY: Entry(id=ENTRY, slot=NOON)})
    assert came_back == [Returned(review=BARE.id), Follow(review=BARE.id, slot=NOON)]


def test_a_former_entry_that_stands_again_beside_the_new_one_is_removed() -> None:
    former = EntryId("former")
    put_back = replace(WRITTEN, former=(former,))
    assert steps(put_back) == []
    assert steps(put_back, {former: None}) == []
    assert steps(put_back, {former: Entry(id=former, slot=TEN)}) == [RemoveFormer(review=BARE.id, entry=former)]


def test_so_it_is_before_the_new_one_is_written_and_while_its_deletion_is_asked_about() -> None:
    former = EntryId("former")
    seen: dict[EntryId, Entry | None] = {former: Entry(id=former, slot=TEN)}
    remove = RemoveFormer(review=BARE.id, entry=former)
    assert steps(replace(PLACED, former=(former,)), seen) == [remove, Write(review=BARE.id)]
    assert steps(replace(WRITTEN, former=(former,), gone_at=NOW), seen) == [remove]


def test_a_former_entry_that_recurs_by_now_is_the_learners_own() -> None:
    former = EntryId("former")
    seen: dict[EntryId, Entry | None] = {former: Entry(id=former, slot=TEN, is_series=True)}
    assert steps(replace(WRITTEN, former=(former,)), seen) == [ForgetFormer(review=BARE.id, entry=former)]


def test_a_title_of_the_learners_own_is_theirs() -> None:
    ours = replace(WRITTEN, wrote_title="Learning review")
    assert steps(ours, {ENTRY: replace(STANDS, title="Learning review")}) == []
    mine = Renamed(review=BARE.id, title="My hour")
    assert steps(ours, {ENTRY: replace(STANDS, title="My hour")}) == [mine]
    assert steps(replace(ours, title="My hour"), {ENTRY: replace(STANDS, title="My hour")}) == []


def test_a_title_may_change_again_also_back_to_ours() -> None:
    named = replace(WRITTEN, wrote_title="Learning review", title="My hour")
    for title in ("Ours", "Learning review"):
        assert steps(named, {ENTRY: replace(STANDS, title=title)}) == [Renamed(review=BARE.id, title=title)]
    assert renamed(named, "Learning review").title == ""


def test_a_title_longer_than_any_calendar_takes_is_kept_as_far_as_that() -> None:
    assert len(renamed(WRITTEN, "x" * 300).title) == 255


def test_an_entry_that_recurs_is_told_once_and_so_is_that_it_does_no_more() -> None:
    recurring = replace(STANDS, is_series=True)
    assert steps(WRITTEN, {ENTRY: recurring}) == [MadeSeries(review=BARE.id)]
    series = replace(WRITTEN, series_at=NOW)
    assert steps(series, {ENTRY: recurring}) == []
    assert steps(series) == []
    assert steps(series, {ENTRY: STANDS}) == [MadeSingle(review=BARE.id)]


def test_a_series_is_never_moved_by_us_and_its_review_stays() -> None:
    for wanted in (TO_MOVE, replace(WRITTEN, slot=None)):
        assert steps(replace(wanted, series_at=NOW)) == [Stay(review=BARE.id)]
        seen = steps(wanted, {ENTRY: replace(STANDS, is_series=True)})
        assert seen == [MadeSeries(review=BARE.id), Stay(review=BARE.id)]


def test_a_series_is_never_removed_by_us() -> None:
    unwanted = replace(WRITTEN, held_at=NOW, unwanted_at=NOW)
    assert steps(replace(unwanted, series_at=NOW)) == [LetGo(review=BARE.id)]
    assert steps(unwanted, {ENTRY: replace(STANDS, is_series=True)}) == [LetGo(review=BARE.id)]
    assert steps(unwanted, {ENTRY: STANDS}) == [Remove(review=BARE.id)]


def test_a_series_that_is_dragged_takes_its_review_along() -> None:
    series = replace(WRITTEN, series_at=NOW)
    dragged = Entry(id=ENTRY, slot=NOON, is_series=True)
    assert steps(series, {ENTRY: dragged}) == [Follow(review=BARE.id, slot=NOON)]


def test_a_series_that_begins_in_the_past_leaves_its_review_where_it_was() -> None:
    series = replace(WRITTEN, series_at=NOW)
    assert steps(series, {ENTRY: Entry(id=ENTRY, slot=slot("2026-02-02 08:00", "08:30"), is_series=True)}) == []


def test_an_entry_of_which_readings_do_not_tell_is_looked_at_each_time_until_they_do() -> None:
    ours: frozenset[EntryId] = frozenset({ENTRY})
    none: frozenset[EntryId] = frozenset()

    def told(review: Review, here: frozenset[EntryId] = none, elsewhere: frozenset[EntryId] = none) -> list[Step]:
        return compare([review], Seen(entries={ENTRY: STANDS}, mark="m", here=here, elsewhere=elsewhere), now=NOW)

    away = replace(WRITTEN, is_elsewhere=True)
    assert told(WRITTEN, elsewhere=ours) == [StandsElsewhere(review=BARE.id, is_elsewhere=True)]
    assert told(away, elsewhere=ours) == []
    assert told(away) == []  # it was looked at, and the reading said nothing of it
    assert told(away, here=ours) == [StandsElsewhere(review=BARE.id, is_elsewhere=False)]
    assert told(WRITTEN, here=ours) == []


def test_guests_and_what_they_answer_are_passed_on_when_they_change() -> None:
    ben = Answered(guest=Guest(address="ben@example.org"), reply=Reply.DECLINED, proposes=NOON)
    replied = Replied(review=BARE.id, guests=(ben,))
    assert steps(WRITTEN, {ENTRY: replace(STANDS, guests=(ben,))}) == [replied]
    assert steps(replace(WRITTEN, guests=(ben,)), {ENTRY: replace(STANDS, guests=(ben,))}) == []
    assert steps(replace(WRITTEN, guests=(ben,)), {ENTRY: STANDS}) == [Replied(review=BARE.id, guests=())]


def test_a_copy_is_nobodys_business() -> None:
    copy = EntryId("copy")
    twin = Entry(id=copy, slot=NOON, title="Learning review")
    assert steps(replace(WRITTEN, wrote_title="Learning review"), {copy: twin}) == []


@pytest.mark.parametrize(
    ("standing", "gone", "is_empty"),
    [
        ("", "", False),
        ("a", "a", False),
        ("ab", "a", False),
        ("ab", "", False),
        ("ab", "ab", True),
        ("abc", "abc", True),
    ],
)
def test_a_calendar_looks_empty_when_all_of_two_or_more_entries_are_gone_at_once(
    standing: str, gone: str, *, is_empty: bool
) -> None:
    seen = Seen(entries={EntryId(one): None for one in gone}, mark="mark")
    assert looks_empty([EntryId(one) for one in standing], seen) is is_empty


def test_a_calendar_in_which_one_of_them_still_stands_is_not_empty() -> None:
    assert not looks_empty([ENTRY, EntryId("b")], Seen(entries={ENTRY: STANDS, EntryId("b"): None}, mark="mark"))


def test_what_was_deleted_left_out_and_brought_back_is_wanted_again_while_it_lies_ahead() -> None:
    left_out = replace(WRITTEN, gone_at=NOW, skipped_at=NOW)
    assert steps(left_out) == []
    assert steps(left_out, {ENTRY: STANDS}) == [Returned(review=BARE.id)]
    passed = slot("2026-03-01 08:00", "08:30")
    assert steps(left_out, {ENTRY: Entry(id=ENTRY, slot=passed)}) == []


def test_what_else_was_done_to_it_before_it_was_left_out_is_followed_when_it_is_back() -> None:
    left_out = replace(WRITTEN, gone_at=NOW, skipped_at=NOW, wrote_title="Learning review")
    back = Entry(id=ENTRY, slot=NOON, title="Mine")
    assert steps(left_out, {ENTRY: back}) == [
        Returned(review=BARE.id),
        Renamed(review=BARE.id, title="Mine"),
        Follow(review=BARE.id, slot=NOON),
    ]


def test_a_former_entry_that_is_back_beside_what_was_left_out_is_one_too_many() -> None:
    former = EntryId("former")
    left_out = replace(WRITTEN, gone_at=NOW, skipped_at=NOW, former=(former,))
    both: dict[EntryId, Entry | None] = {ENTRY: STANDS, former: Entry(id=former, slot=TEN)}
    assert steps(left_out, both) == [Returned(review=BARE.id), RemoveFormer(review=BARE.id, entry=former)]
