"""What becomes of people's tokens when more proof is asked for, when they are signed out, or their account changes."""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from standin.entra.issuer import GRAPH
from tests.standin.local_entra import Microsoft, came_back, microsoft
from tests.standin.local_graph import WINDOW

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.standin.local_graph import Answer

pytestmark = pytest.mark.filterwarnings("ignore:response_mode='form_post'")
VIEW = "/v1.0/me/calendarView"
CHALLENGE = re.compile(r'error="insufficient_claims", claims="([^"]+)"')


@pytest.fixture
async def entra(tmp_path: Path) -> AsyncIterator[Microsoft]:
    async with microsoft(tmp_path) as running:
        yield running


async def look(entra: Microsoft, tokens: dict[str, Any]) -> Answer:
    """Graph's answer to somebody who looks into their calendar."""
    entra.graph.token = tokens["access_token"]
    return await entra.graph.call("GET", VIEW, query=WINDOW)


def challenge(answer: Answer) -> dict[str, Any]:
    """The claims that Graph asks for."""
    found = CHALLENGE.search(answer.headers["WWW-Authenticate"])
    assert found, answer.headers
    claims: dict[str, Any] = json.loads(base64.b64decode(found[1]))
    return claims


async def test_who_must_bring_a_second_factor_is_asked_for_it_and_then_connected(entra: Microsoft) -> None:
    await entra.local("people/ana", {"mfa_required": True})
    refused = await entra.on_behalf_of(await entra.sso())
    assert (refused["error"], refused["error_codes"], refused["suberror"]) == (
        "interaction_required",
        [50076],
        "basic_action",
    )
    flow = await entra.begin(claims_challenge=refused["claims"])
    assert "Approve sign in request" in (await entra.browse(flow["auth_uri"], {"account": "ana"})).text
    came = came_back(await entra.browse(flow["auth_uri"], {"account": "ana"}, {"proved": "yes"}))
    tokens = await entra.finish(flow, came)
    assert (await look(entra, tokens)).status == 200
    again = await entra.refresh(tokens)
    claims = entra.standin.world.issuer.check_bearer(f"Bearer {again['access_token']}", GRAPH)
    assert claims["amr"] == ["pwd", "mfa"]


async def test_a_second_factor_that_is_asked_for_later_is_a_claims_challenge(entra: Microsoft) -> None:
    tokens, others = await entra.on_behalf_of(await entra.sso()), await entra.on_behalf_of(await entra.sso("ben"))
    await entra.local("people/ana", {"mfa_required": True})
    answer = await look(entra, tokens)
    assert (answer.status, answer.code) == (401, "InvalidAuthenticationToken")
    assert "capolids" in challenge(answer)["access_token"]
    refused = await entra.refresh(tokens)
    assert (refused["error"], refused["error_codes"]) == ("invalid_grant", [50076])
    assert "capolids" in json.loads(refused["claims"])["access_token"]
    assert (await look(entra, others)).status == 200


@pytest.mark.parametrize("how", ["sign-out", "password"])
async def test_who_is_signed_out_everywhere_has_to_sign_in_anew(entra: Microsoft, how: str) -> None:
    tokens = await entra.sign_in()
    await entra.local(f"people/ana/{how}", {})
    answer = await look(entra, tokens)
    assert answer.status == 401
    assert "nbf" in challenge(answer)["access_token"]
    refused = await entra.refresh(tokens)
    assert (refused["error"], refused["error_codes"], refused["suberror"]) == ("invalid_grant", [50173], "bad_token")
    anew = await entra.on_behalf_of(await entra.sso())
    assert (await look(entra, anew)).status == 200
    assert "access_token" in await entra.refresh(anew)


async def test_a_code_and_a_token_of_teams_from_before_the_sign_out_are_worthless(entra: Microsoft) -> None:
    flow, token = await entra.begin(), await entra.sso()
    came = came_back(await entra.browse(flow["auth_uri"], {"account": "ana"}))
    await entra.local("people/ana/sign-out", {})
    assert (await entra.finish(flow, came))["error_codes"] == [50173]
    assert (await entra.on_behalf_of(token))["error_codes"] == [50173]


async def test_a_token_of_an_app_that_understands_no_challenge_is_good_until_it_ends(entra: Microsoft) -> None:
    tokens = await entra.on_behalf_of(await entra.sso(), client_capabilities=None)
    await entra.local("people/ana/sign-out", {})
    assert (await look(entra, tokens)).status == 200


async def test_access_that_ran_out_is_refused_without_a_challenge_and_renewed_by_the_refresh_token(
    entra: Microsoft,
) -> None:
    tokens = await entra.on_behalf_of(await entra.sso())
    await entra.local("people/ana/expire-access", {})
    answer = await look(entra, tokens)
    assert (answer.status, answer.code) == (401, "InvalidAuthenticationToken")
    assert not CHALLENGE.search(answer.headers["WWW-Authenticate"])
    assert (await look(entra, await entra.refresh(tokens))).status == 200


async def test_a_sign_in_that_lay_unused_for_too_long_is_over(entra: Microsoft) -> None:
    tokens = await entra.on_behalf_of(await entra.sso())
    await entra.local("people/ana/expire-refresh", {})
    refused = await entra.refresh(tokens)
    assert (refused["error_codes"], refused["suberror"]) == ([700082], "token_expired")
    assert (await look(entra, tokens)).status == 200


@pytest.mark.parametrize(("switch", "number"), [("disabled", 50057), ("locked", 50053)])
async def test_an_account_that_is_closed_opens_nothing_until_it_is_open_again(
    entra: Microsoft, switch: str, number: int
) -> None:
    tokens = await entra.on_behalf_of(await entra.sso())
    await entra.local("people/ana", {switch: True})
    for refused in (await entra.refresh(tokens), await entra.on_behalf_of(await entra.sso())):
        assert (refused["error"], refused["error_codes"]) == ("invalid_grant", [number])
    page = await entra.browse((await entra.begin())["auth_uri"], {"account": "ana"})
    assert (page.status_code, f"AADSTS{number}" in page.text) == (400, True)
    await entra.local("people/ana", {switch: False})
    assert "access_token" in await entra.refresh(tokens)


async def test_who_left_the_company_signs_in_no_more(entra: Microsoft) -> None:
    tokens = await entra.on_behalf_of(await entra.sso())
    await entra.graph.local(entra.standin, "POST", "/local/people/ana/left")
    assert (await entra.refresh(tokens))["error_codes"] == [50057]


async def test_what_was_ended_stays_ended_after_a_restart(tmp_path: Path) -> None:
    async with microsoft(tmp_path) as entra:
        tokens = await entra.on_behalf_of(await entra.sso())
        await entra.local("people/ana/sign-out", {})
    async with microsoft(tmp_path) as entra:
        assert (await entra.refresh(tokens))["error_codes"] == [50173]


async def test_the_switches_tell_how_they_stand(entra: Microsoft) -> None:
    await entra.local("people/ana", {"mfa_required": True})
    _, told = await entra.graph.local(entra.standin, "GET", "/local/entra")
    assert told["people"]["ana"]["mfa_required"]
    assert not told["people"]["ben"]["mfa_required"]
    is_on = {"allowed": True, "shared_calendars": True, "silent_sign_in": True}
    assert told["organisation"] == {**is_on, "people_may_consent": False}


@pytest.mark.parametrize("path", ["people/nobody", "people/nobody/sign-out", "people/ana/else"])
async def test_a_switch_for_nobody_is_not_there(entra: Microsoft, path: str) -> None:
    status, _ = await entra.graph.local(entra.standin, "POST", f"/local/entra/{path}", {"locked": True})
    assert status == 404
