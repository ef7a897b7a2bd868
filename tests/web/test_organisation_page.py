"""The page for whoever looks after Microsoft 365: what it says, and what its answer changes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path
from re import search
from urllib.parse import parse_qs, urlsplit

import pytest

from learning.actions.connect import could_not_connect
from learning.connection import WhyNot
from learning.errors import OutsideFailure
from tests.cast import ANA, TENANT
from tests.web.browser import PUBLIC_URL, Answer, World, opened

PAGE, DONE = "/sign-in/organisation", "/sign-in/organisation/done"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Ana wants to connect, and her organisation has not allowed it."""
    async with opened(f"sqlite:///{tmp_path}/pages.db") as world:
        await world.asked(ANA)
        await world.runner.run(could_not_connect, ANA, WhyNot.NOT_ALLOWED, None, world.now)
        yield world


def asked(page: Answer) -> dict[str, list[str]]:
    """What the button carries to Microsoft."""
    button = search(r'class="button" href="([^"]+)"', page.text)
    assert button
    return parse_qs(urlsplit(unescape(button[1])).query)


async def why(world: World) -> WhyNot | None:
    connection = await world.connection(ANA)
    assert connection
    return connection.why


async def test_it_says_what_is_asked_why_and_what_is_not_opened(world: World) -> None:
    page = await world.browser().opens(PAGE)
    assert page.status == 200
    for words in ("Calendars.ReadWrite", "MailboxSettings.Read", "User.Read", "offline_access"):
        assert words in page.text
    assert "No calendar of anybody who has not connected it themselves." in page.text
    assert asked(page)["redirect_uri"] == [f"{PUBLIC_URL}{DONE}"]


async def test_opening_it_changes_nothing(world: World) -> None:
    for _ in range(3):
        await world.browser().opens(PAGE)
    assert await why(world) is WhyNot.NOT_ALLOWED


async def test_once_it_is_allowed_those_who_waited_are_offered_to_connect(world: World) -> None:
    dan = world.browser()
    page = await dan.opens(PAGE)
    done = await dan.opens(DONE, state=asked(page)["state"][0], admin_consent="True", tenant=TENANT)
    assert done.status == 200
    assert "People can connect their calendars now" in done.text
    assert await why(world) is WhyNot.NOT_CONNECTED
    assert dan.cookies == {}


@pytest.mark.parametrize(
    "answer",
    [
        {"error": "access_denied"},
        {"admin_consent": "False", "tenant": TENANT},
        {"admin_consent": "True", "tenant": "00000000-0000-4000-8000-000000000000"},
        {"admin_consent": "True", "tenant": TENANT, "error": "access_denied"},
        {"admin_consent": "True"},
    ],
)
async def test_what_was_not_allowed_changes_nothing(world: World, answer: dict[str, str]) -> None:
    dan = world.browser()
    page = await dan.opens(PAGE)
    done = await dan.opens(DONE, state=asked(page)["state"][0], **answer)
    assert "Nothing has changed" in done.text
    assert await why(world) is WhyNot.NOT_ALLOWED


async def test_an_answer_from_another_browser_or_twice_is_refused(world: World) -> None:
    dan, other = world.browser(), world.browser()
    page = await dan.opens(PAGE)
    state = asked(page)["state"][0]
    await other.opens(PAGE)
    for browser, said in ((other, state), (world.browser(), state), (dan, "forged"), (dan, ""), (dan, "é")):
        cookies = dict(browser.cookies)
        answer = await browser.opens(DONE, state=said, admin_consent="True", tenant=TENANT)
        browser.cookies = cookies
        assert answer.status == 403
    assert await why(world) is WhyNot.NOT_ALLOWED
    assert (await dan.opens(DONE, state=state, admin_consent="True", tenant=TENANT)).status == 200
    assert (await dan.opens(DONE, state=state, admin_consent="True", tenant=TENANT)).status == 403


async def test_while_entra_is_away_one_can_try_again(world: World) -> None:
    world.sign_ins.fails = OutsideFailure("away")
    page = await world.browser().opens(PAGE)
    assert page.status == 503
    assert f'href="{PAGE}"' in page.text
