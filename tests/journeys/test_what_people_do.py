"""What Ana does with her reviews in Outlook beside dragging them, and what the chat says to it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from app.calendar_access import CalendarAccess
from app.local_run import Pair
from tests.journeys.test_main_job import ana_runs_a_cycle
from tests.journeys.window import Window

Opens = Callable[[str], Window]


@pytest.fixture
def access() -> CalendarAccess:
    """As `make run` has it: each person connects their own calendar."""
    return CalendarAccess.DELEGATED


def test_a_deletion_that_was_undone_is_said_to_be_back_and_nothing_is_doubled(opens: Opens) -> None:
    # Given: Ana has deleted a review, and is asked about it
    ana = ana_runs_a_cycle(opens)
    ana.goes_to_week_of("2026-03-30")
    ana.deletes_review()
    ana.card("no longer in your calendar")
    ana.is_photographed("20-deleted-and-undo")
    # When: she undoes that in Outlook
    ana.undoes()
    # Then: the question answers itself
    ana.card("is in your calendar again")
    expect(ana.page.get_by_test_id("card").filter(has_text="no longer in your calendar")).to_have_count(0)
    expect(ana.reviews()).to_have_count(1)
    # And: the same from the menu, later
    ana.deletes_review()
    ana.card("no longer in your calendar")
    ana.puts_back_from_the_menu("Learning review")
    ana.card("is in your calendar again")
    expect(ana.reviews()).to_have_count(1)


def test_when_microsoft_wants_to_be_asked_less_the_reviews_stand_in_the_end_once(opens: Opens, world: Pair) -> None:
    # Given: Graph refuses what is written into her calendar, for now
    ana = opens("ana")
    ana.switches_on(where="graph", what="429", times="2", path="/events", seconds="1")
    # When: Ana starts her cycle and connects her calendar
    ana = ana_runs_a_cycle(lambda _: ana)
    # Then: both reviews stand in it, each once, and all refusals were met
    assert ana.page.request.get(f"http://127.0.0.1:{world.ports.page}/local/faults").json() == {"faults": []}
    written = ana.page.request.get(f"http://127.0.0.1:{world.ports.page}/local/calendars/written").json()
    assert written["ana"] == {"Learning review": 2}
    ana.goes_to_week_of("2026-03-30")
    expect(ana.reviews()).to_have_count(1)


def test_a_review_keeps_the_title_and_the_text_that_she_gave_it(opens: Opens) -> None:
    # Given
    ana = ana_runs_a_cycle(opens)
    ana.goes_to_week_of("2026-03-30")
    # When: Ana renames the check-in, and writes something of her own into it
    ana.writes_into("Learning review", "Take the notes along")
    ana.renames("Learning review", "Coffee with myself")
    # Then: her card says under which title it stands
    ana.card(re.compile("as “Coffee with myself”"))
    ana.is_photographed("21-renamed")
    # And: when the app moves it, both stay
    ana.is_away("Conference", "2026-03-30", "2026-04-01")
    ana.presses(ana.card("You are out of office then"), "Find another moment")
    ana.card("now stands on Friday 27 March")
    ana.goes_to_the_week_before()
    expect(ana.event("Coffee with myself")).to_be_visible()  # on the Friday before, the nearest free moment
    ana.event("Coffee with myself").click()
    expect(ana.page.get_by_test_id("event-dialog")).to_contain_text("Take the notes along")
    ana.is_photographed("22-moved-with-her-words")


def test_a_week_of_ones_own_is_kept_in_the_window_as_in_outlook(opens: Opens) -> None:
    # Given: Ana presses an empty stretch of her week
    ana = opens("ana")
    page = ana.page
    ana.presses_in_the_week("2026-03-06", "15:00")
    page.get_by_test_id("new-subject").fill("Piano")
    page.keyboard.press("Enter")
    expect(ana.event("Piano")).to_have_attribute("title", "Piano, 15:00")
    # When: she copies it to another day
    ana.event("Piano").click()
    page.get_by_test_id("panel-copy").click()
    page.get_by_test_id("copy-date").fill("2026-03-05")
    page.get_by_test_id("copy-event").click()
    # Then: both stand there
    expect(page.get_by_test_id("event").filter(has_text="Piano")).to_have_count(2)
    # When: she makes the first a series, and puts it into a calendar of its own
    ana.event("Piano").click()
    page.get_by_test_id("panel-repeat").click()
    page.get_by_test_id("repeat-every").select_option("Day")
    page.get_by_test_id("repeat-times").fill("3")
    page.get_by_test_id("repeat-event").click()
    expect(page.get_by_test_id("event").filter(has_text="Piano")).to_have_count(4)
    page.get_by_title("Piano, 15:00, Series").first.click()
    page.get_by_test_id("move-to-calendar").click()
    # Then: each time of it says so in words
    expect(page.get_by_title("Piano, 15:00, Series, In “Private”")).to_have_count(3)
    # And: the week follows Ana to where she goes
    page.get_by_test_id("person-menu").click()
    page.get_by_test_id("open-settings").click()
    page.get_by_test_id("settings-zone").select_option("America/New_York")
    page.get_by_test_id("save-settings").click()
    expect(page.get_by_title("Piano, 09:00, Series, In “Private”")).to_have_count(3)
