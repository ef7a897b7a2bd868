"""What Ana does with her reviews in Outlook that is rarer, and a calendar that is suddenly empty: each told once."""

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
GONE = "no longer in your calendar"


@pytest.fixture
def access() -> CalendarAccess:
    """As `make run` has it: each person connects their own calendar."""
    return CalendarAccess.DELEGATED


def test_a_review_that_was_made_longer_and_put_into_another_calendar_is_followed_there(opens: Opens) -> None:
    # Given
    ana = ana_runs_a_cycle(opens)
    page = ana.page
    ana.goes_to_week_of("2026-03-30")
    # When: Ana makes her check-in longer
    ana.reviews().first.click()
    page.get_by_test_id("move-end").fill("11:45")
    page.get_by_test_id("move-event").click()
    # Then: she reads until when it is
    ana.card(re.compile("Your check-in now stands on Monday 30 March.*, until 11:45"))
    # When: she puts it into a calendar of its own
    ana.reviews().first.click()
    page.get_by_test_id("move-to-calendar").click()
    expect(page.get_by_title(re.compile("Learning review.*In “Private”"))).to_be_visible()
    ana.jumps_a_day()
    # Then: it is not taken for deleted, and it is followed there
    ana.goes_to_week_of("2026-03-30")
    ana.drags_review_to("2026-04-01")
    ana.jumps_a_day()
    ana.card("Your check-in now stands on Wednesday 1 April")
    assert ana.messages(GONE) == 0
    ana.is_photographed("people-1-in-another-calendar")


def test_copies_and_the_other_times_of_a_series_are_hers(opens: Opens) -> None:
    # Given
    ana = ana_runs_a_cycle(opens)
    page = ana.page
    ana.goes_to_week_of("2026-03-30")
    # When: Ana copies her check-in, and makes it recur
    ana.reviews().first.click()
    page.get_by_test_id("panel-copy").click()
    page.get_by_test_id("copy-date").fill("2026-04-02")
    page.get_by_test_id("copy-event").click()
    expect(ana.reviews()).to_have_count(2)
    ana.reviews().first.click()
    page.get_by_test_id("panel-repeat").click()
    page.get_by_test_id("repeat-every").select_option("Week")
    page.get_by_test_id("repeat-times").fill("3")
    page.get_by_test_id("repeat-event").click()
    # Then: she reads which one is the review, once
    ana.card("You made your check-in recur. The check-in is the first one")
    ana.is_photographed("people-2-made-to-recur")
    # When: she deletes the copy, and needs no check-in any more
    page.locator('.fc-timegrid-col[data-date="2026-04-02"]').get_by_test_id("event").filter(
        has_text="Learning review"
    ).click()
    page.get_by_test_id("delete-event").click()
    expect(ana.reviews()).to_have_count(1)
    ana.presses(ana.card("Your cycle has started"), "This is too heavy")
    ana.card("Undo: as it was before")
    # Then: the app takes none of her series out of the calendar, and asks nothing
    ana.jumps_a_day()
    ana.goes_to_week_of("2026-03-30")
    expect(page.get_by_title(re.compile("Learning review.*Series"))).to_have_count(1)
    assert ana.messages(GONE) == 0
    assert ana.messages("You made your check-in recur") == 1


def test_who_is_at_work_after_all_is_asked_no_more(opens: Opens) -> None:
    # Given: Ana is out of office over her check-in, and is asked about it
    ana = ana_runs_a_cycle(opens)
    ana.goes_to_week_of("2026-03-30")
    ana.is_away("Conference", "2026-03-30", "2026-04-01")
    ana.card("You are out of office then")
    # When: she deletes that
    ana.event("Conference").click()
    ana.page.get_by_test_id("delete-event").click()
    # Then: the question has settled itself
    ana.card("Your check-in stays on Monday 30 March")
    assert ana.messages("You are out of office then") == 0
    ana.is_photographed("people-5-at-work-after-all")
    expect(ana.reviews()).to_have_count(1)


def test_a_review_goes_along_with_the_first_time_of_its_series(opens: Opens) -> None:
    # Given: Ana made her check-in recur
    ana = ana_runs_a_cycle(opens)
    page = ana.page
    ana.goes_to_week_of("2026-03-30")
    ana.reviews().first.click()
    page.get_by_test_id("panel-repeat").click()
    page.get_by_test_id("repeat-every").select_option("Week")
    page.get_by_test_id("repeat-times").fill("3")
    page.get_by_test_id("repeat-event").click()
    ana.card("The check-in is the first one, on Monday 30 March")
    # When: she drags the first one by itself
    ana.drags_review_to("2026-04-01")
    # Then: the review is there
    ana.card("The check-in is the first one, on Wednesday 1 April")
    ana.is_photographed("people-6-first-time-moved")


def test_new_working_hours_are_asked_about_and_nothing_is_moved_unasked(opens: Opens) -> None:
    # Given
    ana = ana_runs_a_cycle(opens)
    page = ana.page
    # When: Ana works in the afternoon from now on
    page.get_by_test_id("person-menu").click()
    page.get_by_test_id("open-settings").click()
    page.get_by_test_id("settings-start").fill("13:00")
    page.get_by_test_id("settings-end").fill("18:00")
    page.get_by_test_id("save-settings").click()
    ana.jumps_a_day()
    # Then: she is asked, about each review that we had found a moment for
    ana.card("Does the moment of your closing review still suit you?")
    question = ana.card("Does the moment of your check-in still suit you?")
    expect(question).to_contain_text("outside your new working hours")
    ana.is_photographed("people-3-new-working-hours")
    # When: she wants another moment for the one, and keeps the other
    ana.presses(question, "Find another moment")
    ana.presses(ana.card("Does the moment of your closing review still suit you?"), "Leave it there")
    # Then
    ana.card("That is fine.")
    ana.card(re.compile("Your check-in now stands on .*, 1[3-7]:"))


def test_a_calendar_that_is_suddenly_empty_changes_nothing_before_she_says_what_it_means(
    opens: Opens, world: Pair
) -> None:
    def looks_empty(*, empty: bool) -> None:
        address = f"http://127.0.0.1:{world.ports.page}/local/calendars/ana/empty"
        assert ana.page.request.post(address, data={"empty": empty}).ok

    # Given: a cycle runs, and of a sudden nothing of hers is there
    ana = ana_runs_a_cycle(opens)
    looks_empty(empty=True)
    ana.jumps_a_day()
    # Then: she is told, and asked about no single review
    empty = ana.card("All your reviews seem to be gone from your calendar")
    expect(empty).to_contain_text("we changed nothing")
    ana.is_photographed("people-4-suddenly-empty")
    assert ana.messages(GONE) == 0
    # When: it was a fault
    looks_empty(empty=False)
    ana.presses(empty, "Look again")
    # Then: all goes on
    ana.card("Your calendar is connected")
    ana.goes_to_week_of("2026-03-30")
    ana.drags_review_to("2026-04-01")
    ana.card("now stands on Wednesday 1 April")
    # When: it is empty again, and she says that she did it
    looks_empty(empty=True)
    ana.jumps_a_day()
    ana.presses(ana.card("All your reviews seem to be gone from your calendar"), "I removed them")
    # Then: each is asked about, and the cycle is not over
    expect(ana.page.get_by_test_id("card").filter(has_text=GONE)).to_have_count(2)
    expect(ana.card("Your cycle has started")).not_to_contain_text("is over")
    # And: what comes back answers its own question
    looks_empty(empty=False)
    ana.jumps_a_day()
    expect(ana.page.get_by_test_id("card").filter(has_text="is in your calendar again")).to_have_count(2)
