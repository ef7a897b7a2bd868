"""Graph's door: finds who answers an address, checks the token, and gives each answer and refusal Graph's shape."""

from __future__ import annotations

import asyncio
import re
import uuid
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import unquote

from aiohttp import web

from standin.faults.door import INNER, SLOW, door
from standin.graph import asking, callers
from standin.graph.batch import Batch
from standin.graph.calendar_routes import CalendarRoutes
from standin.graph.callers import Callers
from standin.graph.errors import GraphError, refusal, unknown_segment
from standin.graph.gate import Gate
from standin.graph.installed_apps import InstalledAppRoutes
from standin.graph.mail_routes import MailRoutes
from standin.graph.people_routes import PeopleRoutes
from standin.graph.subscription_routes import SubscriptionRoutes

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from standin.graph.delta import DeltaTokens
    from standin.graph.notices import Notices
    from standin.graph.subscriptions import Subscriptions
    from standin.world import World

    Answering = Callable[..., Awaitable[web.Response]]


def routes(
    world: World, subscriptions: Subscriptions, notices: Notices, tokens: DeltaTokens
) -> list[web.AbstractRouteDef]:
    """Everything under `/v1.0/`; relative to the HTTPS address."""
    addresses = [
        *PeopleRoutes(world).addresses(),
        *CalendarRoutes(world, tokens).addresses(),
        *SubscriptionRoutes(world, subscriptions, notices).addresses(),
        *MailRoutes(world).addresses(),
        *InstalledAppRoutes(world).addresses(),
    ]
    return [web.route("*", "/v1.0{address:(/.*)?}", _Door(world, addresses).answer)]


class _Door:
    def __init__(self, world: World, addresses: Sequence[tuple[str, str, Answering]]) -> None:
        self._callers = Callers(world)
        self._gate = Gate(world.limits, world.staff)
        self._spoil = door(world.faults, world.settings.app_id)
        self._addresses = [(method, template.split("/"), answering) for method, template, answering in addresses]

    async def answer(self, request: web.Request) -> web.Response:
        """One request, whatever it is."""
        try:
            caller = self._callers.read(request.headers.get("Authorization"))
            if request.method == "POST" and _segments(request) == ["$batch"] and not request.get(INNER):
                return await self._answer_batch(request)
            segments = callers.own_address(caller, _segments(request))
            answering, variables = self._find(request.method, segments)
            self._callers.check_reach(caller, segments)
            asked = asking.read(request, caller)
            with self._gate.enter(segments):
                await asyncio.sleep(request.get(SLOW, 0))
                response = await answering(asked, *variables)
        except GraphError as error:
            return refusal(request, error)
        if asked.preferences:
            response.headers["Preference-Applied"] = ", ".join(_applied(asked))
        return _marked(request, response)

    async def _answer_batch(self, request: web.Request) -> web.Response:
        """Each request of the batch comes through this door, and through that of the faults, like any other."""
        return _marked(request, await Batch(request, partial(self._spoil, handler=self.answer)).answer())

    def _find(self, method: str, segments: list[str]) -> tuple[Answering, list[str]]:
        known = [
            (allowed, answering, variables)
            for allowed, template, answering in self._addresses
            if (variables := _matched(template, segments)) is not None
        ]
        if not known:
            raise unknown_segment(segments[-1] if segments else "")
        for allowed, answering, variables in known:
            if allowed == method:
                return answering, variables
        raise GraphError(405, "Request_BadRequest", f"The method {method} is not allowed for this address.")


def _marked(request: web.Request, response: web.Response) -> web.Response:
    request_id = str(uuid.uuid4())
    response.headers["request-id"] = request_id
    response.headers["client-request-id"] = request.headers.get("client-request-id", request_id)
    return response


def _segments(request: web.Request) -> list[str]:
    """The parts of the address after /v1.0; the empty one of a double slash is passed over."""
    path = re.sub(r"^/v1\.0", "", request.rel_url.raw_path)
    return [unquote(part) for part in path.split("/") if part]


def _matched(template: list[str], segments: list[str]) -> list[str] | None:
    """The values of the template's variables, or nothing when this is another address."""
    if len(template) != len(segments):
        return None
    variables = []
    for expected, segment in zip(template, segments, strict=True):
        if expected == "{}":
            variables.append(segment)
        elif expected.lower() != segment.lower():
            return None
    return variables


def _applied(asked: asking.Asked) -> list[str]:
    return [f'{name}="{value}"' if value else name for name, value in asked.preferences.items()]
