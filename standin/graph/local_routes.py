"""What Graph does by itself from time to time, on request, and what stands in its calendars, for who counts.

By itself it sends lifecycle notices, and lets delta tokens expire.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from standin import people
from standin.window.requests import bad_request, not_found, read_object

if TYPE_CHECKING:
    from standin.graph.calendars import Calendars
    from standin.graph.delta import DeltaTokens
    from standin.graph.notices import Notices
    from standin.graph.subscriptions import Subscriptions
    from standin.people import Person

_REMOVED = "subscriptionRemoved"
_EVENTS = (_REMOVED, "reauthorizationRequired", "missed")


def routes(
    subscriptions: Subscriptions, notices: Notices, tokens: DeltaTokens, calendars: Calendars
) -> list[web.AbstractRouteDef]:
    """The routes under `/local/subscriptions`, `/local/delta-tokens` and `/local/calendars`."""
    handlers = _GraphOnRequest(subscriptions, notices, tokens, calendars)
    return [
        web.get("/local/calendars/written", handlers.written),
        web.post("/local/calendars/{key}/empty", handlers.empty),
        web.post("/local/calendars/{key}/teams", handlers.teams),
        web.post("/local/subscriptions/{event}", handlers.lifecycle),
        web.post("/local/delta-tokens/expire", handlers.expire),
    ]


class _GraphOnRequest:
    def __init__(
        self, subscriptions: Subscriptions, notices: Notices, tokens: DeltaTokens, calendars: Calendars
    ) -> None:
        self._calendars = calendars
        self._subscriptions = subscriptions
        self._notices = notices
        self._tokens = tokens

    async def written(self, _request: web.Request) -> web.Response:
        return web.json_response(self._calendars.written_by_app())

    async def empty(self, request: web.Request) -> web.Response:
        person = _known(request.match_info["key"])
        is_empty = (await read_object(request)).get("empty")
        if not isinstance(is_empty, bool):
            raise bad_request("empty must be true or false.")
        self._calendars.look_empty(person.key, empty=is_empty)
        return web.Response(status=204)

    async def teams(self, request: web.Request) -> web.Response:
        person = _known(request.match_info["key"])
        is_licensed = (await read_object(request)).get("licensed")
        if not isinstance(is_licensed, bool):
            raise bad_request("licensed must be true or false.")
        self._calendars.license_teams(person.key, is_licensed=is_licensed)
        return web.Response(status=204)

    async def lifecycle(self, request: web.Request) -> web.Response:
        event = request.match_info["event"]
        if event not in _EVENTS:
            raise not_found(f"There is {', '.join(_EVENTS)}.")
        person = await _person(request)
        found = self._subscriptions.about(person.object_id)
        if event == _REMOVED:
            for subscription in found:
                self._subscriptions.delete(subscription["id"])
        sent = [await self._notices.tell_lifecycle(subscription, event) for subscription in found]
        return web.json_response({"sent": sum(sent)})

    async def expire(self, request: web.Request) -> web.Response:
        self._tokens.expire((await _person(request)).object_id)
        return web.Response(status=204)


async def _person(request: web.Request) -> Person:
    return _known(str((await read_object(request)).get("person")))


def _known(key: str) -> Person:
    person = people.by_key(key)
    if person is None:
        raise not_found(f"Nobody here is called {key!r}.")
    return person
