"""What `learning-cycles check` tries: everything that the service needs from outside, each once, within a time limit.

A check hands back what it found good, in a few words, or raises NotWell with what is wrong and what to do. Neither
quotes a setting's value: whoever reads it learns no secret.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from http import HTTPStatus
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import aiohttp
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from app.services import graph_settings
from app.settings import PREFIX, Settings
from bot.channel.http_pool import HttpPool
from bot.channel.keys import SigningKeys
from graph.client import GraphClient
from graph.directory import GraphDirectory
from graph.tokens import CONNECTOR_SCOPE, GRAPH_SCOPE, AppTokens
from learning.errors import OutsideFailure
from learning.people import person_id
from storage.engine import UnusableDatabase, create_engine
from storage.migrate import is_current

_LONGEST_ANSWER = 4096
_NOBODY = "00000000-0000-0000-0000-000000000000"
_IS_IT_RUNNING = "Is the service running, and does whatever stands in front of it lead to it?"


class NotWell(Exception):
    """What is wrong, and what to do about it, in one line."""


Check = Callable[[], Awaitable[str]]


class Checks:
    """All of them, over one pool of connections. Close it by leaving the `async with`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._pool = HttpPool(settings.ca_file)
        self._closing = AsyncExitStack()

    async def __aenter__(self) -> Self:
        await self._pool.start()
        self._closing.push_async_callback(self._pool.close)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._closing.aclose()

    def all(self) -> dict[str, Check]:
        """The checks by name, in the order in which an operator would look."""
        return {
            "database": self._database,
            "channel keys": self._channel_keys,
            "token for chats": self._token_for_chats,
            "token for Graph": self._token_for_graph,
            "Graph": self._graph,
            "public address": self._public_address,
            "notice address": self._notice_address,
            "closed door": self._closed_door,
        }

    async def _database(self) -> str:
        try:
            is_up_to_date = await asyncio.to_thread(_look_into, self._settings.database_url)
        except UnusableDatabase as problem:
            raise NotWell(f"{problem}. See {PREFIX}DATABASE_URL.") from None
        except SQLAlchemyError as error:
            raise NotWell(f"it does not answer ({type(error).__name__}). See {PREFIX}DATABASE_URL.") from None
        if not is_up_to_date:
            raise NotWell("it is not up to date. Run `learning-cycles migrate`, or start the service.")
        return "it answers and is up to date"

    async def _channel_keys(self) -> str:
        if not await SigningKeys(self._settings.channel_keys_url, self._pool).are_known():
            raise NotWell(
                f"they cannot be fetched, so nobody can be let in. See {PREFIX}CHANNEL_KEYS_URL, {PREFIX}CA_FILE, and "
                "whether this machine may go out to it."
            )
        return "they were fetched"

    async def _token_for_chats(self) -> str:
        return await self._token(CONNECTOR_SCOPE)

    async def _token_for_graph(self) -> str:
        return await self._token(GRAPH_SCOPE)

    async def _token(self, scope: str) -> str:
        tokens = AppTokens(graph_settings(self._settings), scope)
        try:
            await tokens.token()
        except OutsideFailure as failure:
            raise NotWell(
                f"{failure}. See {PREFIX}TENANT_ID, {PREFIX}APP_ID, the app's secret or certificate, and "
                f"{PREFIX}AUTHORITY."
            ) from None
        finally:
            await tokens.close()
        return "Entra gave one"

    async def _graph(self) -> str:
        settings = graph_settings(self._settings)
        tokens = AppTokens(settings, GRAPH_SCOPE)
        client = GraphClient(settings, tokens)
        self._closing.push_async_callback(tokens.close)
        self._closing.push_async_callback(client.close)
        nobody = person_id(tenant=self._settings.tenant_id, object_id=_NOBODY)
        try:
            await GraphDirectory(client).find(nobody)
        except OutsideFailure as failure:
            raise NotWell(
                f"{failure}. See {PREFIX}GRAPH_URL, and whether the app may read people (User.ReadBasic.All)."
            ) from None
        return "it answers, and people can be looked up"

    async def _public_address(self) -> str:
        status, said = await self._ask("GET", f"{_origin(self._settings)}/healthz", "PUBLIC_URL")
        if (status, said) != (HTTPStatus.OK, b'{"status": "ok"}'):
            raise NotWell(f"/healthz answers {status}, and not as the service does. {_IS_IT_RUNNING}")
        return "the service answers there"

    async def _notice_address(self) -> str:
        token = secrets.token_hex(16)
        address = f"{self._settings.notice_url}?validationToken={token}"
        status, said = await self._ask("POST", address, "NOTICE_URL")
        if (status, said) != (HTTPStatus.OK, token.encode()):
            raise NotWell(f"it answers {status}, and not as Graph expects: Graph would send no notices there.")
        return "it answers as Graph expects"

    async def _closed_door(self) -> str:
        """An activity without a token; were the door open, it would still be nobody's turn."""
        address = f"{_origin(self._settings)}/api/messages"
        status, _ = await self._ask("POST", address, "PUBLIC_URL", self._unsigned())
        if status in range(200, 300):
            raise NotWell(
                f"an activity without a token was let in ({status}). Stop the service: anybody can speak for "
                f"anybody. See {PREFIX}AGENTS_PLAYGROUND."
            )
        if status != HTTPStatus.UNAUTHORIZED:
            raise NotWell(f"/api/messages answers {status} instead of 401. {_IS_IT_RUNNING}")
        return "an activity without a token is refused"

    def _unsigned(self) -> dict[str, object]:
        tenant = self._settings.tenant_id
        return {
            "type": "typing",
            "id": f"check-{secrets.token_hex(8)}",
            "channelId": "msteams",
            "serviceUrl": next(
                iter(self._settings.local_service_urls.split()), "https://smba.trafficmanager.net/emea/"
            ),
            "from": {"id": "29:check"},
            "recipient": {"id": f"28:{self._settings.app_id}"},
            "conversation": {"id": "a:check", "conversationType": "personal", "tenantId": tenant},
            "channelData": {"tenant": {"id": tenant}},
        }

    async def _ask(self, method: str, address: str, setting: str, body: object = None) -> tuple[int, bytes]:
        """The status and the beginning of the answer. One that never comes is NotWell, and names the setting."""
        try:
            request = self._pool.session.request(method, address, json=body, allow_redirects=False)
            async with request as answer:
                return answer.status, await answer.content.read(_LONGEST_ANSWER)
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            raise NotWell(
                f"it is not reached ({type(error).__name__}). {_IS_IT_RUNNING} See {PREFIX}{setting}."
            ) from None


def _origin(settings: Settings) -> str:
    """Where the service is reached from outside. Without an address for browsers, that is where Graph finds it."""
    parts = urlsplit(settings.public_url or settings.notice_url)
    return f"{parts.scheme}://{parts.netloc}"


def _look_into(url: str) -> bool:
    """Whether the database is up to date. Looking makes none. Raises UnusableDatabase and SQLAlchemyError."""
    _check_file(url)
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return is_current(connection)
    finally:
        engine.dispose()


def _check_file(url: str) -> None:
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        return  # create_engine says what is wrong with it
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
        raise UnusableDatabase("it is not there yet: `learning-cycles migrate` makes it, and so does a start")
