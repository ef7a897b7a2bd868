"""What apps may rely on when they sign in at the local Entra."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import jwt
import msal
import pytest
import requests

from standin.entra.errors import BearerError
from standin.entra.issuer import CONNECTOR, GRAPH
from standin.people import TENANT_ID
from standin.world import LOCAL_APP_ID, LOCAL_APP_SECRET
from tests.standin.local_graph import graph_of, running

if TYPE_CHECKING:
    from pathlib import Path

    from standin.server import Running

GRAPH_SCOPE = "https://graph.microsoft.com/.default"


def sign_in_with_msal(standin: Running, secret: str = LOCAL_APP_SECRET, scope: str = GRAPH_SCOPE) -> dict[str, Any]:
    with requests.Session() as session:
        session.trust_env = False
        session.verify = str(standin.world.certificates.authority)
        app = msal.ConfidentialClientApplication(
            LOCAL_APP_ID,
            authority=f"{standin.world.settings.https_address}/{TENANT_ID}",
            client_credential=secret,
            instance_discovery=False,
            http_client=session,
        )
        answer: dict[str, Any] = app.acquire_token_for_client([scope])
        return answer


async def post_token(standin: Running, tenant: str = TENANT_ID, **form: str) -> tuple[int, dict[str, Any]]:
    async with graph_of(standin) as graph:
        address = f"{graph.address}/{tenant}/oauth2/v2.0/token"
        async with graph.session.post(address, data=form) as answer:
            return answer.status, await answer.json()


async def test_an_app_signs_in_with_msal_and_may_use_the_calendars(tmp_path: Path) -> None:
    async with running(tmp_path) as standin:
        answer = await asyncio.to_thread(sign_in_with_msal, standin)
        claims = standin.world.issuer.check_bearer(f"Bearer {answer['access_token']}", GRAPH)
    assert claims["idtyp"] == "app"
    assert claims["tid"] == TENANT_ID
    assert claims["appid"] == LOCAL_APP_ID
    assert set(claims["roles"]) == {"Calendars.ReadWrite", "MailboxSettings.Read", "User.Read.All", "Mail.Send"}
    assert answer["expires_in"] > 3000


async def test_msal_hears_in_entras_words_that_the_secret_is_wrong(tmp_path: Path) -> None:
    async with running(tmp_path) as standin:
        answer = await asyncio.to_thread(sign_in_with_msal, standin, "wrong")
    assert answer["error"] == "invalid_client"
    assert answer["error_codes"] == [7000215]
    assert answer["error_description"].startswith("AADSTS7000215: ")


async def test_an_unknown_tenant_and_a_foreign_grant_are_refused_in_entras_words(tmp_path: Path) -> None:
    async with running(tmp_path) as standin:
        assert (await post_token(standin, "elsewhere", grant_type="client_credentials"))[1]["error"] == "invalid_tenant"
        status, body = await post_token(standin, grant_type="password")
        assert (status, body["error"]) == (400, "unsupported_grant_type")
        app = {"grant_type": "client_credentials", "client_id": LOCAL_APP_ID}
        status, body = await post_token(standin, **app, scope=GRAPH_SCOPE)
        assert (status, body["error"]) == (401, "invalid_client")
        status, body = await post_token(standin, **app, client_secret=LOCAL_APP_SECRET, scope="User.Read")
        assert (status, body["error"]) == (400, "invalid_scope")


async def test_a_token_for_the_connector_does_not_open_graph(tmp_path: Path) -> None:
    async with running(tmp_path) as standin, graph_of(standin) as graph:
        await graph.sign_in("https://api.botframework.com/.default")
        standin.world.issuer.check_bearer(f"Bearer {graph.token}", CONNECTOR)
        answer = await graph.call("GET", "/v1.0/subscriptions")
        assert (answer.status, answer.code) == (401, "InvalidAuthenticationToken")


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer x.y.z", "Basic YTpi"])
async def test_without_a_good_token_nobody_passes(tmp_path: Path, header: str | None) -> None:
    async with running(tmp_path) as standin:
        with pytest.raises(BearerError):
            standin.world.issuer.check_bearer(header, GRAPH)


async def test_a_chat_channel_token_is_checked_with_the_published_keys_alone(tmp_path: Path) -> None:
    async with running(tmp_path) as standin, graph_of(standin) as graph:
        base = f"{graph.address}/botframework/v1/.well-known"
        async with graph.session.get(f"{base}/openidconfiguration") as answer:
            discovery = await answer.json()
        async with graph.session.get(discovery["jwks_uri"]) as answer:
            published = (await answer.json())["keys"]
        token = standin.world.issuer.channel_token("http://127.0.0.1:1/teams/")
        key = next(key for key in published if key["kid"] == jwt.get_unverified_header(token)["kid"])
        claims = jwt.decode(
            token, jwt.PyJWK(key), algorithms=["RS256"], audience=LOCAL_APP_ID, issuer=discovery["issuer"]
        )
        with pytest.raises(BearerError):
            standin.world.issuer.check_bearer(f"Bearer {token}", CONNECTOR)
    assert key["endorsements"] == ["msteams"]
    assert claims["serviceurl"] == "http://127.0.0.1:1/teams/"
    assert claims["iss"] == "https://api.botframework.com"


async def test_entras_published_keys_check_its_tokens(tmp_path: Path) -> None:
    async with running(tmp_path) as standin, graph_of(standin) as graph:
        base = f"{graph.address}/{TENANT_ID}"
        async with graph.session.get(f"{base}/v2.0/.well-known/openid-configuration") as answer:
            discovery = await answer.json()
        async with graph.session.get(discovery["jwks_uri"]) as answer:
            published = (await answer.json())["keys"]
        jwt.decode(graph.token, jwt.PyJWK(published[0]), algorithms=["RS256"], audience=GRAPH)
    assert discovery["token_endpoint"] == f"{base}/oauth2/v2.0/token"


async def test_a_restart_keeps_the_keys_so_that_tokens_stay_good(tmp_path: Path) -> None:
    async with running(tmp_path) as standin, graph_of(standin) as graph:
        token = graph.token
    async with running(tmp_path) as standin:
        standin.world.issuer.check_bearer(f"Bearer {token}", GRAPH)
