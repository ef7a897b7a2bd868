"""Connecting a calendar in a browser: only the person whose sign-in it is, in the browser that began, once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from learning.connection import WhyNot
from learning.errors import OutsideFailure, SignInNeeded
from learning.sign_in import SignIn
from tests.cast import ANA, BEN, DAN
from tests.web.browser import CATALOGUES, Answer, Browser, World, opened
from web.page import Link, Pages
from wording.speaker import Speaker

COOKIE = "__Host-learning-cycles"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with opened(f"sqlite:///{tmp_path}/pages.db") as world:
        yield world


async def begins(browser: Browser, sign_in: SignIn) -> Answer:
    return await browser.opens("/sign-in/start", id=sign_in.id)


async def comes_back(browser: Browser, begun: Answer, account: str) -> Answer:
    """Microsoft's page sends the browser back, signed in with this account."""
    return await browser.opens("/sign-in/callback", state=begun.state, code=account)


async def nothing_is_connected(world: World, *people: str) -> bool:
    found = [await world.connection(person) for person in people or (ANA, BEN, DAN)]  # type: ignore[arg-type]
    return not world.sign_ins.rights and all(one is None or not one.works for one in found)


async def test_a_person_connects_their_calendar_in_a_browser(world: World) -> None:
    ana, sign_in = world.browser(), await world.asked(ANA)
    begun = await begins(ana, sign_in)
    assert (begun.status, urlsplit(begun.goes_to).hostname) == (303, "entra.example")
    done = await comes_back(ana, begun, ANA)
    assert done.status == 200
    assert "Your calendar is connected" in done.text
    assert world.sign_ins.rights == [ANA]
    connection = await world.connection(ANA)
    assert connection
    assert connection.works
    kept = await world.sign_in(sign_in)
    assert kept
    assert kept.used_at == world.now
    assert ana.cookies == {}


async def test_what_is_kept_of_a_sign_in_gives_no_secret_away(world: World) -> None:
    ana, sign_in = world.browser(), await world.asked(ANA)
    begun = await begins(ana, sign_in)
    kept = await world.sign_in(sign_in)
    assert kept
    assert begun.state not in str(kept.state_hash)
    assert ana.cookies[COOKIE] not in str(kept.cookie_hash)


async def test_the_cookie_is_for_this_host_over_https_and_out_of_reach_of_scripts(world: World) -> None:
    begun = await begins(world.browser(), await world.asked(ANA))
    cookie = begun.cookies[COOKIE]
    assert (cookie["path"], cookie["samesite"], cookie["max-age"], cookie["domain"]) == ("/", "Lax", "600", "")
    assert cookie["secure"]
    assert cookie["httponly"]


async def test_a_victim_who_opens_an_attackers_link_connects_nothing(world: World) -> None:
    dans, ana = await world.asked(DAN), world.browser()
    begun = await begins(ana, dans)
    done = await comes_back(ana, begun, ANA)
    assert done.status == 403
    assert "own work account fits" in done.text
    assert await nothing_is_connected(world)


async def test_an_answer_that_is_carried_to_another_browser_is_refused(world: World) -> None:
    attacker, victim = world.browser(), world.browser()
    begun = await begins(attacker, await world.asked(DAN))
    assert (await comes_back(victim, begun, DAN)).status == 403
    anas = await world.asked(ANA)
    await begins(victim, anas)  # even with a cookie of its own
    assert (await comes_back(victim, begun, DAN)).status == 403
    assert world.sign_ins.finished == []
    assert await nothing_is_connected(world)
    assert (await comes_back(attacker, begun, DAN)).status == 200  # it was the browser, not the answer


@pytest.mark.parametrize("state", ["", "forged", "state-2", "é", "x" * 5000])
async def test_a_forged_state_is_refused(world: World, state: str) -> None:
    ana = world.browser()
    await begins(ana, await world.asked(ANA))
    answer = await ana.opens("/sign-in/callback", state=state, code=ANA)
    assert answer.status == 403
    assert world.sign_ins.finished == []


async def test_an_answer_counts_once(world: World) -> None:
    ana = world.browser()
    begun = await begins(ana, await world.asked(ANA))
    cookies = dict(ana.cookies)
    assert (await comes_back(ana, begun, ANA)).status == 200
    ana.cookies = cookies
    assert (await comes_back(ana, begun, ANA)).status == 403
    assert world.sign_ins.finished == [ANA]


async def test_an_answer_that_failed_does_not_count_again_either(world: World) -> None:
    ana = world.browser()
    begun = await begins(ana, await world.asked(ANA))
    cookies = dict(ana.cookies)
    world.sign_ins.fails = OutsideFailure("away")
    assert (await comes_back(ana, begun, ANA)).status == 503
    world.sign_ins.fails = None
    ana.cookies = cookies
    again = await comes_back(ana, begun, ANA)
    assert again.status == 403
    assert "This sign-in is over" in again.text
    assert await nothing_is_connected(world)


async def test_beginning_again_in_the_same_sign_in_is_possible_and_ends_what_was_begun_before(world: World) -> None:
    ana, sign_in = world.browser(), await world.asked(ANA)
    first = await begins(ana, sign_in)
    second = await begins(ana, sign_in)
    assert (await comes_back(ana, first, ANA)).status == 403
    assert (await comes_back(ana, second, ANA)).status == 200


async def test_who_says_no_reads_that_it_is_fine_and_can_think_again(world: World) -> None:
    ana, sign_in = world.browser(), await world.asked(ANA)
    begun = await begins(ana, sign_in)
    answer = await ana.opens("/sign-in/callback", state=begun.state, error="access_denied")
    assert "You said no, and that is fine" in answer.text
    assert f'href="/sign-in/start?id={sign_in.id}"' in answer.text
    assert await nothing_is_connected(world)
    connection = await world.connection(ANA)
    assert connection
    assert connection.asked_at is None
    assert (await comes_back(ana, await begins(ana, sign_in), ANA)).status == 200


@pytest.mark.parametrize("why", WhyNot)
async def test_what_stands_in_the_way_is_said_and_kept(world: World, why: WhyNot) -> None:
    ana = world.browser()
    begun = await begins(ana, await world.asked(ANA))
    world.sign_ins.fails = SignInNeeded(why, claims='{"id_token": {}}')
    answer = await comes_back(ana, begun, ANA)
    assert answer.status == 200
    assert "<h1>" in answer.text
    connection = await world.connection(ANA)
    assert connection
    assert connection.why is why


async def test_the_next_sign_in_asks_for_the_proof_that_was_missing(world: World) -> None:
    ana, sign_in = world.browser(), await world.asked(ANA)
    begun = await begins(ana, sign_in)
    world.sign_ins.fails = SignInNeeded(WhyNot.MORE_PROOF, claims='{"id_token": {}}')
    await comes_back(ana, begun, ANA)
    world.sign_ins.fails = None
    await begins(ana, sign_in)
    assert world.sign_ins.begun == [(ANA, None), (ANA, '{"id_token": {}}')]


@pytest.mark.parametrize("state_of_it", ["unknown", "used", "over", "no id"])
async def test_the_link_of_a_sign_in_that_is_over_begins_nothing(world: World, state_of_it: str) -> None:
    ana, sign_in = world.browser(), await world.asked(ANA)
    if state_of_it == "used":
        await comes_back(ana, await begins(ana, sign_in), ANA)
    if state_of_it == "over":
        world.passes(minutes=10, seconds=1)
    before = list(world.sign_ins.begun)
    link = {"unknown": {"id": "guessed"}, "no id": {}}.get(state_of_it, {"id": sign_in.id})
    answer = await ana.opens("/sign-in/start", **link)
    assert answer.status == 403
    assert "This sign-in is over" in answer.text
    assert world.sign_ins.begun == before
    assert COOKIE not in answer.cookies


async def test_an_answer_that_comes_too_late_is_refused(world: World) -> None:
    ana = world.browser()
    begun = await begins(ana, await world.asked(ANA))
    world.passes(minutes=10, seconds=1)
    assert (await comes_back(ana, begun, ANA)).status == 403
    assert world.sign_ins.finished == []


async def test_a_scanner_that_only_asks_for_the_head_begins_nothing(world: World) -> None:
    sign_in = await world.asked(ANA)
    for path in ("/sign-in/start", "/sign-in/callback", "/sign-in/organisation", "/sign-in/organisation/done"):
        assert (await world.browser().opens(path, method="HEAD", id=sign_in.id)).status == 405
    assert world.sign_ins.begun == []


async def test_while_entra_is_away_one_can_try_again(world: World) -> None:
    ana, sign_in = world.browser(), await world.asked(ANA)
    world.sign_ins.fails = OutsideFailure("away")
    answer = await begins(ana, sign_in)
    assert answer.status == 503
    assert f'href="/sign-in/start?id={sign_in.id}"' in answer.text
    world.sign_ins.fails = None
    assert (await comes_back(ana, await begins(ana, sign_in), ANA)).status == 200


async def test_every_page_is_under_strict_headers_and_holds_no_script(world: World) -> None:
    ana, sign_in = world.browser(), await world.asked(ANA)
    begun = await begins(ana, sign_in)
    pages = [
        begun,
        await comes_back(ana, begun, ANA),
        await begins(ana, sign_in),
        await ana.opens("/sign-in/organisation"),
        await ana.opens("/sign-in/organisation/done"),
        await ana.opens("/sign-in/look.css"),
    ]
    for page in pages:
        assert page.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'")
        assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
        assert (page.headers["X-Frame-Options"], page.headers["X-Content-Type-Options"]) == ("DENY", "nosniff")
        assert (page.headers["Referrer-Policy"], page.headers["Cache-Control"]) == ("no-referrer", "no-store")
        assert "<script" not in page.text
        assert "style=" not in page.text


async def test_words_from_the_address_are_repeated_nowhere(world: World) -> None:
    bad = '"><img src=x onerror=alert(1)>'
    ana, sign_in = world.browser(), await world.asked(ANA)
    begun = await begins(ana, sign_in)
    for answer in (
        await ana.opens("/sign-in/start", id=bad),
        await ana.opens("/sign-in/callback", state=begun.state, error=bad, error_description=bad),
        await ana.opens("/sign-in/organisation/done", state=bad, tenant=bad, admin_consent=bad),
    ):
        assert "onerror" not in answer.text


@pytest.mark.parametrize("language", ["", "en", "xx", "nl-NL,nl;q=0.9", "<b>", "de;q=1", "a" * 500, "..", "é"])
async def test_whatever_language_a_browser_names_there_is_a_page(world: World, language: str) -> None:
    answer = await world.browser(language).opens("/sign-in/start", id="x")
    assert answer.status == 403
    assert "<h1>" in answer.text


async def test_whatever_a_page_is_given_to_say_stays_text() -> None:
    speaker = Speaker(CATALOGUES, "en-GB", "UTC")
    page = Pages().message(speaker, "connected", lines=("<b onload=x>",), link=Link(words="<i>", address='"><u>'))
    assert page.text
    assert "&lt;b onload=x&gt;" in page.text
    assert [tag for tag in ("<b onload", "<i>", "<u>") if tag in page.text] == []
