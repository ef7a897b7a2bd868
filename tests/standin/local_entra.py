"""The product's side of a sign-in, for tests: real MSAL over HTTPS, a browser that presses buttons, Graph."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aiohttp
import httpx
import msal
from yarl import URL

from standin.people import TENANT_ID
from standin.world import LOCAL_APP_ID, LOCAL_APP_SECRET
from tests.standin.local_graph import Graph, running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from standin.server import Running

APP_WEB = "http://127.0.0.1:3978"
CALLBACK = f"{APP_WEB}/sign-in/callback"
SCOPES = ["Calendars.ReadWrite", "MailboxSettings.Read", "User.Read"]
SHARED = "Calendars.Read.Shared"
"""What an administrator granted besides."""


@dataclass
class Microsoft:
    """A stand-in that runs, and what an app and a browser do with it."""

    standin: Running
    graph: Graph
    https: httpx.Client
    browser: httpx.Client

    async def msal(self, ask: Callable[[msal.ConfidentialClientApplication], Any], **more: Any) -> dict[str, Any]:
        """What a new MSAL application answers, in a thread since it blocks; by default it proves itself by secret."""

        def run() -> Any:
            application = msal.ConfidentialClientApplication(
                LOCAL_APP_ID,
                authority=f"{self.standin.world.settings.https_address}/{TENANT_ID}",
                instance_discovery=False,
                http_client=_AsText(self.https),
                **({"client_credential": LOCAL_APP_SECRET, "client_capabilities": ["CP1"]} | more),
            )
            return ask(application)

        answer: dict[str, Any] = await asyncio.to_thread(run)
        return answer

    async def begin(self, **more: Any) -> dict[str, Any]:
        """MSAL's flow, whose `auth_uri` a browser opens."""
        return await self.msal(lambda app: app.initiate_auth_code_flow(SCOPES, redirect_uri=CALLBACK, **more))

    async def browse(self, address: str, *answers: dict[str, str]) -> httpx.Response:
        """Open a page of Entra's and answer it, and each that follows, by its form: all that was said goes along."""
        response = await asyncio.to_thread(self.browser.get, address)
        said: dict[str, str] = {}
        for answer in answers:
            assert response.status_code == 200, (response.status_code, response.text)
            said |= answer
            response = await asyncio.to_thread(self.browser.post, address, data=said)
        return response

    async def sign_in(self, *answers: dict[str, str], **more: Any) -> dict[str, Any]:
        """The whole way: the flow, the pages (Ana's account, if nothing is said), the tokens."""
        flow = await self.begin(**more)
        response = await self.browse(flow["auth_uri"], *(answers or ({"account": "ana"},)))
        return await self.finish(flow, came_back(response))

    async def finish(self, flow: dict[str, Any], came: dict[str, str]) -> dict[str, Any]:
        """The tokens for what the browser brought back."""
        return await self.msal(lambda app: app.acquire_token_by_auth_code_flow(flow, came))

    async def refresh(self, tokens: dict[str, Any], **more: Any) -> dict[str, Any]:
        """New tokens for a refresh token."""
        return await self.msal(lambda app: app.acquire_token_by_refresh_token(tokens["refresh_token"], SCOPES), **more)

    async def on_behalf_of(self, token: str, scopes: list[str] = SCOPES, **more: Any) -> dict[str, Any]:
        """Graph's tokens for somebody's token for the app."""
        return await self.msal(lambda app: app.acquire_token_on_behalf_of(token, scopes), **more)

    async def sso(self, person: str = "ana", **claims: Any) -> str:
        """What Teams gets silently for the app; claims replace its own, null takes one away."""
        said = {"kind": "sso", "person": person, "claims": claims}
        return str((await self.local("tokens", said))["token"])

    async def local(self, path: str, body: Any) -> Any:
        """A switch under `/local/entra`."""
        status, answer = await self.graph.local(self.standin, "POST", f"/local/entra/{path}", body)
        assert status in (200, 201), answer
        return answer


class _AsText:
    """An httpx client for MSAL, whose signed assertions are bytes: httpx would send what Python shows of them."""

    def __init__(self, client: httpx.Client) -> None:
        self.get, self._post = client.get, client.post

    def post(self, url: str, data: dict[str, Any], **more: Any) -> httpx.Response:
        """One form."""
        said = {name: value.decode() if isinstance(value, bytes) else value for name, value in data.items()}
        return self._post(url, data=said, **more)

    def close(self) -> None:
        """The client is closed by who opened it."""


@asynccontextmanager
async def microsoft(folder: Path) -> AsyncIterator[Microsoft]:
    """A stand-in that keeps its data in this folder."""
    async with running(folder) as standin:
        context = standin.world.certificates.client_context
        connector = aiohttp.TCPConnector(ssl=context)
        async with aiohttp.ClientSession(connector=connector) as session:
            graph = Graph(session=session, address=standin.world.settings.https_address)
            with (
                httpx.Client(verify=context, trust_env=False) as https,
                httpx.Client(verify=context, trust_env=False) as browser,
            ):
                yield Microsoft(standin=standin, graph=graph, https=https, browser=browser)


def came_back(response: httpx.Response) -> dict[str, str]:
    """The query with which the browser is sent back to the app."""
    assert response.status_code == 302, (response.status_code, response.text)
    address = URL(response.headers["Location"])
    assert str(address.with_query(None)) == CALLBACK
    return dict(address.query)
