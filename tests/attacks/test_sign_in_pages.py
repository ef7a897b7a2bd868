"""Rows 16 and 17: links and answers of a sign-in in the hands of somebody else. And what no page of ours may do."""

from __future__ import annotations

import pytest

from tests.attacks.attacker import Attacker, Reply
from tests.attacks.signing_in import COOKIE, Browser, asks_to_connect, is_connected, person_id

START = "/sign-in/start?id={}"
SAFE = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}


@pytest.fixture
def sign_in(attacker: Attacker) -> str:
    """One that was made for Dan, who is not connected."""
    return asks_to_connect(attacker, "dan")


def begins(attacker: Attacker, sign_in: str) -> tuple[Browser, str]:
    """A browser that opened the link, and Entra's address to which it was sent."""
    browser = Browser(attacker)
    reply = browser.opens(START.format(sign_in))
    assert reply.status == 303
    return browser, reply.headers["Location"]


def is_refused(attacker: Attacker, reply: Reply) -> None:
    assert reply.status == 403
    assert not is_connected(attacker, "dan")
    assert not is_connected(attacker, "ben")


def test_the_cookie_is_for_us_alone_and_short_lived(attacker: Attacker, sign_in: str) -> None:
    given = Browser(attacker).opens(START.format(sign_in)).headers["Set-Cookie"]
    assert given.startswith(f"{COOKIE}=")
    assert {part.strip().lower() for part in given.split(";")[1:]} == {
        "secure", "httponly", "path=/", "samesite=lax", "max-age=600",
    }  # fmt: skip


def test_row_16_somebody_elses_account_is_not_connected_by_the_attackers_link(attacker: Attacker, sign_in: str) -> None:
    """Dan sends Ben his link. Ben signs in: neither Ben's calendar becomes Dan's, nor Dan's Ben's."""
    victim, entra = begins(attacker, sign_in)
    is_refused(attacker, victim.opens(victim.signs_in(entra, account="ben")))
    assert (
        attacker.rows("SELECT 1 FROM connections WHERE connected_at IS NOT NULL AND person = ?", person_id("dan")) == []
    )


def test_row_17_an_answer_that_is_carried_to_another_browser_is_refused(attacker: Attacker, sign_in: str) -> None:
    browser, entra = begins(attacker, sign_in)
    answer = browser.signs_in(entra, account="dan")
    is_refused(attacker, Browser(attacker).opens(answer))
    is_refused(attacker, Browser(attacker, cookie="guessed").opens(answer))
    other, _ = begins(attacker, sign_in)
    is_refused(attacker, other.opens(answer))


def test_row_17_a_forged_state_is_refused(attacker: Attacker, sign_in: str) -> None:
    browser, entra = begins(attacker, sign_in)
    answer = browser.signs_in(entra, account="dan")
    code = next(part for part in answer.partition("?")[2].split("&") if part.startswith("code="))
    for state in ("", "x", "%00", "x" * 3000, "'"):
        is_refused(attacker, browser.opens(f"/sign-in/callback?{code}&state={state}"))
    is_refused(attacker, browser.opens(f"/sign-in/callback?{code}"))


def test_row_17_a_forged_code_connects_nobody(attacker: Attacker, sign_in: str) -> None:
    browser, entra = begins(attacker, sign_in)
    answer = browser.signs_in(entra, account="dan")
    cookie, forged = browser.cookie, answer.replace("code=", "code=x")
    assert browser.opens(forged).status in {200, 403, 503}
    is_refused(attacker, Browser(attacker, cookie=cookie).opens(answer))
    assert not is_connected(attacker, "dan")


def test_row_17_who_says_no_is_not_connected(attacker: Attacker, sign_in: str) -> None:
    browser, entra = begins(attacker, sign_in)
    reply = browser.opens(browser.signs_in(entra, answer="cancel"))
    assert reply.status == 200
    assert b"Nothing was connected" in reply.body
    assert not is_connected(attacker, "dan")


@pytest.mark.parametrize("sign_in_id", ["", "x", "%00", "x" * 3000, "<script>", "../..", "'%20OR%20'1'='1"])
def test_the_link_of_no_sign_in_begins_nothing(attacker: Attacker, sign_in_id: str) -> None:
    reply = Browser(attacker).opens(START.format(sign_in_id))
    assert reply.status == 403
    assert "Set-Cookie" not in reply.headers
    assert b"<script" not in reply.body


def test_a_scanner_that_opens_the_link_uses_nothing_up(attacker: Attacker, sign_in: str) -> None:
    for _ in range(3):
        Browser(attacker).opens(START.format(sign_in))
        assert attacker.asks("HEAD", START.format(sign_in)).status == 405
    _, entra = begins(attacker, sign_in)
    assert "/authorize?" in entra


def test_row_27_pages_repeat_nothing_and_run_nothing(attacker: Attacker) -> None:
    evil = "%3Cscript%3Ealert(1)%3C/script%3E%22%27canary"
    for path in (
        f"/sign-in/callback?error={evil}&error_description={evil}&state={evil}&code={evil}",
        f"/sign-in/start?id={evil}",
        f"/sign-in/organisation?x={evil}",
        f"/sign-in/organisation/done?error={evil}&admin_consent={evil}&state={evil}&tenant={evil}",
    ):
        reply = Browser(attacker).opens(path)
        assert b"canary" not in reply.body
        assert b"<script" not in reply.body.lower()
        assert SAFE.items() <= reply.headers.items()
        policy = reply.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy


@pytest.mark.parametrize("language", ['"><script>', "x" * 5000, "en;q=x, *", "../../etc", "de-DE,de;q=0.9", "%"])
def test_row_27_a_language_is_nothing_but_a_language(attacker: Attacker, language: str) -> None:
    reply = Browser(attacker, language=language).opens("/sign-in/start?id=x")
    assert reply.status == 403
    assert b"><script" not in reply.body


def test_row_17_an_answer_counts_once(attacker: Attacker, sign_in: str) -> None:
    browser, entra = begins(attacker, sign_in)
    cookie, answer = browser.cookie, browser.signs_in(entra, account="dan")
    assert browser.opens(answer).status == 200
    assert is_connected(attacker, "dan")
    assert Browser(attacker, cookie=cookie).opens(answer).status == 403
    assert Browser(attacker).opens(START.format(sign_in)).status == 403
