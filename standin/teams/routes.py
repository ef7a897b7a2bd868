"""Puts Teams on the stand-in's HTTP server, and tells the app in the background who has it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from aiohttp import web

from standin.entra.errors import BearerError
from standin.teams.chats import Chats
from standin.teams.connector import Connector, error_response
from standin.teams.installation import keep_the_app_told
from standin.teams.payloads import ConnectorError
from standin.teams.throttling import check_rates

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from standin.world import World

    Handler = Callable[[web.Request], Awaitable[web.Response]]

AUDIENCE = "https://api.botframework.com"
_CONVERSATION = "/teams/v3/conversations/{conversation}"
_ACTIVITIES = f"{_CONVERSATION}/activities"
_ACTIVITY = f"{_ACTIVITIES}/{{activity}}"

# The world is frozen, and what runs beside it must be found again when it stops.
_installations: WeakKeyDictionary[World, asyncio.Task[None]] = WeakKeyDictionary()


def routes(world: World) -> list[web.AbstractRouteDef]:
    """The connector under `/teams/v3/`; every call needs a token of the app."""
    connector = Connector(world, chats_of(world))

    def guarded(handler: Handler) -> Handler:
        return _guarded(world, handler)

    return [
        web.post("/teams/v3/conversations", guarded(connector.create)),
        web.post(_ACTIVITIES, guarded(connector.send)),
        web.post(_ACTIVITY, guarded(connector.send)),
        web.put(_ACTIVITY, guarded(connector.update)),
        web.delete(_ACTIVITY, guarded(connector.delete)),
        web.get(f"{_ACTIVITY}/members", guarded(connector.members)),
        web.get(f"{_CONVERSATION}/members", guarded(connector.members)),
        web.get(f"{_CONVERSATION}/members/{{member}}", guarded(connector.member)),
        web.get(f"{_CONVERSATION}/pagedmembers", guarded(connector.paged_members)),
    ]


def chats_of(world: World) -> Chats:
    """The chats that this world keeps."""
    return Chats(world.store, world.feed, world.clock)


async def on_start(world: World) -> None:
    """Begin to tell the app who has it; the product may start later."""
    _installations[world] = asyncio.create_task(keep_the_app_told(world))


async def on_stop(world: World) -> None:
    """End what runs in the background."""
    task = _installations.pop(world)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def _guarded(world: World, handler: Handler) -> Handler:
    async def guarded(request: web.Request) -> web.Response:
        try:
            world.issuer.check_bearer(request.headers.get("Authorization"), AUDIENCE)
            check_rates(world.limits, request)
            return await handler(request)
        except BearerError:
            return error_response(
                ConnectorError(401, "Unauthorized", "Authorization has been denied for this request.")
            )
        except ConnectorError as error:
            return error_response(error)

    return guarded
