"""Entra's and the chat channel's addresses."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from aiohttp import web

from standin.entra import discovery
from standin.entra.errors import EntraError
from standin.entra.token_endpoint import TokenEndpoint
from standin.people import TENANT_ID

if TYPE_CHECKING:
    from collections.abc import Callable

    from standin.world import World


def routes(world: World) -> list[web.AbstractRouteDef]:
    """The routes for tokens, keys and discovery; relative to the HTTPS address."""
    handlers = _Entra(world)
    return [
        web.get("/botframework/v1/.well-known/openidconfiguration", handlers.channel_discovery),
        web.get("/botframework/v1/.well-known/keys", handlers.channel_keys),
        web.get("/{tenant}/v2.0/.well-known/openid-configuration", handlers.discovery),
        web.get("/{tenant}/discovery/v2.0/keys", handlers.keys),
        web.post("/{tenant}/oauth2/v2.0/token", handlers.token),
    ]


class _Entra:
    def __init__(self, world: World) -> None:
        self._issuer = world.issuer
        self._clients = world.clients
        self._pages = world.settings.http_address
        self._endpoint = TokenEndpoint(world.issuer, world.accounts, world.grants)

    async def channel_discovery(self, _request: web.Request) -> web.Response:
        return web.json_response(discovery.channel(self._issuer))

    async def channel_keys(self, _request: web.Request) -> web.Response:
        return web.json_response(discovery.channel_keys(self._issuer))

    async def discovery(self, request: web.Request) -> web.Response:
        return _answer(request, lambda: discovery.entra(self._issuer, self._pages))

    async def keys(self, request: web.Request) -> web.Response:
        return _answer(request, lambda: discovery.entra_keys(self._issuer))

    async def token(self, request: web.Request) -> web.Response:
        form = {name: value for name, value in (await request.post()).items() if isinstance(value, str)}

        def grant() -> dict[str, object]:
            self._endpoint.check_grant(form)
            self._clients.check(form, request.headers.get("Authorization", ""), TENANT_ID)
            return self._endpoint.answer(form)

        response = _answer(request, grant)
        response.headers.update({"Cache-Control": "no-store", "Pragma": "no-cache"})
        return response


def _answer(request: web.Request, say: Callable[[], dict[str, object]]) -> web.Response:
    """What is said for this tenant, or Entra's refusal."""
    try:
        check_tenant(request)
        return web.json_response(say())
    except EntraError as error:
        return refusal(request, error)


def check_tenant(request: web.Request) -> None:
    """Whether the address names the local organisation. Raises EntraError."""
    tenant = request.match_info["tenant"]
    if tenant.lower() != TENANT_ID:
        raise EntraError(400, "invalid_tenant", 90002, f"Tenant '{tenant}' not found.")


def refusal(request: web.Request, error: EntraError) -> web.Response:
    """A refusal in Entra's shape."""
    trace, correlation = str(uuid.uuid4()), request.headers.get("client-request-id") or str(uuid.uuid4())
    at = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%SZ")
    description = f"AADSTS{error.number}: {error} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {at}"
    body = {
        "error": error.error,
        "error_description": description,
        "error_codes": [error.number],
        "timestamp": at,
        "trace_id": trace,
        "correlation_id": correlation,
        "error_uri": f"https://login.microsoftonline.com/error?code={error.number}",
    }
    if error.suberror is not None:
        body["suberror"] = error.suberror
    if error.claims is not None:
        body["claims"] = error.claims
    return web.json_response(body, status=error.status)
