"""Several peers in their own windows: what each of them does, and what Ana may know of it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.window import Window

Opens = Callable[[str], Window]
GOAL = "Lead a design review in which the quiet people speak first"


@pytest.fixture
def asked(opens: Opens) -> tuple[Window, Window, Window]:
    """Ana has asked Ben and Chloé, each with an own question."""
    ana, ben, chloe = opens("ana"), opens("ben"), opens("chloe")
    ana.presses(ana.card("Learn what you want"), "Write a learning contract")
    draft = ana.card("My learning contract")
    ana.fills_in(draft, What_do_I_want_to_be_able=GOAL)
    ana.chooses(draft, "Whom do I ask for advice?", "Ben", "Chloé")
    ana.presses(draft, "Save draft")
    ana.sees(re.compile("^Saved on"))
    draft = ana.card("My learning contract")
    ana.fills_in(draft, My_own_question_to_Ben="Which review would you begin with?")
    ana.fills_in(draft, My_own_question_to_Chlo="May I watch your next review?")
    ana.is_photographed("30-own-questions")
    ana.presses(draft, "Ask for advice")
    expect(ben.card("asks for your advice")).to_contain_text("Which review would you begin with?")
    expect(chloe.card("asks for your advice")).to_contain_text("May I watch your next review?")
    return ana, ben, chloe


def request(peer: Window) -> Locator:
    return peer.card("Learning contract, revision")


def test_an_answer_is_begun_sent_corrected_and_taken_back(asked: tuple[Window, Window, Window]) -> None:
    ana, ben, chloe = asked

    # Given Ben begins and does not finish: it waits for him alone
    ben.fills_in(request(ben), What_would_you_try_or_drop="Begin with a smal")
    ben.presses(request(ben), "Save, not finished")
    expect(request(ben)).to_contain_text("Only you can see it")
    expect(prompt(ben)).to_have_value("Begin with a smal")
    ben.is_photographed("31-not-finished")
    expect(ana.card("My learning contract")).to_contain_text(re.compile(r"Ben Okafor: has revision 1, no answer yet"))

    # When he sends it, Ana takes it, and he corrects it
    ben.presses(request(ben), "Send my advice")
    advice = ana.card("gives you advice")
    ana.presses(advice, "I take this")
    expect(request(ben)).to_contain_text("took your advice")
    ben.presses(request(ben), "Correct my advice")
    expect(prompt(ben)).to_have_value("Begin with a smal")
    ben.fills_in(request(ben), What_would_you_try_or_drop="Begin with a small team")
    ben.is_photographed("32-correcting")
    ben.presses(request(ben), "Send my correction")

    # Then Ana reads the newer words, that they were corrected, and that she took them
    advice = ana.card("gives you advice")
    expect(advice).to_contain_text("Begin with a small team")
    expect(advice).to_contain_text("Ben Okafor corrected this")
    expect(advice).to_contain_text("You took this advice")
    ana.is_photographed("33-corrected")

    # And when he takes it back, the words are gone
    ben.presses(request(ben), "Take it back")
    expect(ana.card("took this advice back")).not_to_contain_text("Begin with")
    expect(request(ben)).to_contain_text("Begin with a small team")
    ben.is_photographed("34-taken-back")
    assert chloe.messages("Begin with") == 0


def test_not_now_looks_like_nothing_and_a_suggestion_waits_for_the_learner(
    asked: tuple[Window, Window, Window], opens: Opens
) -> None:
    ana, ben, chloe = asked
    dan = opens("dan")
    before, messages = ana.card("My learning contract").inner_text(), ana.page.get_by_test_id("message").count()

    # When Chloé says not now, nothing changes for Ana
    chloe.presses(request(chloe), "Not now")
    expect(request(chloe)).to_contain_text("You chose “not now”")
    chloe.is_photographed("35-not-now")
    assert ana.card("My learning contract").inner_text() == before
    assert ana.page.get_by_test_id("message").count() == messages

    # When Ben suggests Dan, only Ana sees it, until she asks him
    ben.presses(request(ben), "Suggest someone")
    form = ben.card("Whom would you suggest?")
    ben.chooses(form, "Whom could be asked?", "Dan")
    ben.fills_in(form, Why="He leads reviews in another team")
    ben.is_photographed("36-suggesting")
    ben.presses(form, "Send my suggestion")
    expect(request(ben)).to_contain_text("You suggested Dan Schmidt")
    suggestion = ana.card("suggests Dan Schmidt")
    expect(suggestion).to_contain_text("He leads reviews in another team")
    expect(dan.page.get_by_test_id("message")).to_have_count(1)  # his own welcome
    ana.is_photographed("37-a-suggestion")
    ana.presses(suggestion, "Ask Dan Schmidt")
    expect(dan.card("asks for your advice")).to_contain_text(GOAL)


def test_a_week_reminds_once_two_weeks_end_it_and_the_learner_can_withdraw(
    asked: tuple[Window, Window, Window],
) -> None:
    ana, ben, chloe = asked

    # Given Ana no longer needs Chloé's advice
    ana.presses(ana.card("My learning contract"), "Whom I asked")
    listed = ana.card("Do you no longer need one of these answers?")
    listed.get_by_role("radio", name=re.compile("^Chlo")).check()
    ana.is_photographed("38-whom-i-asked")
    ana.presses(listed, "Withdraw this request")
    expect(request(chloe)).to_contain_text("no longer needs an answer")
    chloe.is_photographed("39-no-longer-needed")

    # When a week passes, Ben alone is reminded
    ben.fills_in(request(ben), What_would_you_try_or_drop="Half a thought")
    ben.presses(request(ben), "Save, not finished")
    expect(request(ben)).to_contain_text("Only you can see it")
    for _ in range(7):
        ana.jumps_a_day()
    expect(ben.card("This is the only reminder")).to_be_visible()
    expect(prompt(ben)).to_have_value("Half a thought")
    ben.is_photographed("40-reminded")
    assert chloe.messages("only reminder") == 0

    # And when two have passed, it ends kindly, his words are still there, and Ana reads of no reason
    for _ in range(7):
        ana.jumps_a_day()
    expect(request(ben)).to_contain_text("This request has ended")
    expect(request(ben)).to_contain_text("Half a thought")
    expect(ana.card("Whom you asked")).to_contain_text("the request has ended without an answer")
    ben.is_photographed("41-ended")
    ana.is_photographed("42-ended-for-ana")


def prompt(peer: Window) -> Locator:
    return request(peer).get_by_role("textbox", name=re.compile("^What would you try or drop"))
