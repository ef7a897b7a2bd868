"""Without calendar rights: Ana's calendar reads a file. Later she connects, and nothing stands twice."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections.abc import Callable
from http import HTTPStatus

import pytest
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event, EventStatus
from playwright.sync_api import expect

from app.calendar_access import CalendarAccess
from app.local_run import Pair
from tests.journeys.chats import Chats
from tests.journeys.window import Window

GOAL = "Lead a design review in which the quiet people speak first"
Opens = Callable[[str], Window]


@pytest.fixture
def access() -> CalendarAccess:
    return CalendarAccess.DELEGATED


def ana_starts(opens: Opens) -> Window:
    ana = opens("ana")
    ana.presses(ana.card("Learn what you want"), "Write a learning contract")
    draft = ana.card("My learning contract")
    ana.fills_in(draft, What_do_I_want_to_be_able=GOAL)
    ana.presses(draft, "Start the cycle")
    return ana


def address_on_card(ana: Window) -> str:
    """What Ana copies from the card into Outlook."""
    card = ana.card("Your reviews are in a calendar file")
    found = re.search(r"http://localhost:\d+/calendar/\S+\.ics", card.inner_text())
    assert found
    return found[0]


def entries(address: str) -> list[Event]:
    """What a calendar reads there, in the order of time."""
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310  an address on loopback
        return IcsCalendarStream.calendar_from_ics(answer.read().decode()).events


def standing(address: str) -> list[Event]:
    """What such a calendar shows then."""
    return [entry for entry in entries(address) if entry.status is not EventStatus.CANCELLED]


def leads_nowhere(address: str) -> bool:
    try:
        entries(address)
    except urllib.error.HTTPError as refused:
        return refused.code == HTTPStatus.NOT_FOUND
    return False


def test_a_calendar_file_first_and_rights_later(opens: Opens, world: Pair) -> None:
    # Given a cycle that runs in the chat
    ana = ana_starts(opens)
    offer = ana.card("Put the reviews into your calendar?")
    offer.scroll_into_view_if_needed()
    ana.is_photographed("calendar-file-1-offered")

    # When Ana takes the file
    ana.presses(offer, "Use a calendar file instead")
    address = address_on_card(ana)
    ana.is_photographed("calendar-file-2-address")

    # Then her calendar reads both reviews there, and nothing else
    before = standing(address)
    assert [(entry.summary, entry.sequence) for entry in before] == [("Learning review", 0)] * 2
    cycle = ana.card("Your cycle has started")
    expect(cycle).to_contain_text("stand in your calendar file")
    cycle.scroll_into_view_if_needed()
    ana.is_photographed("calendar-file-3-cycle")

    # And the next review is to be had as a file of its own, which is the same entry
    with ana.page.context.expect_event("request", lambda request: "/calendar/" in request.url) as asked:
        cycle.get_by_text("Next review as a file").click()
    (alone,) = entries(asked.value.url)
    assert (alone.uid, alone.dtstart) == (before[0].uid, before[0].dtstart)

    # When rights arrive
    ana.presses(ana.card("Your reviews are in a calendar file"), "Connect my calendar")
    ana.card("Your calendar is connected")
    expect(ana.card("Your cycle has started")).to_contain_text("Drag them in Outlook")
    ana.goes_to_week_of("2026-03-30")
    expect(ana.reviews()).to_have_count(1)

    # Then nothing stands twice: the file takes back what it said of the same entries
    after = entries(address)
    assert standing(address) == []
    assert [entry.uid for entry in after] == [entry.uid for entry in before]
    assert [entry.sequence for entry in after] == [1, 1]
    ana.card("Your calendar file is empty").scroll_into_view_if_needed()
    ana.is_photographed("calendar-file-4-connected")

    # And when Ana disconnects, what was written stays in her calendar alone
    ana.presses(ana.card("Your calendar is connected"), "Disconnect")
    left = ana.card("Your calendar is not connected any more")
    expect(left).to_contain_text("except those that stand in your calendar already")
    expect(ana.card("Your cycle has started")).to_contain_text("To have them in your Outlook calendar as well")
    expect(ana.reviews()).to_have_count(1)
    assert standing(address) == []
    left.scroll_into_view_if_needed()
    ana.is_photographed("calendar-file-5-disconnected")

    # And nothing of the address is in the log
    secret = address.rpartition("/")[2].removesuffix(".ics")
    logs = "".join(path.read_text("utf-8", errors="replace") for path in world.folder.rglob("*.log"))
    assert "/calendar/{secret}.ics" in logs
    assert secret not in logs


def test_a_new_address_ends_the_old_one_and_removing_ends_it_all(opens: Opens, chats: Chats) -> None:
    # Given
    ana = ana_starts(opens)
    ana.presses(ana.card("Put the reviews into your calendar?"), "Use a calendar file instead")
    first = address_on_card(ana)
    assert len(standing(first)) == 2

    # When somebody else has seen the address
    ana.presses(ana.card("Your reviews are in a calendar file"), "New address")
    expect(ana.page.get_by_text(first)).to_have_count(0)
    second = address_on_card(ana)

    # Then
    assert leads_nowhere(first)
    assert [entry.sequence for entry in standing(second)] == [0, 0]

    # When Ana wants it no more, and looks at the card of now: an older drawing may reach the chat after the answer did
    chats.card("ana", second)
    ana.presses(ana.card(second), "Remove the calendar file")
    ana.card("Put the reviews into your calendar?")
    assert leads_nowhere(second)
    ana.is_photographed("calendar-file-6-removed")
