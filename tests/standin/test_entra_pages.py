"""The pages on which people sign in, as a browser meets them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from yarl import URL

from tests.standin.local_entra import CALLBACK, Microsoft, came_back, microsoft

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

pytestmark = pytest.mark.filterwarnings("ignore:response_mode='form_post'")


@pytest.fixture
async def entra(tmp_path: Path) -> AsyncIterator[Microsoft]:
    async with microsoft(tmp_path) as running:
        yield running


async def authorize(entra: Microsoft, **changed: str | None) -> str:
    """MSAL's address with some of its query changed, or taken away (None)."""
    address = URL((await entra.begin())["auth_uri"])
    query = {name: value for name, value in ({**address.query} | changed).items() if value is not None}
    return str(address.with_query(query))


def first_account(page: str) -> str:
    return page.partition('name="account" value="')[2].partition('"')[0]


async def test_the_page_is_served_without_a_certificate_and_https_leads_to_it(entra: Microsoft) -> None:
    address = URL(await authorize(entra))
    assert str(address.origin()) == entra.standin.world.settings.http_address
    secure = f"{entra.graph.address}{address.raw_path_qs}"
    response = await asyncio.to_thread(entra.https.get, secure)
    assert (response.status_code, response.headers["Location"]) == (302, str(address))


async def test_the_account_of_the_window_that_opened_the_page_stands_first(entra: Microsoft) -> None:
    address = await authorize(entra)
    entra.browser.cookies.set("standin_window", "chloe")
    assert first_account((await entra.browse(address)).text) == "chloe"
    hinted = await authorize(entra, login_hint="ben@meadow.example")
    assert first_account((await entra.browse(hinted)).text) == "ben"


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/sign-in/callback",
        "http://127.0.0.1:3978.elsewhere.example/sign-in/callback",
        "http://127.0.0.1:3978@elsewhere.example/sign-in/callback",
        "http://ana@127.0.0.1:3978/sign-in/callback",
        "https://127.0.0.1:3978/sign-in/callback",
        "http://127.0.0.1:3979/sign-in/callback",
        f"{CALLBACK}#here",
        "http://127.0.0.1:port/x",
        "",
    ],
)
async def test_nothing_leads_to_an_address_that_is_not_the_apps(entra: Microsoft, address: str) -> None:
    page = await entra.browse(await authorize(entra, redirect_uri=address))
    assert (page.status_code, "AADSTS50011" in page.text) == (400, True)
    page = await entra.browse(await authorize(entra, client_id="another-app"))
    assert (page.status_code, "AADSTS700016" in page.text) == (400, True)


async def test_what_an_address_says_is_no_html(entra: Microsoft) -> None:
    page = await entra.browse(await authorize(entra, redirect_uri="<script>alert(1)</script>"))
    assert "<script" not in page.text
    assert page.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    ("changed", "error", "number"),
    [
        ({"code_challenge": None}, "invalid_request", 9002325),
        ({"code_challenge_method": "plain"}, "invalid_request", 9002325),
        ({"response_type": "token"}, "unsupported_response_type", 700054),
        ({"scope": None}, "invalid_request", 900144),
        ({"prompt": "never"}, "invalid_request", 90023),
        ({"scope": "https://elsewhere.example/.default"}, "invalid_resource", 500011),
    ],
)
async def test_a_request_that_makes_no_sense_goes_back_with_the_reason(
    entra: Microsoft, changed: dict[str, str | None], error: str, number: int
) -> None:
    came = came_back(await entra.browse(await authorize(entra, **changed)))
    assert (came["error"], bool(came["state"])) == (error, True)
    assert came["error_description"].startswith(f"AADSTS{number}: ")


async def test_without_asking_anybody_a_known_person_gets_a_code(entra: Microsoft) -> None:
    known = await authorize(entra, prompt="none", login_hint="ana@meadow.example")
    assert "code" in came_back(await entra.browse(known))
    nobody = await authorize(entra, prompt="none")
    assert came_back(await entra.browse(nobody))["error"] == "login_required"


@pytest.mark.parametrize(
    ("switch", "change", "error"),
    [
        ("people/ana", {"mfa_required": True}, "interaction_required"),
        ("organisation", {"allowed": False}, "consent_required"),
        ("people/ana", {"disabled": True}, "login_required"),
    ],
)
async def test_where_somebody_must_be_asked_a_silent_request_says_so(
    entra: Microsoft, switch: str, change: dict[str, bool], error: str
) -> None:
    await entra.local(switch, change)
    address = await authorize(entra, prompt="none", login_hint="ana@meadow.example")
    assert came_back(await entra.browse(address))["error"] == error
