"""Who may allow what: the organisation, an administrator on their page, people themselves; and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from standin.people import TENANT_ID
from standin.world import LOCAL_APP_ID
from tests.standin.local_entra import CALLBACK, Microsoft, came_back, microsoft
from tests.standin.local_graph import WINDOW

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

pytestmark = pytest.mark.filterwarnings("ignore:response_mode='form_post'")


@pytest.fixture
async def entra(tmp_path: Path) -> AsyncIterator[Microsoft]:
    async with microsoft(tmp_path) as running:
        yield running


@pytest.fixture
async def strict(entra: Microsoft) -> Microsoft:
    """The organisation has not allowed the app."""
    await entra.local("organisation", {"allowed": False})
    return entra


def admin_page(entra: Microsoft, **more: str) -> str:
    query = {"client_id": LOCAL_APP_ID, "redirect_uri": CALLBACK, "state": "s1"} | more
    return f"{entra.standin.world.settings.http_address}/{TENANT_ID}/v2.0/adminconsent?{urlencode(query)}"


def refusal(answer: dict[str, Any]) -> tuple[str, list[int], str]:
    return answer["error"], answer["error_codes"], answer["suberror"]


async def test_without_consent_nobody_is_spoken_for(strict: Microsoft) -> None:
    refused = await strict.on_behalf_of(await strict.sso())
    assert refusal(refused) == ("invalid_grant", [65001], "consent_required")


async def test_ana_hears_that_an_administrator_is_needed_and_may_go_back(strict: Microsoft) -> None:
    flow = await strict.begin()
    page = await strict.browse(flow["auth_uri"], {"account": "ana"})
    assert "Need admin approval" in page.text
    came = came_back(await strict.browse(flow["auth_uri"], {"account": "ana"}, {"answer": "not-allowed"}))
    assert (came["error"], came["error_subcode"], came["state"]) == ("access_denied", "cancel", flow["state"])
    assert came["error_description"].startswith("AADSTS90094: ")
    answer = await strict.finish(flow, came)
    assert answer["error"] == "access_denied"


async def test_ana_cannot_accept_for_herself_what_only_an_administrator_may(strict: Microsoft) -> None:
    flow = await strict.begin()
    page = await strict.browse(flow["auth_uri"], {"account": "ana", "answer": "accept", "for_all": "yes"})
    assert "Need admin approval" in page.text
    assert (await strict.on_behalf_of(await strict.sso()))["error_codes"] == [65001]


async def test_dan_allows_the_app_for_everybody_on_his_page(strict: Microsoft) -> None:
    page = await strict.browse(admin_page(strict), {"account": "dan"})
    for words in ("Have full access to your calendars", "Read your mailbox settings", "for everybody"):
        assert words in page.text
    came = came_back(await strict.browse(admin_page(strict), {"account": "dan"}, {"answer": "accept"}))
    assert (came["admin_consent"], came["tenant"], came["state"]) == ("True", TENANT_ID, "s1")
    assert "access_token" in await strict.on_behalf_of(await strict.sso())


async def test_dan_may_say_no_and_nothing_is_allowed(strict: Microsoft) -> None:
    came = came_back(await strict.browse(admin_page(strict), {"account": "dan"}, {"answer": "cancel"}))
    assert (came["error"], came["state"]) == ("access_denied", "s1")
    assert (await strict.on_behalf_of(await strict.sso()))["error_codes"] == [65001]


async def test_who_is_no_administrator_allows_nothing_on_that_page(strict: Microsoft) -> None:
    page = await strict.browse(admin_page(strict), {"account": "ben"}, {"answer": "accept"})
    assert "AADSTS90093" in page.text
    assert (await strict.on_behalf_of(await strict.sso()))["error_codes"] == [65001]


async def test_the_administrators_page_leads_nowhere_else_than_to_the_app(strict: Microsoft) -> None:
    page = await strict.browse(admin_page(strict, redirect_uri="https://elsewhere.example/done"))
    assert (page.status_code, "AADSTS50011" in page.text) == (400, True)


async def test_dan_may_also_allow_it_for_everybody_while_he_signs_in(strict: Microsoft) -> None:
    tokens = await strict.sign_in({"account": "dan"}, {"answer": "accept", "for_all": "yes"})
    assert "access_token" in tokens
    assert "access_token" in await strict.on_behalf_of(await strict.sso("ana"))


async def test_where_people_may_decide_ana_accepts_for_herself_alone(strict: Microsoft) -> None:
    await strict.local("organisation", {"people_may_consent": True})
    flow = await strict.begin()
    page = await strict.browse(flow["auth_uri"], {"account": "ana"})
    assert "Permissions requested" in page.text
    tokens = await strict.sign_in({"account": "ana"}, {"answer": "accept"})
    assert "access_token" in tokens
    assert "access_token" in await strict.on_behalf_of(await strict.sso("ana"))
    assert (await strict.on_behalf_of(await strict.sso("ben")))["error_codes"] == [65001]


async def test_ana_may_say_no(entra: Microsoft) -> None:
    flow = await entra.begin(prompt="select_account")
    came = came_back(await entra.browse(flow["auth_uri"], {"answer": "cancel"}))
    assert (came["error"], came["state"]) == ("access_denied", flow["state"])
    assert came["error_description"].startswith("AADSTS65004: ")


async def test_an_app_that_wants_to_be_confirmed_shows_what_it_asks_for_although_it_is_allowed(
    entra: Microsoft,
) -> None:
    flow = await entra.begin(prompt="consent")
    page = await entra.browse(flow["auth_uri"], {"account": "ana"})
    assert "Have full access to your calendars" in page.text
    assert "code" in came_back(await entra.browse(flow["auth_uri"], {"account": "ana"}, {"answer": "accept"}))


async def test_consent_that_is_withdrawn_ends_what_was_granted(entra: Microsoft) -> None:
    tokens = await entra.on_behalf_of(await entra.sso())
    entra.graph.token = tokens["access_token"]
    assert (await entra.graph.call("GET", "/v1.0/me/calendarView", query=WINDOW)).status == 200
    await entra.local("organisation", {"allowed": False})
    answer = await entra.graph.call("GET", "/v1.0/me/calendarView", query=WINDOW)
    assert (answer.status, answer.code) == (403, "ErrorAccessDenied")
    assert refusal(await entra.refresh(tokens)) == ("invalid_grant", [65001], "consent_required")
    await entra.local("organisation", {"allowed": True})
    assert (await entra.graph.call("GET", "/v1.0/me/calendarView", query=WINDOW)).status == 200


async def test_what_the_organisation_decided_holds_after_a_restart(tmp_path: Path) -> None:
    async with microsoft(tmp_path) as entra:
        await entra.local("organisation", {"allowed": False})
    async with microsoft(tmp_path) as entra:
        assert (await entra.on_behalf_of(await entra.sso()))["error_codes"] == [65001]


async def test_a_scope_that_the_app_is_not_registered_for_is_not_granted(entra: Microsoft) -> None:
    refused = await entra.on_behalf_of(await entra.sso(), scopes=["Mail.Read"])
    assert refused["error_codes"] == [65001]


@pytest.mark.parametrize("switches", [{}, {"allowed": "yes"}, {"else": True}])
async def test_a_switch_that_makes_no_sense_is_refused(entra: Microsoft, switches: dict[str, Any]) -> None:
    status, _ = await entra.graph.local(entra.standin, "POST", "/local/entra/organisation", switches)
    assert status == 400
