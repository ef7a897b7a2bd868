"""Reviews with companions: who is invited has the entry too, what they answer is heard, and nothing is lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from learning.entries import Answered, Entry, EntryId, Guest, InviteTo, MoveEntry, Reply, Slot
from standin.people import by_key
from tests.conformance.graph_judges import usual_judge
from tests.conformance.outlook import ANA, AT_TEN, CHECK_IN, LATER, SPRING, Outlook, open_outlook

BEN_IS, CHLOE_IS = by_key("ben"), by_key("chloe")
assert BEN_IS is not None
assert CHLOE_IS is not None
BEN = Guest(address=BEN_IS.mail, name=BEN_IS.name)
CHLOE = Guest(address=CHLOE_IS.mail, name=CHLOE_IS.name)
TOGETHER = "A moment to look back together."
JOIN = "meetup-join"


def invite(entry: EntryId, *guests: Guest, is_online: bool = False) -> InviteTo:
    words = {"text": TOGETHER, "link_text": CHECK_IN.link_text, "link": CHECK_IN.link}
    return InviteTo(entry=entry, guests=guests, is_online=is_online, **words)


@pytest.fixture
async def outlook(tmp_path: Path) -> AsyncIterator[Outlook]:
    async with open_outlook(tmp_path) as opened:
        yield opened
        assert opened.wire.problems(usual_judge()) == []


def of(outlook: Outlook, key: str) -> list[dict[str, Any]]:
    """Our review as it stands in this person's calendar."""
    standing = outlook.standin.world.calendars.events(key, SPRING.starts_at, SPRING.ends_at)
    return [event for event in standing if event["subject"].endswith(CHECK_IN.title)]


def respond(outlook: Outlook, key: str, answer: str, proposes: Slot | None = None) -> None:
    [copy] = of(outlook, key)
    when = None if proposes is None else (proposes.starts_at, proposes.ends_at)
    outlook.standin.world.by_hand.respond(key, copy["id"], answer, when)


async def found(outlook: Outlook, entry: Entry) -> Entry:
    there = await outlook.calendar.find(ANA, entry.id)
    assert there is not None
    return there


async def test_who_is_invited_from_the_start_has_the_review_too(outlook: Outlook) -> None:
    entry = await outlook.write(replace(CHECK_IN, guests=(BEN, CHLOE), is_online=True))
    assert entry.guests == (Answered(guest=BEN), Answered(guest=CHLOE))
    [copy] = of(outlook, "ben")
    assert copy["sensitivity"] == "private"
    assert copy["id"] != entry.id
    [event] = of(outlook, "ana")
    assert event["isOnlineMeeting"]
    assert JOIN in event["body"]["content"]
    assert CHECK_IN.text in event["body"]["content"]


async def test_who_is_invited_later_reads_what_is_said_to_them_beside_what_the_owner_wrote(outlook: Outlook) -> None:
    entry = await outlook.write(CHECK_IN)
    [event] = of(outlook, "ana")
    outlook.standin.world.by_hand.rewrite("ana", entry.id, event["body"]["content"] + "<p>Bring the slides</p>")
    invited = await outlook.bring_about(invite(entry.id, BEN, is_online=True))
    assert invited == replace(entry, guests=(Answered(guest=BEN),))
    [copy], [event] = of(outlook, "ben"), of(outlook, "ana")
    for text in (copy["body"]["content"], event["body"]["content"]):
        assert TOGETHER in text
        assert CHECK_IN.text not in text
        assert "<p>Bring the slides</p>" in text
        assert JOIN in text


async def test_what_the_owner_typed_into_our_own_words_survives_whoever_is_invited(outlook: Outlook) -> None:
    entry = await outlook.write(CHECK_IN)
    [event] = of(outlook, "ana")
    typed = event["body"]["content"].replace(CHECK_IN.text, f"{CHECK_IN.text} And ask Ben about the workshop!")
    outlook.standin.world.by_hand.rewrite("ana", entry.id, typed)
    await outlook.bring_about(invite(entry.id, BEN, is_online=True))
    await outlook.bring_about(replace(invite(entry.id, BEN, CHLOE, is_online=True), text="For the three of us."))
    for key in ("ana", "ben", "chloe"):
        [shown] = of(outlook, key)
        text = shown["body"]["content"]
        assert text.index("For the three of us.") < text.index("And ask Ben about the workshop!") < text.index(JOIN)
        assert TOGETHER not in text


async def test_an_online_meeting_outlives_every_change_of_ours(outlook: Outlook) -> None:
    entry = await outlook.write(replace(CHECK_IN, guests=(BEN,), is_online=True))
    address = of(outlook, "ana")[0]["onlineMeeting"]["joinUrl"]
    await outlook.bring_about(invite(entry.id, BEN, CHLOE))
    await outlook.move(entry.id, LATER)
    await outlook.bring_about(replace(invite(entry.id), text="For you alone again."))
    [event] = of(outlook, "ana")
    assert event["isOnlineMeeting"]
    assert event["onlineMeeting"]["joinUrl"] == address
    assert "For you alone again." in event["body"]["content"]
    assert event["attendees"] == []
    assert [copy["isCancelled"] for copy in of(outlook, "ben")] == [True]


async def test_what_guests_answer_and_propose_is_heard(outlook: Outlook) -> None:
    entry = await outlook.write(replace(CHECK_IN, guests=(BEN, CHLOE)))
    mark = (await outlook.calendar.changes(ANA, since=None, within=SPRING)).mark
    respond(outlook, "ben", "declined", proposes=LATER)
    respond(outlook, "chloe", "accepted")
    expected = replace(
        entry,
        guests=(
            Answered(guest=BEN, reply=Reply.DECLINED, proposes=LATER),
            Answered(guest=CHLOE, reply=Reply.ACCEPTED),
        ),
    )
    assert await found(outlook, entry) == expected
    changes = await outlook.calendar.changes(ANA, since=mark, within=SPRING)
    assert changes.entries == (expected,)


async def test_inviting_one_more_keeps_what_the_others_answered(outlook: Outlook) -> None:
    entry = await outlook.write(replace(CHECK_IN, guests=(BEN,)))
    respond(outlook, "ben", "tentative")
    invited = await outlook.bring_about(invite(entry.id, BEN, CHLOE))
    assert invited is not None
    assert invited.guests == (Answered(guest=BEN, reply=Reply.TENTATIVE), Answered(guest=CHLOE))


async def test_a_moved_review_asks_its_guests_again(outlook: Outlook) -> None:
    entry = await outlook.write(replace(CHECK_IN, guests=(BEN,)))
    respond(outlook, "ben", "accepted")
    moved = await outlook.move(entry.id, LATER)
    assert moved is not None
    assert moved.guests == (Answered(guest=BEN),)
    assert [copy["start"]["dateTime"][:16] for copy in of(outlook, "ben")] == [f"{LATER.starts_at:%Y-%m-%dT%H:%M}"]


async def test_what_is_removed_is_cancelled_for_everybody(outlook: Outlook) -> None:
    entry = await outlook.write(replace(CHECK_IN, guests=(BEN,)))
    await outlook.remove(entry.id)
    assert [copy["isCancelled"] for copy in of(outlook, "ben")] == [True]


async def test_nobody_is_invited_to_an_entry_that_is_gone(outlook: Outlook) -> None:
    entry = await outlook.write(CHECK_IN)
    outlook.delete(entry.id)
    assert await outlook.bring_about(invite(entry.id, BEN)) is None
    assert of(outlook, "ben") == []


async def test_inviting_the_same_people_again_asks_nothing_of_anybody(outlook: Outlook) -> None:
    entry = await outlook.write(CHECK_IN)
    await outlook.bring_about(invite(entry.id, BEN, is_online=True))
    before = len(outlook.wire.exchanges)
    await outlook.bring_about(invite(entry.id, BEN, is_online=True))
    assert [exchange.method for exchange in outlook.wire.exchanges[before:]] == ["GET"]


async def test_moving_and_inviting_at_once_both_come_about(outlook: Outlook) -> None:
    entry = await outlook.write(CHECK_IN)
    await outlook.calendar.bring_about(ANA, [invite(entry.id, BEN), MoveEntry(entry=entry.id, slot=LATER)])
    there = await found(outlook, entry)
    assert (there.slot, there.guests) == (LATER, (Answered(guest=BEN),))
    assert there.slot.starts_at - AT_TEN.starts_at == timedelta(days=1)
