"""The other side of `bench send`: a chat service that takes its time and refuses some calls, and who signs apps in.

A process of its own, `python -m bench.connector FOLDER`. It writes its addresses as a line of JSON, and ends when its
standard input does.
"""

from __future__ import annotations

import asyncio
import json
import random
import secrets
import ssl
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

import trustme
from aiohttp import web

TENANT = "adfs"
"""As a tenant's name it keeps MSAL from asking Microsoft about a host that Microsoft does not know."""
TAKES_SECONDS = 0.05
"""For each answer, of the connector and of the token endpoint: both are reached over a network in real life."""
REFUSES = 0.2
RETRY_AFTER_SECONDS = 1
"""Said with every second refusal, as Teams says it with some: who is told nothing backs off as they see fit."""
_SEED = 20260302


@dataclass(kw_only=True)
class Seen:
    """What the chat service counted: each call's arrival and answer in its own seconds, and each message's arrivals."""

    arrived_at: list[float] = field(default_factory=list)
    answered_at: list[float] = field(default_factory=list)
    taken: dict[str, int] = field(default_factory=dict)
    refused: int = 0
    tokens: int = 0


class Service:
    """The connector over http, and a token endpoint over https."""

    def __init__(self) -> None:
        self._seen = Seen()
        self._tokens: set[str] = set()
        self._dice = random.Random(_SEED)  # noqa: S311  the same refusals for everybody
        self.issuer = ""

    def connector(self) -> web.Application:
        """The routes of the connector, and those by which the bench begins a run and reads what was counted."""
        app = web.Application()
        activities = "/teams/v3/conversations/{conversation}/activities"
        app.router.add_post(activities, self._take)
        app.router.add_post(f"{activities}/{{to}}", self._take)  # the SDK replies to an activity that it invents
        app.router.add_post("/bench/begin", self._begin)
        app.router.add_get("/bench/seen", self._tell)
        return app

    def sign_in(self) -> web.Application:
        """The routes that MSAL asks for an app's token."""
        app = web.Application()
        for version in ("", "/v2.0"):
            app.router.add_get(f"/{TENANT}{version}/.well-known/openid-configuration", self._discovery)
        app.router.add_post(f"/{TENANT}/oauth2/token", self._token)
        return app

    async def _begin(self, _request: web.Request) -> web.Response:
        self._seen = Seen()
        self._dice.seed(_SEED)
        return web.Response()

    async def _tell(self, _request: web.Request) -> web.Response:
        return web.json_response(asdict(self._seen))

    async def _take(self, request: web.Request) -> web.Response:
        seen = self._seen
        seen.arrived_at.append(time.monotonic())
        activity = await request.json()
        if request.headers.get("Authorization", "").removeprefix("Bearer ") not in self._tokens:
            return web.Response(status=401)
        refuses = self._dice.random() < REFUSES
        await asyncio.sleep(TAKES_SECONDS)
        seen.answered_at.append(time.monotonic())
        if refuses:
            seen.refused += 1
            headers = {"Retry-After": str(RETRY_AFTER_SECONDS)} if seen.refused % 2 else {}
            return web.json_response({"error": {"code": "Throttled"}}, status=429, headers=headers)
        message = activity["summary"]
        seen.taken[message] = seen.taken.get(message, 0) + 1
        return web.json_response({"id": f"1:{message}"}, status=201)

    async def _discovery(self, _request: web.Request) -> web.Response:
        await asyncio.sleep(TAKES_SECONDS)
        base = f"{self.issuer}/{TENANT}/oauth2"
        endpoints = {"authorization_endpoint": f"{base}/authorize", "token_endpoint": f"{base}/token"}
        return web.json_response({"issuer": f"{self.issuer}/{TENANT}", **endpoints})

    async def _token(self, _request: web.Request) -> web.Response:
        await asyncio.sleep(TAKES_SECONDS)
        token = secrets.token_urlsafe(900)  # as long as a real one
        self._tokens.add(token)
        self._seen.tokens += 1
        return web.json_response({"token_type": "Bearer", "expires_in": 3599, "access_token": token})


async def _serve(folder: Path) -> None:
    service = Service()
    connector = await _listen(service.connector(), None)
    service.issuer = f"https://localhost:{await _listen(service.sign_in(), _certificate(folder))}"
    addresses = {"connector": f"http://127.0.0.1:{connector}", "issuer": f"{service.issuer}/{TENANT}"}
    sys.stdout.write(json.dumps(addresses) + "\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)


async def _listen(app: web.Application, tls: ssl.SSLContext | None) -> int:
    """Start this application on a free port of this machine; the port comes back."""
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls, backlog=1024)
    await site.start()
    return int(runner.addresses[0][1])


def _certificate(folder: Path) -> ssl.SSLContext:
    """A certificate for localhost of an authority that is thrown away with the folder: `ca.pem` there."""
    authority = trustme.CA(organization_name="Learning Cycles bench")
    authority.cert_pem.write_to_path(folder / "ca.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    return context


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1])))
