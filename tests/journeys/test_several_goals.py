"""A contract with three goals: added one by one, read by a peer, put off, brought back, decided on, and closed."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.journeys.window import Window

FIRST, SECOND, THIRD = "Lead a design review", "Write minutes that people read", "Say no kindly"
CYCLE = "Drag them in Outlook"
Opens = Callable[[str], Window]


def ana_writes_three_goals(opens: Opens) -> tuple[Window, Locator]:
    """Ana's draft, with two goals added to the first and not saved otherwise."""
    ana = opens("ana")
    ana.page.set_viewport_size({"width": 1280, "height": 1500})
    ana.presses(ana.card("Learn what you want"), "Write a learning contract")
    draft = ana.card("My learning contract")
    expect(draft.get_by_role("textbox", name="My second goal")).to_have_count(0)
    ana.fills_in(draft, What_do_I_want_to_be_able=FIRST, How_will_I_show_it="Notes of three reviews")
    ana.presses(draft, "Add a goal")
    ana.fills_in(draft, My_second_goal=SECOND)
    ana.presses(draft, "Add a goal")
    expect(draft.get_by_role("textbox", name="My second goal")).to_have_value(SECOND)
    expect(draft.get_by_role("button", name="Add a goal")).to_have_count(0)
    ana.is_photographed("60-adding-a-goal")
    ana.fills_in(draft, My_third_goal=THIRD)
    return ana, draft


def test_several_goals_are_read_by_a_peer_and_decided_on_one_by_one(opens: Opens) -> None:
    # Given
    ana, draft = ana_writes_three_goals(opens)
    ben = opens("ben")
    ben.page.set_viewport_size({"width": 1280, "height": 1500})

    # When she asks Ben, then he reads all three
    ana.chooses(draft, "Whom do I ask for advice?", "Ben")
    ana.presses(draft, "Ask for advice")
    request = ben.card("asks for your advice")
    for goal in (FIRST, SECOND, THIRD):
        expect(request).to_contain_text(goal)
    ben.is_photographed("61-a-peer-reads-three-goals")

    # When she starts, it is too heavy, and she takes that back
    ana.presses(ana.card("My learning contract"), "Start the cycle")
    ana.presses(ana.card(CYCLE), "This is too heavy")
    expect(ana.card(CYCLE)).to_contain_text("2 goals are put off for later")
    ana.card(CYCLE).scroll_into_view_if_needed()
    ana.is_photographed("62-goals-put-off")
    ana.presses(ana.card(CYCLE), "Undo: as it was before")
    expect(ana.card(CYCLE)).not_to_contain_text("put off")

    # When the check-in comes, she changes one goal and lets one go
    ana.jumps_to_the_next_review()
    check_in = ana.card("What did I do?")
    ana.fills_in(check_in, What_did_I_do="Two reviews led", Goal_2_in_new_words="Write minutes in five lines")
    check_in.get_by_label(f"Goal 3: {THIRD}").select_option("Stop: let it go")
    check_in.scroll_into_view_if_needed()
    ana.is_photographed("63-check-in-with-goals")
    ana.presses(check_in, "Save my check-in")
    held = ana.card("A goal I let go")
    expect(held).to_contain_text("Write minutes in five lines")
    held.scroll_into_view_if_needed()
    ana.is_photographed("64-check-in-held")

    # Then the contract follows, and Ben keeps reading what he was sent
    ana.says("my cycle")
    expect(ana.card(CYCLE)).to_contain_text("Write minutes in five lines")
    expect(ana.card(CYCLE)).not_to_contain_text(THIRD)
    expect(ben.card("asks for your advice")).to_contain_text(THIRD)

    # When she closes, then each goal has its outcome, and the next draft keeps what is open
    ana.jumps_to_the_next_review()
    closing = ana.card("What do I take from it?")
    ana.presses(closing, "Finish and write my next draft")
    ana.sees(re.compile("Choose what became of each goal"))
    closing = ana.card("What do I take from it?")
    closing.get_by_role("radio", name=re.compile(f"{FIRST}.* Reached$")).check()
    closing.get_by_role("radio", name="Partly reached").last.check()
    closing.scroll_into_view_if_needed()
    ana.is_photographed("65-closing-review-with-goals")
    ana.presses(closing, "Finish and write my next draft")
    following = ana.card(re.compile("One answer is enough to save a draft"))
    kept = following.get_by_role("textbox", name=re.compile("^What do I want"))
    expect(kept).to_have_value("Write minutes in five lines")
    expect(following.get_by_role("textbox", name="My second goal")).to_have_count(0)
    ana.is_photographed("66-the-next-draft")


def test_a_goal_that_was_put_off_is_brought_back_while_the_contract_is_revised(opens: Opens) -> None:
    # Given
    ana, draft = ana_writes_three_goals(opens)
    ana.presses(draft, "Start the cycle")
    ana.presses(ana.card(CYCLE), "This is too heavy")

    # When
    ana.presses(ana.card(CYCLE), "Revise my contract")
    form = ana.card("Your cycle goes on")
    form.scroll_into_view_if_needed()
    ana.is_photographed("67-bring-back-a-goal")
    ana.fills_in(form, What_do_I_want_to_be_able="Lead one design review")
    ana.presses(form, "Bring back a goal")

    # Then it stands in its field, and nothing that was typed is lost
    form = ana.card("Your cycle goes on")
    expect(form.get_by_role("textbox", name=re.compile("^What do I want"))).to_have_value("Lead one design review")
    expect(form.get_by_role("textbox", name="My second goal")).to_have_value(SECOND)
    ana.presses(form, "Save my changes")
    expect(ana.card(CYCLE)).to_contain_text(SECOND)
    expect(ana.card(CYCLE)).to_contain_text("Put off for later")

    # When the check-in comes with two goals, one can go, the last one cannot
    ana.jumps_to_the_next_review()
    check_in = ana.card("What did I do?")
    for number, goal in ((1, "Lead one design review"), (2, SECOND)):
        check_in.get_by_label(f"Goal {number}: {goal}").select_option("Stop: let it go")
    ana.fills_in(check_in, What_did_I_do="Two reviews led")
    ana.presses(check_in, "Save my check-in")
    ana.sees(re.compile("One goal stays as long as your cycle runs"))
    check_in = ana.card("What did I do?")
    expect(check_in.get_by_role("textbox", name="What did I do?")).to_have_value("Two reviews led")
    check_in.scroll_into_view_if_needed()
    ana.is_photographed("68-the-last-goal-stays")
    check_in.get_by_label(re.compile("^Goal 1: ")).select_option("Keep it")
    ana.presses(check_in, "Save my check-in")
    expect(ana.card("A goal I let go")).to_contain_text(SECOND)
