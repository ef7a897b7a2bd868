"""What no Entra has: switches for tests and for the page's panel. What they change holds at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import web

from standin import people
from standin.entra import made_tokens
from standin.entra.accounts import ACCOUNT_SWITCHES, ORGANISATION_SWITCHES
from standin.entra.errors import EntraError
from standin.entra.routes import refusal
from standin.window.requests import bad_request, not_found, person_of, read_object

if TYPE_CHECKING:
    from standin.entra.keys import KeyRing
    from standin.graph.notices import Notices
    from standin.graph.subscriptions import Subscriptions
    from standin.people import Person
    from standin.world import World

_ENDS = {"sign-out": "revoked", "password": "password"}
_EXPIRES = {"expire-access": "expiries", "expire-refresh": "lapses"}
_REMOVED, _REAUTHORIZE = "subscriptionRemoved", "reauthorizationRequired"


def routes(world: World, subscriptions: Subscriptions, notices: Notices) -> list[web.AbstractRouteDef]:
    """The routes under `/local/entra`, and the machine's own address for a managed identity."""
    handlers = _Knobs(world, subscriptions, notices)
    return [
        web.get("/local/entra", handlers.read),
        web.post("/local/entra/organisation", handlers.organisation),
        web.post("/local/entra/people/{key}", handlers.account),
        web.post("/local/entra/people/{key}/{what}", handlers.happen),
        web.post("/local/entra/keys/{issuer}", handlers.rotate),
        web.post("/local/entra/certificates", handlers.register),
        web.post("/local/entra/tokens", handlers.make_token),
        web.get("/msi/token", handlers.identity),
    ]


class _Knobs:
    def __init__(self, world: World, subscriptions: Subscriptions, notices: Notices) -> None:
        self._world = world
        self._accounts = world.accounts
        self._subscriptions = subscriptions
        self._notices = notices

    async def read(self, _request: web.Request) -> web.Response:
        return web.json_response(self._switches())

    async def organisation(self, request: web.Request) -> web.Response:
        switches = await _switches(request, ORGANISATION_SWITCHES)
        self._accounts.switch(switches)
        if switches.get("allowed") is False:
            for person in people.PEOPLE:
                await self._stop_watching(person)
        return self._answer()

    async def account(self, request: web.Request) -> web.Response:
        person = person_of(request)
        switches = await _switches(request, ACCOUNT_SWITCHES)
        self._accounts.switch_for(person, switches)
        if switches.get("disabled"):
            await self._stop_watching(person)
        if switches.get("mfa_required"):
            for subscription in self._subscriptions.made_by(person.object_id):
                await self._notices.tell_lifecycle(subscription, _REAUTHORIZE)
        return self._answer()

    async def happen(self, request: web.Request) -> web.Response:
        person, what = person_of(request), request.match_info["what"]
        if what in _ENDS:
            self._accounts.end_sessions(person, by=_ENDS[what])
            await self._stop_watching(person)
        elif what in _EXPIRES:
            self._accounts.expire(person, _EXPIRES[what])
        else:
            raise not_found(f"There is {', '.join((*_ENDS, *_EXPIRES))}.")
        return self._answer()

    async def rotate(self, request: web.Request) -> web.Response:
        ring = self._ring(request)
        keeps_old = (await read_object(request)).get("keeps_old", True)
        if not isinstance(keeps_old, bool):
            raise bad_request("keeps_old must be true or false.")
        ring.rotate(keeps_old=keeps_old)
        return self._answer()

    async def register(self, request: web.Request) -> web.Response:
        try:
            thumbprint = self._world.clients.register(str((await read_object(request)).get("pem")))
        except ValueError as error:
            raise bad_request("pem must be a certificate in PEM.") from error
        return web.json_response({"thumbprint": thumbprint}, status=201)

    async def make_token(self, request: web.Request) -> web.Response:
        try:
            token = made_tokens.make(self._world, await read_object(request))
        except made_tokens.NoSuchToken as error:
            raise bad_request(str(error)) from error
        return web.json_response({"token": token})

    async def identity(self, request: web.Request) -> web.Response:
        """As App Service answers it; `X-IDENTITY-HEADER` is any, but must be there."""
        if not request.headers.get("X-IDENTITY-HEADER"):
            return web.json_response({"statusCode": 401, "message": "The identity header is missing."}, status=401)
        resource = request.query.get("resource", "").removesuffix("/")
        try:
            token = self._world.issuer.token_for_identity(resource)
        except EntraError as error:
            return refusal(request, error)
        ends_at = made_tokens.ends_at(token)
        client_id = self._world.settings.app_id
        said = {"access_token": token, "expires_on": str(ends_at), "resource": resource, "token_type": "Bearer"}
        return web.json_response({**said, "client_id": client_id})

    def _ring(self, request: web.Request) -> KeyRing:
        rings = {"entra": self._world.issuer.entra, "channel": self._world.issuer.channel}
        if request.match_info["issuer"] not in rings:
            raise not_found("There are the keys of entra and of the channel.")
        return rings[request.match_info["issuer"]]

    async def _stop_watching(self, person: Person) -> None:
        """Subscriptions end with the right by which they were made."""
        for subscription in self._subscriptions.made_by(person.object_id):
            self._subscriptions.delete(subscription["id"])
            await self._notices.tell_lifecycle(subscription, _REMOVED)

    def _answer(self) -> web.Response:
        """After a change: open windows read the switches again."""
        self._world.feed.publish_to_all("entra")
        return web.json_response(self._switches())

    def _switches(self) -> dict[str, Any]:
        rings = {"entra": self._world.issuer.entra, "channel": self._world.issuer.channel}
        return {
            "organisation": self._accounts.organisation,
            "people": {person.key: self._accounts.of(person) for person in people.PEOPLE},
            "keys": {name: [key["kid"] for key in ring.published()] for name, ring in rings.items()},
        }


async def _switches(request: web.Request, known: frozenset[str]) -> dict[str, bool]:
    said: dict[str, Any] = await read_object(request)
    if not said or not said.keys() <= known or not all(isinstance(value, bool) for value in said.values()):
        raise bad_request(f"Say true or false for {', '.join(sorted(known))}.")
    return said
