"""What an app may rely on when people sign in at the local Entra: codes, tokens on their behalf, refreshing."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from standin.entra.issuer import GRAPH
from standin.people import TENANT_ID
from standin.world import LOCAL_APP_ID, LOCAL_APP_SECRET
from tests.standin.local_entra import CALLBACK, SCOPES, SHARED, Microsoft, came_back, microsoft
from tests.standin.local_faults import add_fault
from tests.standin.local_graph import ANA

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

# MSAL would rather have its answers posted; a page of the product's reads them from its address.
pytestmark = pytest.mark.filterwarnings("ignore:response_mode='form_post'")


@pytest.fixture
async def entra(tmp_path: Path) -> AsyncIterator[Microsoft]:
    async with microsoft(tmp_path) as running:
        yield running


async def test_ana_signs_in_by_a_code_and_the_app_learns_who_she_is(entra: Microsoft) -> None:
    tokens = await entra.sign_in()
    assert tokens["id_token_claims"]["oid"] == ANA.object_id
    assert tokens["id_token_claims"]["tid"] == TENANT_ID
    assert tokens["id_token_claims"]["preferred_username"] == ANA.mail
    assert tokens["client_info"]
    assert set(tokens["scope"].split()) == {f"{GRAPH}/{name}" for name in (*SCOPES, SHARED)}


async def test_a_token_on_behalf_of_ana_names_her_the_scopes_and_what_the_app_understands(entra: Microsoft) -> None:
    tokens = await entra.on_behalf_of(await entra.sso())
    claims = entra.standin.world.issuer.check_bearer(f"Bearer {tokens['access_token']}", GRAPH)
    assert (claims["oid"], claims["tid"], claims["appid"]) == (ANA.object_id, TENANT_ID, LOCAL_APP_ID)
    assert claims["scp"].split() == sorted([*SCOPES, SHARED])
    assert claims["xms_cc"] == ["cp1"]
    plain = await entra.on_behalf_of(await entra.sso(), client_capabilities=None)
    assert "xms_cc" not in entra.standin.world.issuer.check_bearer(f"Bearer {plain['access_token']}", GRAPH)


async def test_a_token_carries_all_that_was_granted_and_nothing_else(entra: Microsoft) -> None:
    little = await entra.on_behalf_of(await entra.sso(), scopes=["User.Read"])
    await entra.local("organisation", {"shared_calendars": False})
    granted = await entra.on_behalf_of(await entra.sso(), scopes=["User.Read"])
    assert set(little["scope"].split()) - set(granted["scope"].split()) == {f"{GRAPH}/{SHARED}"}
    assert set(granted["scope"].split()) == {f"{GRAPH}/{name}" for name in SCOPES}
    assert "error" in await entra.on_behalf_of(await entra.sso(), scopes=[SHARED])


async def test_a_refresh_token_gives_new_tokens_again_and_again_also_after_a_restart(tmp_path: Path) -> None:
    async with microsoft(tmp_path) as entra:
        first = await entra.on_behalf_of(await entra.sso("ben"))
        second = await entra.refresh(first)
        assert second["refresh_token"] != first["refresh_token"]
    async with microsoft(tmp_path) as entra:
        for tokens in (first, second):
            again = await entra.refresh(tokens)
            claims = entra.standin.world.issuer.check_bearer(f"Bearer {again['access_token']}", GRAPH)
            assert claims["upn"] == "ben@meadow.example"


async def code(entra: Microsoft) -> tuple[dict[str, Any], dict[str, str]]:
    """A flow and the form that redeems its code."""
    flow = await entra.begin()
    came = came_back(await entra.browse(flow["auth_uri"], {"account": "ana"}))
    assert came["state"] == flow["state"]
    form = {"grant_type": "authorization_code", "code": came["code"], "redirect_uri": CALLBACK}
    form |= {"client_id": LOCAL_APP_ID, "client_secret": LOCAL_APP_SECRET, "code_verifier": flow["code_verifier"]}
    return flow, form


async def redeem(entra: Microsoft, form: dict[str, str]) -> dict[str, Any]:
    """The token endpoint's answer to this form."""
    async with entra.graph.session.post(f"{entra.graph.address}/{TENANT_ID}/oauth2/v2.0/token", data=form) as answer:
        body: dict[str, Any] = await answer.json()
        return body


async def test_a_code_is_good_once(entra: Microsoft) -> None:
    _, form = await code(entra)
    assert "access_token" in await redeem(entra, form)
    again = await redeem(entra, form)
    assert (again["error"], again["error_codes"]) == ("invalid_grant", [54005])


@pytest.mark.parametrize(
    ("wrong", "number"),
    [({"redirect_uri": f"{CALLBACK}/else"}, 500112), ({"code_verifier": "x" * 43}, 501481), ({"code": "1.no"}, 70000)],
)
async def test_a_code_opens_nothing_without_what_belongs_to_it(
    entra: Microsoft, wrong: dict[str, str], number: int
) -> None:
    _, form = await code(entra)
    refused = await redeem(entra, form | wrong)
    assert (refused["error"], refused["error_codes"]) == ("invalid_grant", [number])
    assert refused["error_description"].startswith(f"AADSTS{number}: ")


async def test_a_code_without_its_verifier_is_no_request_at_all(entra: Microsoft) -> None:
    _, form = await code(entra)
    del form["code_verifier"]
    assert (await redeem(entra, form))["error_codes"] == [900144]


async def test_a_code_ends_after_ten_minutes(entra: Microsoft, monkeypatch: pytest.MonkeyPatch) -> None:
    _, form = await code(entra)
    now = time.time()
    monkeypatch.setattr("standin.entra.grants.time.time", lambda: now + 601)
    assert (await redeem(entra, form))["error_codes"] == [70008]


@pytest.mark.parametrize(
    ("claims", "number"),
    [
        ({"aud": "somebody-else"}, 50013),
        ({"aud": GRAPH}, 50013),
        ({"tid": "another-tenant"}, 50013),
        ({"iss": "https://elsewhere.example"}, 50013),
        ({"exp": 1_700_000_000}, 500133),
        ({"oid": "nobody"}, 50013),
        ({"scp": None, "idtyp": "app"}, 50013),
    ],
)
async def test_a_token_that_is_not_somebodys_for_this_app_opens_nothing(
    entra: Microsoft, claims: dict[str, Any], number: int
) -> None:
    refused = await entra.on_behalf_of(await entra.sso(**claims))
    assert (refused["error"], refused["error_codes"]) == ("invalid_grant", [number])


async def test_a_token_for_the_apps_address_is_as_good_and_a_forged_one_is_not(entra: Microsoft) -> None:
    assert "access_token" in await entra.on_behalf_of(await entra.sso(aud=f"api://botid-{LOCAL_APP_ID}"))
    forged = (await entra.local("tokens", {"kind": "sso", "person": "ana", "key": "foreign"}))["token"]
    assert (await entra.on_behalf_of(forged))["error_codes"] == [50013]


@pytest.mark.parametrize("kind", ["id", "graph"])
async def test_another_kind_of_token_cannot_stand_for_a_person(entra: Microsoft, kind: str) -> None:
    token = (await entra.local("tokens", {"kind": kind, "person": "ana"}))["token"]
    assert (await entra.on_behalf_of(token))["error_codes"] == [50013]


async def test_a_refresh_token_that_somebody_made_up_opens_nothing(entra: Microsoft) -> None:
    refused = await entra.refresh({"refresh_token": "0.made-up"})
    assert (refused["error"], refused["error_codes"]) == ("invalid_grant", [9002313])


async def test_a_fault_strikes_the_sign_in_of_one_person_alone(entra: Microsoft) -> None:
    rule = {"where": "entra", "what": "429", "retry_after": 7, "person": "ana", "path": "/token"}
    await add_fault(entra.standin, entra.graph, **rule)
    assert "access_token" in await entra.on_behalf_of(await entra.sso("ben"))
    form = {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": await entra.sso("ana")}
    async with entra.graph.session.post(f"{entra.graph.address}/{TENANT_ID}/oauth2/v2.0/token", data=form) as answer:
        assert answer.status == 429, await answer.text()
        assert answer.headers["Retry-After"] == "7"
