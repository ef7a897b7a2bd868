"""Mia does not have the app: Ana asks her all the same, a mail tells her how to add it, and she answers."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from app.local_run import Pair
from tests.journeys.test_main_job import GOAL, Opens
from tests.journeys.window import Window, photograph


def test_somebody_without_the_app_is_written_to_adds_it_and_answers(
    opens: Opens, world: Pair, browses: Callable[[], Page]
) -> None:
    # Given
    ana = opens("ana")
    ana.presses(ana.card("Learn what you want"), "Write a learning contract")
    draft = ana.card("My learning contract")
    ana.fills_in(draft, What_do_I_want_to_be_able=GOAL)
    ana.chooses(draft, "Whom do I ask for advice?", "Mia")

    # When
    ana.presses(draft, "Ask for advice")

    # Then Ana hears how her request gets there
    told = ana.card("Your request waits for Mia Rivera")
    expect(told).to_contain_text("A mail says how to add it")
    ana.is_photographed("peer-without-the-app-1-ana-is-told")

    # And Mia finds one mail, with a link and none of Ana's words
    mia = browses()
    mia.goto(f"http://127.0.0.1:{world.ports.page}/?as=mia")
    mia.get_by_test_id("tab-mail").click()
    entry = mia.get_by_test_id("mail-entry")
    expect(entry).to_have_count(1)
    entry.click()
    expect(mia.get_by_test_id("mail-subject")).to_have_text("Ana de Wit asks for your advice")
    body = mia.frame_locator('[data-testid="mail-body"]').locator("body")
    expect(body).to_contain_text("Hello Mia Rivera")
    expect(body).not_to_contain_text(GOAL)
    expect(body.get_by_role("link")).to_have_count(1)
    photograph(mia, "peer-without-the-app-2-mias-mail")

    # And when she adds the app, the request stands in her chat
    mia.get_by_test_id("add-app").click()
    expect(mia.get_by_test_id("message").first).to_be_visible()
    window = Window(mia, f"http://127.0.0.1:{world.ports.page}", "mia")
    request = window.card("asks for your advice")
    expect(request).to_contain_text(GOAL)
    window.is_photographed("peer-without-the-app-3-mia-is-asked")
    window.fills_in(request, What_would_you_try_or_drop="Begin with one question")
    window.presses(request, "Send my advice")
    expect(ana.card("gives you advice")).to_contain_text("Begin with one question")


def test_who_removed_the_app_is_left_alone_and_finds_what_waited_when_they_return(opens: Opens) -> None:
    # Given
    ben = opens("ben")
    ben.page.get_by_test_id("app-menu").click()
    ben.page.get_by_test_id("remove-app").click()
    expect(ben.page.get_by_test_id("app-absent")).to_contain_text("not added")

    # When Ana asks him all the same
    ana = opens("ana")
    ana.presses(ana.card("Learn what you want"), "Write a learning contract")
    draft = ana.card("My learning contract")
    ana.fills_in(draft, What_do_I_want_to_be_able=GOAL)
    ana.chooses(draft, "Whom do I ask for advice?", "Ben")
    ana.presses(draft, "Ask for advice")

    # Then she is told, and nothing comes into his chat until he adds the app himself
    ana.card("Your request waits for Ben Okafor")
    assert ben.messages("asks for your advice") == 0
    ben.page.get_by_test_id("add-app").click()
    expect(ben.card("asks for your advice")).to_contain_text(GOAL)
