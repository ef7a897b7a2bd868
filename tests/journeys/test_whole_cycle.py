"""A cycle that goes otherwise than planned: too heavy, another end, a pause, stopped early, and a rest after it."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.test_main_job import GOAL, access, ana_runs_a_cycle  # noqa: F401  a fixture
from tests.journeys.window import Window

Opens = Callable[[str], Window]
CYCLE = "Drag them in Outlook"


def test_a_cycle_becomes_smaller_and_as_it_was_and_ends_later(opens: Opens) -> None:
    # Given
    ana = ana_runs_a_cycle(opens)
    ana.goes_to_week_of("2026-03-30")
    expect(ana.reviews()).to_have_count(1)

    # When it is too heavy, then the check-in leaves the calendar and the card says so
    ana.presses(ana.card(CYCLE), "This is too heavy")
    expect(ana.card(CYCLE)).to_contain_text("1 check-in is left out")
    expect(ana.reviews()).to_have_count(0)
    ana.card(CYCLE).scroll_into_view_if_needed()
    ana.is_photographed("20-too-heavy")

    # And it can be undone
    ana.presses(ana.card(CYCLE), "Undo: as it was before")
    expect(ana.reviews()).to_have_count(1)
    expect(ana.card(CYCLE)).not_to_contain_text("left out")

    # When she revises the contract, with another end
    ana.says("my cycle")
    ana.presses(ana.card(CYCLE), "Revise my contract")
    form = ana.card("Your cycle goes on")
    ana.fills_in(form, What_do_I_want_to_be_able="Lead one design review", Until_when="2026-06-22")
    ana.is_photographed("21-revising")
    ana.presses(form, "Save my changes")

    # Then the closing review goes along, moved by the app, and nobody tells her that she moved it
    expect(ana.card(CYCLE)).to_contain_text("22 June 2026")
    expect(ana.card(CYCLE)).to_contain_text("Lead one design review")
    expect(ana.card(CYCLE)).to_contain_text(re.compile(r"Closing review: \w+ (1[5-9]|2[0-9]) June"))
    ana.is_photographed("22-another-end")
    ana.page.wait_for_timeout(1000)  # the change notice of our own change has come by now
    assert ana.messages("now stands on") == 0


def test_a_cycle_is_paused_stopped_early_and_rested_after(opens: Opens) -> None:
    # Given
    ana = ana_runs_a_cycle(opens)

    # When she pauses in her own words, with a slip
    ana.says("pasue")
    paused = ana.card("Your cycle is paused")
    expect(paused).to_contain_text("nobody else sees that you paused")
    ana.is_photographed("23-paused")
    ana.jumps_to_the_next_review()
    ana.page.wait_for_timeout(1000)
    assert ana.messages("What did I do?") == 0

    # Then, resumed after four weeks, the check-in has a new time, and the end moved as much
    ana.presses(ana.card("Your cycle is paused"), "Resume")
    expect(ana.card("Your cycle has started")).to_contain_text("24 May 2026")
    expect(ana.card("Your cycle has started")).to_contain_text(re.compile(r"Check-in: \w+ \d+ (April|May)"))

    # When she pauses with a note half typed, then it is there still, also once the job has shown the card anew
    note, started = re.compile("^Something to keep"), ana.card("Your cycle has started")
    ana.fills_in(started, Something_to_keep="Mia spoke before I", Or_a_link="https://half.typ")
    ana.presses(started, "Pause")
    paused = ana.card("Your cycle is paused")
    ana.page.wait_for_timeout(1000)
    expect(paused.get_by_role("textbox", name=note)).to_have_value("Mia spoke before I")
    expect(paused.get_by_role("textbox", name=re.compile("^Or a link"))).to_have_value("https://half.typ")
    ana.is_photographed("23b-paused-while-typing")
    ana.presses(paused, "Resume")
    expect(ana.card("Your cycle has started").get_by_role("textbox", name=note)).to_have_value("Mia spoke before I")

    # When she stops early and rests
    ana.presses(ana.card("Your cycle has started"), "Stop early")
    closing = ana.card("What became of my goal?")
    closing.get_by_role("radio", name="Partly reached").check()
    closing.get_by_role("radio", name="Rest until a day").check()
    ana.fills_in(closing, What_do_I_take="Silence is work", Rest_until="2026-04-01")
    ana.is_photographed("24-stopped-early")
    ana.presses(closing, "Finish and write my next draft")
    expect(ana.card("Your cycle is complete")).to_contain_text("You rest until 1 April 2026")

    # Then nothing is left of it ahead in the calendar, and on that day the next draft comes
    ana.goes_to_week_of("2026-04-27")
    expect(ana.reviews()).to_have_count(0)
    assert ana.messages("From your closing review") == 0
    while ana.messages("From your closing review") == 0:
        ana.jumps_a_day()
        ana.page.wait_for_timeout(700)
    following = ana.card("From your closing review")
    expect(following.get_by_role("textbox", name=re.compile("^What do I want"))).to_have_value(GOAL)
    ana.is_photographed("25-after-the-rest")
