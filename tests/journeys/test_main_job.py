"""One contract, one peer, two reviews in the calendar: the whole journey, by two people in two windows."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from app.calendar_access import CalendarAccess
from tests.journeys.window import Window

GOAL = "Lead a design review in which the quiet people speak first"
Opens = Callable[[str], Window]


@pytest.fixture
def access() -> CalendarAccess:
    """As `make run` has it: each person connects their own calendar."""
    return CalendarAccess.DELEGATED


def ana_asks_ben(opens: Opens) -> tuple[Window, Window]:
    """Ana has drafted a contract and asked Ben for advice."""
    ana, ben = opens("ana"), opens("ben")
    ana.presses(ana.card("Learn what you want"), "Write a learning contract")
    draft = ana.card("My learning contract")
    ana.fills_in(
        draft,
        What_do_I_want_to_be_able="Lead a design review in which the quiet people speak first",
        What_my_team_needs="Decisions that everybody stands behind",
        How_will_I_show_it="Notes of three reviews, with who spoke when",
    )
    ana.chooses(draft, "Whom do I ask for advice?", "Ben")
    ana.presses(draft, "Ask for advice")
    ben.card("asks for your advice")
    return ana, ben


def ana_runs_a_cycle(opens: Opens) -> Window:
    """Ana has started a cycle; her reviews stand in the calendar."""
    ana = opens("ana")
    ana.presses(ana.card("Learn what you want"), "Write a learning contract")
    draft = ana.card("My learning contract")
    ana.fills_in(draft, What_do_I_want_to_be_able=GOAL)
    ana.presses(draft, "Start the cycle")
    ana.connects()
    cycle = ana.card("Drag them in Outlook")
    for unsettled in ("looking for a free moment", "soon in your calendar"):
        expect(cycle).not_to_contain_text(unsettled)
    return ana


def test_a_draft_is_sent_to_a_peer_advised_on_parked_and_revised(opens: Opens) -> None:
    # Given
    ana, ben = ana_asks_ben(opens)
    ana.is_photographed("1-ana-has-asked")

    # When Ben answers
    request = ben.card("asks for your advice")
    expect(request).to_contain_text(GOAL)
    expect(request).to_contain_text("revision 1")
    expect(request).to_contain_text("Only Ana de Wit reads your answer")
    ben.is_photographed("2-ben-is-asked")
    ben.fills_in(request, What_would_you_try_or_drop="Let everybody write for five minutes before anybody speaks")
    ben.presses(request, "Send my advice")

    # Then Ana reads it, parks it and says why
    advice = ana.card("gives you advice")
    expect(advice).to_contain_text("Let everybody write for five minutes")
    ana.fills_in(advice, Because="Not before summer")
    ana.is_photographed("3-ana-reads-the-advice")
    ana.presses(advice, "I park this, because…")

    # And Ben's card shows what became of it, and the revision that he was sent
    expect(ben.card("asks for your advice")).to_contain_text("Not before summer")
    ana.presses(ana.card("gives you advice"), "Revise my draft")
    draft = ana.card("What changes, and why?")
    ana.fills_in(draft, What_do_I_want_to_be_able="Lead one design review", What_changes="Smaller, after Ben's advice")
    ana.presses(draft, "Save draft")
    expect(ana.card("My learning contract")).to_contain_text("revision 2")
    expect(ben.card("asks for your advice")).to_contain_text(GOAL)
    ben.is_photographed("4-ben-sees-what-became-of-it")


def test_mistakes_come_back_on_the_card_with_everything_that_was_typed(opens: Opens) -> None:
    # Given
    ana = opens("ana")
    ana.presses(ana.card("Learn what you want"), "Write a learning contract")
    draft = ana.card("My learning contract")

    # When the end is too soon, and Ana chose herself
    ana.fills_in(draft, What_do_I_want_to_be_able=GOAL, Until_when="2026-03-05")
    ana.presses(draft, "Save draft")

    # Then
    ana.sees(re.compile("A cycle takes a week at least"))
    draft = ana.card("My learning contract")
    expect(draft.get_by_role("textbox", name=re.compile("^What do I want"))).to_have_value(GOAL)
    expect(draft.get_by_label("Until when?")).to_have_value("2026-03-05")
    ana.is_photographed("5-a-mistake")

    ana.fills_in(draft, Until_when="2026-04-27")
    ana.chooses(draft, "Whom do I ask for advice?", "Ana")
    ana.presses(draft, "Ask for advice")
    ana.sees(re.compile("yourself", re.IGNORECASE))

    # And with the mistake mended it is saved
    draft = ana.card("My learning contract")
    draft.get_by_role("button", name="Remove Ana de Wit").click()
    ana.presses(draft, "Save draft")
    ana.sees(re.compile("^Saved on Monday 2 March"))


def test_starting_puts_both_reviews_into_the_calendar_at_free_moments(opens: Opens) -> None:
    # Given, when
    ana = ana_runs_a_cycle(opens)

    # Then the chat says when, and the calendar shows it, neutrally
    reviews = ana.card("Drag them in Outlook").inner_text()
    check_in, closing = re.findall(r"(?:Check-in|Closing review): \w+ (\d+ \w+), (\d+:\d+)", reviews)
    ana.goes_to_week_of("2026-03-30")
    expect(ana.reviews()).to_have_count(1)
    ana.is_photographed("6-the-check-in-stands")
    ana.stands_in_the_readme(ana.card("Drag them in Outlook"))
    ana.reviews().first.click()
    dialog = ana.page.get_by_test_id("event-dialog")
    expect(dialog).to_contain_text("Learning review")
    expect(dialog).to_contain_text("Private")
    expect(dialog).to_contain_text(check_in[1])
    expect(dialog).not_to_contain_text(GOAL)
    ana.is_photographed("7-what-the-calendar-shows")
    dialog.get_by_role("button", name="Close details").click()
    assert closing[0] == "24 April"  # the Friday before: Ana is on holiday from the 27th on
    ana.goes_to_week_of("2026-04-24")
    expect(ana.reviews()).to_have_count(1)


def test_a_dragged_review_is_followed_and_the_chat_says_so_once(opens: Opens) -> None:
    # Given
    ana = ana_runs_a_cycle(opens)
    ana.goes_to_week_of("2026-03-30")
    before = ana.card("Drag them in Outlook").inner_text()

    # When
    ana.drags_review_to("2026-04-01")

    # Then
    moved = ana.card("now stands on Wednesday 1 April")
    expect(moved).to_contain_text("The cycle follows")
    expect(ana.card("Drag them in Outlook")).to_contain_text("Wednesday 1 April")
    assert ana.card("Drag them in Outlook").inner_text() != before
    ana.is_photographed("8-dragged")
    ana.jumps_a_day()  # the calendar is read again, without any notice
    ana.page.wait_for_timeout(1500)
    assert ana.messages("now stands on") == 1


def test_a_deleted_review_is_asked_about_and_put_back_only_when_wanted(opens: Opens) -> None:
    # Given
    ana = ana_runs_a_cycle(opens)
    ana.goes_to_week_of("2026-03-30")

    # When
    ana.deletes_review()

    # Then the app asks, and restores nothing by itself
    question = ana.card("no longer in your calendar")
    ana.is_photographed("9-deleted")
    expect(ana.reviews()).to_have_count(0)

    # And when Ana wants it back, it stands again
    ana.presses(question, "Put it back")
    expect(ana.reviews()).to_have_count(1)


def test_when_their_time_comes_reviews_are_filled_in_and_the_last_writes_the_next_draft(opens: Opens) -> None:
    # Given
    ana = ana_runs_a_cycle(opens)

    # When the check-in's time comes
    ana.jumps_to_the_next_review()
    check_in = ana.card("What did I do?")
    ana.fills_in(check_in, What_did_I_do="Shadowed Ben twice")
    ana.is_photographed("10-check-in")
    ana.presses(check_in, "Save my check-in")
    ana.sees("Shadowed Ben twice")

    # And when the closing review's time comes
    ana.jumps_to_the_next_review()
    closing = ana.card("What became of my goal?")
    closing.get_by_role("radio", name="Partly reached").check()
    ana.fills_in(closing, What_do_I_take="Silence is work")
    ana.is_photographed("11-closing-review")
    ana.presses(closing, "Finish and write my next draft")

    # Then the next draft stands in the chat, with what she takes with her
    following = ana.card("From your closing review")
    expect(following).to_contain_text("Silence is work")
    expect(following.get_by_role("textbox", name=re.compile("^What do I want"))).to_have_value(GOAL)
    ana.is_photographed("12-the-next-draft")


def test_help_and_unknown_words_get_a_friendly_answer(opens: Opens) -> None:
    ana = opens("ana")
    ana.says("help")
    ana.card(re.compile("my cycle"))
    ana.says("flurb the wombat")
    ana.sees("We did not understand that")
    ana.is_photographed("13-unknown-words")


def test_a_bystander_sees_nothing(opens: Opens) -> None:
    # Given
    dan = opens("dan")
    ana, ben = ana_asks_ben(opens)
    request = ben.card("asks for your advice")
    ben.fills_in(request, What_would_you_try_or_drop="Begin small")
    ben.presses(request, "Send my advice")
    ana.card("gives you advice")

    # Then
    expect(dan.page.get_by_test_id("message")).to_have_count(1)  # his own welcome
