from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from graph.calendar import GraphCalendar
from graph.client import GraphClient
from graph.credentials import Secret
from graph.tokens import AppTokens
from learning.entries import Entry, EntryId, MoveEntry, RemoveEntry, Slot
from learning.errors import MarkEnded, OutsideFailure
from tests.conformance.graph_judges import MODELS, SCHEMA, usual_judge
from tests.conformance.outlook import ANA, AT_TEN, CHECK_IN, LATER, NOBODY, NOW, OUTSIDE, SPRING, Outlook, open_outlook
from tests.graph_contract import NOT_HERE, GraphContract


@pytest.fixture
async def outlook(tmp_path: Path) -> AsyncIterator[Outlook]:
    async with open_outlook(tmp_path) as opened:
        yield opened
        assert opened.wire.exchanges
        assert opened.wire.problems(usual_judge()) == []


async def test_a_person_works_in_their_own_zone_and_is_busy_when_their_calendar_says_so(outlook: Outlook) -> None:
    availability = await outlook.calendar.availability(ANA, SPRING)
    assert availability.hours.zone in {"Europe/Amsterdam", "Europe/Berlin"}
    assert availability.hours.days == frozenset(range(5))
    assert (availability.hours.starts, availability.hours.ends) == (time(9), time(17))
    taken = [event for event in outlook.standing() if event["showAs"] in {"busy", "oof", "tentative"}]
    timed = [event for event in taken if not event["isAllDay"]]
    starts = {datetime.fromisoformat(event["start"]["dateTime"]).replace(tzinfo=UTC) for event in timed}
    # Whole days have a date in one answer and the person's own midnight in the other.
    told = (*availability.busy, *availability.tentative, *availability.away)
    assert starts <= {slot.starts_at for slot in told}
    assert starts
    assert len(told) == len(taken)


async def test_half_a_year_is_answered_whole_though_graph_answers_for_two_months_at_a_time(outlook: Outlook) -> None:
    far = Slot(starts_at=NOW + timedelta(days=170), ends_at=NOW + timedelta(days=170, hours=1))
    await outlook.write(replace(CHECK_IN, slot=far))
    half_a_year = Slot(starts_at=NOW, ends_at=NOW + timedelta(days=183))
    assert far in (await outlook.calendar.availability(ANA, half_a_year)).busy


async def test_an_entry_stands_in_the_calendar_private_and_as_titled(outlook: Outlook) -> None:
    entry = await outlook.write(CHECK_IN)
    assert entry.slot == AT_TEN
    [event] = [event for event in outlook.standing() if event["id"] == entry.id]
    assert (event["subject"], event["sensitivity"], event["showAs"]) == ("Learning review", "private", "busy")
    assert (event["isReminderOn"], event["reminderMinutesBeforeStart"]) == (True, 15)
    assert event["attendees"] == []
    assert 'href="https://learning.example/reviews/1?a=1&amp;b=2"' in event["body"]["content"]


async def test_writing_the_same_key_again_returns_the_entry_there_is(outlook: Outlook) -> None:
    before = len(outlook.standing())
    first = await outlook.write(CHECK_IN)
    outlook.drag(first.id, LATER)
    again = await outlook.write(CHECK_IN)
    assert (again.id, again.slot) == (first.id, LATER)
    assert len(outlook.standing()) == before + 1


async def test_several_changes_are_brought_about_in_one_go_each_with_its_own_answer(outlook: Outlook) -> None:
    keeps, goes = [await outlook.write(replace(CHECK_IN, key=key)) for key in ("keeps", "goes")]
    others = {event["id"] for event in outlook.standing()} - {keeps.id, goes.id}
    outcomes = await outlook.calendar.bring_about(
        ANA,
        [
            CHECK_IN,
            MoveEntry(entry=keeps.id, slot=LATER),
            RemoveEntry(entry=goes.id),
            RemoveEntry(entry=goes.id),
            MoveEntry(entry=goes.id, slot=LATER),
            replace(CHECK_IN, key="keeps"),
        ],
    )
    written, moved, *gone, again = outcomes
    assert isinstance(written, Entry)
    assert moved == again == replace(keeps, slot=LATER)
    assert gone == [None, None, None]
    assert {event["id"] for event in outlook.standing()} == others | {written.id, keeps.id}
    assert await outlook.calendar.bring_about(ANA, [CHECK_IN]) == [written]


async def test_a_mailbox_that_is_not_there_fails_for_good_for_each_change(outlook: Outlook) -> None:
    await outlook.calendar.find(ANA, EntryId("nothing"))
    outcomes = await outlook.calendar.bring_about(NOBODY, [CHECK_IN, RemoveEntry(entry=EntryId("AAMkAnything="))])
    assert all(isinstance(outcome, OutsideFailure) and outcome.permanent for outcome in outcomes)
    assert len(outcomes) == 2


async def test_an_entry_is_found_where_it_was_dragged_to_and_not_found_once_it_is_deleted(outlook: Outlook) -> None:
    entry = await outlook.write(CHECK_IN)
    outlook.drag(entry.id, LATER)
    found = await outlook.calendar.find(ANA, entry.id)
    assert found is not None
    assert (found.id, found.slot) == (entry.id, LATER)
    outlook.delete(entry.id)
    assert await outlook.calendar.find(ANA, entry.id) is None


async def test_an_entry_that_we_move_begins_and_ends_then_and_keeps_everything_else(outlook: Outlook) -> None:
    entry = await outlook.write(CHECK_IN)
    [before] = [event for event in outlook.standing() if event["id"] == entry.id]
    moved = await outlook.move(entry.id, LATER)
    assert moved == replace(entry, slot=LATER)
    [after] = [event for event in outlook.standing() if event["id"] == entry.id]
    kept = ("subject", "body", "sensitivity", "showAs", "isReminderOn", "reminderMinutesBeforeStart")
    assert [after[name] for name in kept] == [before[name] for name in kept]
    request = outlook.wire.exchanges[-1]
    assert request.method == "PATCH"
    assert set(request.sent) == {"start", "end", "isAllDay"}


async def test_moving_an_entry_twice_to_the_same_time_does_no_harm(outlook: Outlook) -> None:
    entry = await outlook.write(CHECK_IN)
    for _ in range(2):
        assert await outlook.move(entry.id, LATER) == replace(entry, slot=LATER)


async def test_an_entry_that_is_gone_is_not_moved(outlook: Outlook) -> None:
    entry = await outlook.write(CHECK_IN)
    outlook.delete(entry.id)
    assert await outlook.move(entry.id, LATER) is None


async def test_an_entry_that_we_remove_is_gone_and_removing_it_again_is_fine(outlook: Outlook) -> None:
    others = {event["id"] for event in outlook.standing()}
    entry = await outlook.write(CHECK_IN)
    for _ in range(2):
        await outlook.remove(entry.id)
    assert await outlook.calendar.find(ANA, entry.id) is None
    assert {event["id"] for event in outlook.standing()} == others


async def test_a_mailbox_that_is_not_there_is_neither_moved_in_nor_cleared(outlook: Outlook) -> None:
    for act in (
        outlook.bring_about(MoveEntry(entry=EntryId("AAMkAnything="), slot=LATER), person=NOBODY),
        outlook.bring_about(RemoveEntry(entry=EntryId("AAMkAnything=")), person=NOBODY),
    ):
        with pytest.raises(OutsideFailure) as caught:
            await act
        assert caught.value.permanent


async def test_a_person_whom_nobody_knows_does_not_make_an_entry_look_deleted(outlook: Outlook) -> None:
    with pytest.raises(OutsideFailure) as caught:
        await outlook.calendar.find(NOBODY, EntryId("AAMkAnything="))
    assert caught.value.permanent


async def test_without_a_mark_everything_in_the_stretch_of_time_is_reported(outlook: Outlook) -> None:
    entry = await outlook.write(CHECK_IN)
    changes = await outlook.calendar.changes(ANA, since=None, within=SPRING)
    assert {seen.id for seen in changes.entries} == {event["id"] for event in outlook.standing()}
    assert entry in changes.entries
    assert entry.id not in changes.gone


async def test_a_dragged_review_is_reported_once_and_nothing_else(outlook: Outlook) -> None:
    entry = await outlook.write(CHECK_IN)
    mark = (await outlook.calendar.changes(ANA, since=None, within=SPRING)).mark
    outlook.drag(entry.id, LATER)
    changes = await outlook.calendar.changes(ANA, since=mark, within=SPRING)
    assert changes.entries == (replace(entry, slot=LATER),)
    assert changes.gone == ()
    nothing = await outlook.calendar.changes(ANA, since=changes.mark, within=SPRING)
    assert (nothing.entries, nothing.gone) == ((), ())


async def test_asking_the_same_mark_twice_tells_the_same(outlook: Outlook) -> None:
    entry = await outlook.write(CHECK_IN)
    mark = (await outlook.calendar.changes(ANA, since=None, within=SPRING)).mark
    outlook.drag(entry.id, LATER)
    first = await outlook.calendar.changes(ANA, since=mark, within=SPRING)
    assert (await outlook.calendar.changes(ANA, since=mark, within=SPRING)).entries == first.entries


async def test_a_deleted_review_is_reported_as_gone_and_is(outlook: Outlook) -> None:
    entry = await outlook.write(CHECK_IN)
    mark = (await outlook.calendar.changes(ANA, since=None, within=SPRING)).mark
    outlook.delete(entry.id)
    assert (await outlook.calendar.changes(ANA, since=mark, within=SPRING)).gone == (entry.id,)
    assert await outlook.calendar.find(ANA, entry.id) is None


async def test_a_review_dragged_far_away_is_reported_as_gone_and_is_not(outlook: Outlook) -> None:
    entry = await outlook.write(CHECK_IN)
    mark = (await outlook.calendar.changes(ANA, since=None, within=SPRING)).mark
    outlook.drag(entry.id, OUTSIDE)
    assert (await outlook.calendar.changes(ANA, since=mark, within=SPRING)).gone == (entry.id,)
    assert await outlook.calendar.find(ANA, entry.id) == replace(entry, slot=OUTSIDE)


async def test_a_full_calendar_is_read_to_its_last_page(outlook: Outlook) -> None:
    written = [await outlook.write(replace(CHECK_IN, key=f"review:{n}")) for n in range(210)]
    before = len(outlook.wire.exchanges)
    changes = await outlook.calendar.changes(ANA, since=None, within=SPRING)
    assert {entry.id for entry in written} <= {entry.id for entry in changes.entries}
    assert len(outlook.wire.exchanges) - before >= 3


async def test_a_mark_that_the_calendar_does_not_know_has_ended(outlook: Outlook) -> None:
    mark = (await outlook.calendar.changes(ANA, since=None, within=SPRING)).mark
    with pytest.raises(MarkEnded):
        await outlook.calendar.changes(ANA, since=f"{mark}x", within=SPRING)


async def test_a_wrong_secret_of_the_app_is_a_failure_that_trying_again_does_not_mend(outlook: Outlook) -> None:
    await outlook.calendar.find(ANA, EntryId("nothing"))
    tokens = AppTokens(replace(outlook.settings, credential=Secret(value="guessed")))
    with pytest.raises(OutsideFailure) as caught:
        await tokens.for_person(ANA)
    await tokens.close()
    assert caught.value.permanent


async def test_an_ended_right_asks_for_consent(outlook: Outlook) -> None:
    class StaleTokens:
        async def for_person(self, _person: object) -> str:
            return "no.longer.valid"

        async def again(self, _person: object, *, refused: str, claims: str | None) -> str:
            assert claims is None
            return refused

    client = GraphClient(outlook.settings, StaleTokens())
    with pytest.raises(OutsideFailure) as caught:
        await GraphCalendar(client, outlook.settings).find(ANA, EntryId("nothing"))
    await client.close()
    await outlook.calendar.find(ANA, EntryId("nothing"))
    assert caught.value.needs_consent


@pytest.mark.parametrize("judge", [SCHEMA, MODELS])
async def test_all_that_we_send_and_all_that_is_answered_satisfies(judge: str, tmp_path: Path) -> None:
    if judge == SCHEMA and not GraphContract.available():
        pytest.skip(NOT_HERE)
    async with open_outlook(tmp_path) as outlook:
        calendar = outlook.calendar
        await calendar.availability(ANA, SPRING)
        entry = await outlook.write(CHECK_IN)
        mark = (await calendar.changes(ANA, since=None, within=SPRING)).mark
        await outlook.move(entry.id, LATER)
        await outlook.remove(entry.id)
        await outlook.remove(entry.id)
        await outlook.move(entry.id, LATER)
        await calendar.changes(ANA, since=mark, within=SPRING)
        await calendar.find(ANA, entry.id)
        watch = await calendar.watch(ANA, secret="s", until=NOW + timedelta(days=1))
        await calendar.keep_watching(ANA, watch.id, until=NOW + timedelta(days=2))
        await calendar.keep_watching(ANA, "forgotten", until=NOW + timedelta(days=2))
        await calendar.stop_watching(ANA, watch.id)
        assert len({(exchange.method, exchange.status) for exchange in outlook.wire.exchanges}) >= 6
        assert outlook.wire.problems(judge) == []
