"""Ana connects her own calendar: at once, in a window, after her administrator, again, and no more."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from app.calendar_access import CalendarAccess
from app.local_run import Pair
from tests.journeys.chats import Chats
from tests.journeys.entra import Entra
from tests.journeys.window import Window, photograph

GOAL = "Lead a design review in which the quiet people speak first"
PHONE = ViewportSize(width=390, height=844)
Opens = Callable[[str], Window]


@pytest.fixture
def access() -> CalendarAccess:
    return CalendarAccess.DELEGATED


@pytest.fixture
def entra(chats: Chats) -> Entra:
    return Entra(chats)


def ana_starts(opens: Opens) -> Window:
    """Ana has started a cycle, and her calendar is not connected."""
    ana = opens("ana")
    ana.presses(ana.card("Learn what you want"), "Write a learning contract")
    draft = ana.card("My learning contract")
    ana.fills_in(draft, What_do_I_want_to_be_able=GOAL)
    ana.presses(draft, "Start the cycle")
    ana.card("Put the reviews into your calendar?")
    return ana


def presses_sign_in(ana: Window) -> Page:
    """The window that the button of Teams' card opens."""
    with ana.page.expect_popup() as opened:
        ana.page.get_by_test_id("sign-in").last.click()
    return opened.value


def chooses(page: Page, name: str) -> None:
    """Pick an account on Microsoft's page."""
    page.get_by_role("button", name=re.compile(name)).click()


def is_photographed_everywhere(page: Page, name: str) -> None:
    """At the width that it has, and on a phone."""
    photograph(page, name)
    before = page.viewport_size
    page.set_viewport_size(PHONE)
    photograph(page, f"{name}-phone")
    if before:
        page.set_viewport_size(before)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_one_press_connects_and_the_reviews_stand_in_the_calendar(opens: Opens) -> None:
    # Given a cycle that runs in the chat
    ana = ana_starts(opens)
    cycle = ana.card("Your cycle has started")
    expect(cycle).to_contain_text("Check-in: Monday 30 March, 10:00")
    expect(cycle).to_contain_text("They come to this chat at these times.")
    ana.goes_to_week_of("2026-03-30")
    expect(ana.reviews()).to_have_count(0)
    ana.is_photographed("connecting-1-offered")

    # When
    ana.connects()

    # Then
    expect(ana.reviews()).to_have_count(1)
    expect(ana.card("Your cycle has started")).to_contain_text("Drag them in Outlook")
    ana.sees("You have signed in.")
    expect(ana.page.get_by_test_id("sign-in")).to_have_count(0)
    ana.is_photographed("connecting-2-connected")


def test_who_refuses_goes_on_in_the_chat_and_may_think_again(opens: Opens, entra: Entra) -> None:
    # Given that Teams cannot sign in by itself
    entra.organisation(silent_sign_in=False)
    ana = ana_starts(opens)
    ana.presses(ana.card("Put the reviews into your calendar?"), "Connect my calendar")
    expect(ana.page.get_by_test_id("sign-in")).to_be_visible()
    ana.card("Your calendar is being connected")
    ana.page.get_by_test_id("sign-in").scroll_into_view_if_needed()
    ana.is_photographed("connecting-3-asked-to-sign-in")

    # When Ana says no on Microsoft's page
    window = presses_sign_in(ana)
    window.get_by_role("button", name="Cancel").click()
    expect(window.get_by_role("heading", name="Nothing was connected")).to_be_visible()
    is_photographed_everywhere(window, "connecting-4-refused")

    # Then the card is as it was before
    ana.card("Put the reviews into your calendar?")

    # And when she thinks again, it works
    window.get_by_role("link", name="Sign in again").click()
    chooses(window, "Ana")
    expect(window.get_by_role("heading", name="Your calendar is connected")).to_be_visible()
    is_photographed_everywhere(window, "connecting-5-connected-in-a-window")
    window.close()
    ana.card("Your calendar is connected")
    ana.goes_to_week_of("2026-03-30")
    expect(ana.reviews()).to_have_count(1)


def test_somebody_elses_account_is_not_connected(opens: Opens, entra: Entra) -> None:
    entra.organisation(silent_sign_in=False)
    ana = ana_starts(opens)
    ana.presses(ana.card("Put the reviews into your calendar?"), "Connect my calendar")
    window = presses_sign_in(ana)
    chooses(window, "Ben")
    expect(window.get_by_role("heading", name="That was another account")).to_be_visible()
    is_photographed_everywhere(window, "connecting-6-another-account")
    ana.card("Put the reviews into your calendar?")


def test_an_administrator_allows_it_and_who_waits_can_connect(
    opens: Opens, entra: Entra, browses: Callable[[], Page]
) -> None:
    # Given an organisation that has not allowed it
    entra.organisation(allowed=False)
    ana = ana_starts(opens)
    ana.presses(ana.card("Put the reviews into your calendar?"), "Connect my calendar")
    waits = ana.card("Your organisation has not allowed this yet")
    ana.is_photographed("connecting-7-not-allowed")
    link = re.search(r"http://localhost:\d+/sign-in/organisation", waits.inner_text())
    assert link

    # When Dan, who looks after Microsoft 365, reads the page and goes on
    dan = browses()
    dan.goto(link[0])
    expect(dan.get_by_role("heading", name="What is asked, and why")).to_be_visible()
    is_photographed_everywhere(dan, "connecting-8-organisation")
    dan.get_by_role("link", name="Go on to Microsoft").click()
    chooses(dan, "Dan")
    dan.get_by_role("button", name="Accept").click()
    expect(dan.get_by_role("heading", name=re.compile("^Thank you"))).to_be_visible()
    is_photographed_everywhere(dan, "connecting-9-organisation-allowed")

    # Then Ana's card offers it, and it works
    expect(ana.page.get_by_text("Your organisation has not allowed this yet")).to_have_count(0)
    ana.connects()
    ana.goes_to_week_of("2026-03-30")
    expect(ana.reviews()).to_have_count(1)


def test_an_administrator_who_declines_changes_nothing(
    opens: Opens, entra: Entra, browses: Callable[[], Page], world: Pair
) -> None:
    entra.organisation(allowed=False)
    opens("ana")
    dan = browses()
    dan.goto(f"http://localhost:{world.ports.messages}/sign-in/organisation")
    dan.get_by_role("link", name="Go on to Microsoft").click()
    chooses(dan, "Dan")
    dan.get_by_role("button", name="Cancel").click()
    expect(dan.get_by_role("heading", name="Nothing has changed")).to_be_visible()
    is_photographed_everywhere(dan, "connecting-10-organisation-declined")


def test_a_right_that_was_taken_back_in_entra_is_told_once_and_one_press_mends_it(opens: Opens, entra: Entra) -> None:
    # Given
    ana = ana_starts(opens)
    ana.connects()
    ana.card("Drag them in Outlook")

    # When all her sessions are ended
    entra.signs_out_everywhere("ana")

    # Then she is told once, and nothing is lost
    ended = ana.card("Please connect your calendar again")
    expect(ana.card("Your cycle has started")).to_contain_text("They come to this chat at these times.")
    ana.is_photographed("connecting-11-ended")
    ana.jumps_a_day()
    ana.page.wait_for_timeout(1500)
    assert ana.messages("Please connect your calendar again") == 1

    # And one press mends it
    ana.presses(ended, "Connect it again")
    ana.card("Your calendar is connected")
    expect(ana.card("Your cycle has started")).to_contain_text("Drag them in Outlook")
    ana.goes_to_week_of("2026-03-30")
    ana.drags_review_to("2026-04-01")
    ana.card("now stands on Wednesday 1 April")


def test_more_proof_is_asked_for_in_a_window(opens: Opens, entra: Entra) -> None:
    ana = ana_starts(opens)
    ana.connects()
    ana.card("Drag them in Outlook")
    entra.account("ana", mfa_required=True)
    again = ana.card("Microsoft asks you to sign in again")
    ana.is_photographed("connecting-12-more-proof")
    ana.presses(again, "Sign in again")
    expect(ana.page.get_by_test_id("sign-in")).to_be_visible()
    window = presses_sign_in(ana)
    chooses(window, "Ana")
    window.get_by_role("button", name="I have approved it").click()
    expect(window.get_by_role("heading", name="Your calendar is connected")).to_be_visible()
    ana.card("Your calendar is connected")


def test_disconnecting_takes_one_press_and_leaves_the_entries(opens: Opens) -> None:
    # Given
    ana = ana_starts(opens)
    ana.connects()
    ana.card("Drag them in Outlook")
    ana.goes_to_week_of("2026-03-30")
    expect(ana.reviews()).to_have_count(1)

    # When
    ana.presses(ana.card("Your calendar is connected"), "Disconnect")

    # Then the entry stays, and the review comes to the chat all the same
    ana.card("Your calendar is not connected any more")
    expect(ana.reviews()).to_have_count(1)
    ana.is_photographed("connecting-13-disconnected")
    ana.jumps_to_the_next_review()
    ana.card("What did I do?")

    # And typing it connects again
    ana.says("conect")
    ana.card("Your calendar is connected")
