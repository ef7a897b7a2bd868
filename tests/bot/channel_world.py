"""A small Microsoft of our own for the channel: who signs tokens, and who takes messages. Over real HTTP."""

from __future__ import annotations

import asyncio
import copy
import io
import json
import time
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

import jwt
from aiohttp import ClientResponse, ClientSession, web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.channel.channel import Channel
from bot.channel.settings import ChannelSettings
from bot.turn import Answer, TextAnswer, Turn

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

APP_ID = "5d1b5f3a-0001-4000-8000-000000000001"
TENANT = "5d1b5f3a-0002-4000-8000-000000000002"
OTHER_TENANT = "5d1b5f3a-0003-4000-8000-000000000003"
ANA = "5d1b5f3a-0004-4000-8000-00000000000a"
ISSUER = "https://api.botframework.com"
CONNECTOR_TOKEN = "the-apps-own-token"
BOT = "28:" + APP_ID
CARD = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": "Your contract"}]}


@cache
def rsa_key(name: str) -> rsa.RSAPrivateKey:
    """A key of this name, the same all through one run."""
    del name
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def jwk(name: str, endorsements: tuple[str, ...] = ("msteams",)) -> dict[str, Any]:
    public = jwt.algorithms.RSAAlgorithm.to_jwk(rsa_key(name).public_key(), as_dict=True)
    return {**public, "kid": name, "use": "sig", "endorsements": list(endorsements)}


@dataclass
class Issuer:
    """Publishes keys as the Bot Framework does, and counts how often they were fetched."""

    keys: list[dict[str, Any]] = field(default_factory=lambda: [jwk("first")])
    fetched: int = 0
    broken: bool = False
    pause_seconds: float = 0.0
    url: str = ""

    def app(self) -> web.Application:
        app = web.Application()
        app.add_routes([web.get("/metadata", self._metadata), web.get("/keys", self._keys)])
        return app

    async def _metadata(self, _request: web.Request) -> web.Response:
        self.fetched += 1
        await asyncio.sleep(self.pause_seconds)
        if self.broken:
            return web.Response(status=503)
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.url}/keys"})

    async def _keys(self, _request: web.Request) -> web.Response:
        return web.json_response({"keys": self.keys})


@dataclass
class Call:
    """One call that the connector received."""

    method: str
    path: str
    token: str
    body: dict[str, Any]


@dataclass
class ConnectorServer:
    """Takes messages as Teams does, or answers what a test sets."""

    calls: list[Call] = field(default_factory=list)
    answer: Callable[[], Awaitable[web.Response]] | None = None
    url: str = ""

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._take)
        return app

    async def _take(self, request: web.Request) -> web.Response:
        token = request.headers.get("Authorization", "")
        self.calls.append(Call(request.method, request.rel_url.raw_path, token, await request.json()))
        if self.answer is not None:
            return await self.answer()
        return web.json_response({"id": f"message-{len(self.calls)}"}, status=201)

    def answers(self, status: int, body: object = None, **headers: str) -> None:
        async def answer() -> web.Response:
            return web.json_response(body, status=status, headers={k.replace("_", "-"): v for k, v in headers.items()})

        self.answer = answer


@dataclass
class World:
    """The app under test with everything around it. `turns` are those that ran."""

    issuer: Issuer
    connector: ConnectorServer
    channel: Channel
    app: TestServer
    client: ClientSession
    turns: list[Turn]
    says: list[Callable[[Turn], Awaitable[Answer]]]

    @property
    def service_url(self) -> str:
        return f"{self.connector.url}/teams/"

    def claims(self, **changes: Any) -> dict[str, Any]:
        """What a good token says, with changes; None leaves a claim out."""
        now = int(time.time())
        good = {"iss": ISSUER, "aud": APP_ID, "nbf": now - 10, "exp": now + 3600, "serviceurl": self.service_url}
        return {claim: said for claim, said in {**good, **changes}.items() if said is not None}

    def token(self, *, key: str = "first", headers: dict[str, Any] | None = None, **changes: Any) -> str:
        named = {"kid": key} if headers is None else headers
        return jwt.encode(self.claims(**changes), rsa_key(key), algorithm="RS256", headers=named)

    def message(self, text: str = "hello", **changes: Any) -> dict[str, Any]:
        """A message of Ana's as Teams sends it, with changes; None leaves a field out."""
        good = {
            "type": "message",
            "id": f"activity-{time.monotonic_ns()}",
            "channelId": "msteams",
            "serviceUrl": self.service_url,
            "from": {"id": "29:ana", "name": "Ana", "aadObjectId": ANA},
            "recipient": {"id": BOT, "name": "Learning Cycles"},
            "conversation": {"id": "a:chat/of ana", "conversationType": "personal", "tenantId": TENANT},
            "channelData": {"tenant": {"id": TENANT}},
            "entities": [{"type": "clientInfo", "locale": "nl-NL", "timezone": "Europe/Amsterdam"}],
            "locale": "nl-NL",
            "text": text,
        }
        return {key: value for key, value in copy.deepcopy({**good, **changes}).items() if value is not None}

    def press(self, verb: str = "save", data: object = None, **changes: Any) -> dict[str, Any]:
        """A pressed button of Ana's."""
        action = {"type": "Action.Execute", "verb": verb, "data": data if data is not None else {"goal": "to listen"}}
        invoke = {"type": "invoke", "name": "adaptiveCard/action", "text": None, "replyToId": "card-1"}
        return self.message(**{**invoke, "value": {"action": action, "trigger": "manual"}, **changes})

    async def send(self, activity: object, *, authorization: str | None = "good", **headers: str) -> ClientResponse:
        """Send this as Teams would; `authorization` None sends no such header."""
        sent = {"Content-Type": "application/json", **{k.replace("_", "-"): v for k, v in headers.items()}}
        if authorization is not None:
            sent["Authorization"] = f"Bearer {self.token()}" if authorization == "good" else authorization
        data = activity if isinstance(activity, bytes) else json.dumps(activity).encode()
        async with self.client.post(self.app.make_url("/api/messages"), data=io.BytesIO(data), headers=sent) as answer:
            await answer.read()
            return answer

    def check_refused(self, status: int, *allowed: int) -> None:
        """What was sent got one of these answers, and nothing ran or was said for it."""
        assert status in allowed
        assert self.turns == []
        assert self.connector.calls == []

    def answers_with(self, answer: Answer) -> None:
        """From now on, every turn is answered with this."""

        async def says(_turn: Turn) -> Answer:
            return answer

        self.says[:] = [says]


@asynccontextmanager
async def opened(**settings: Any) -> AsyncIterator[World]:
    """Start the issuer, the connector and the app on free ports of this machine; `settings` change the app's."""
    async with AsyncExitStack() as stack:
        issuer, connector = Issuer(), ConnectorServer()
        for server in (issuer, connector):
            running = TestServer(server.app())
            await running.start_server()
            stack.push_async_callback(running.close)
            server.url = f"http://127.0.0.1:{running.port}"
        turns: list[Turn] = []
        says: list[Callable[[Turn], Awaitable[Answer]]] = []

        async def handler(turn: Turn) -> Answer:
            turns.append(turn)
            return await says[0](turn) if says else None

        channel = Channel(
            ChannelSettings(**(_settings(issuer, connector) | settings)),
            token=_connector_token,
            handler=handler,
            on_bug=lambda _turn, reference: TextAnswer(text=f"Something went wrong ({reference})."),
            reference=lambda: "0a1b2c3d",
        )
        await channel.start()
        stack.push_async_callback(channel.close)
        application = web.Application()
        application.add_routes(channel.routes())
        app = TestServer(application)
        await app.start_server()
        stack.push_async_callback(app.close)
        client = await stack.enter_async_context(ClientSession())
        yield World(issuer, connector, channel, app, client, turns, says)


def _settings(issuer: Issuer, connector: ConnectorServer) -> dict[str, Any]:
    return {
        "app_id": APP_ID,
        "tenant": TENANT,
        "openid_metadata_url": f"{issuer.url}/metadata",
        "loopback_service_urls": (f"{connector.url}/teams/",),
    }


async def _connector_token() -> str:
    return CONNECTOR_TOKEN
