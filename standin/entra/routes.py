"""Entra's and the chat channel's addresses."""

from __future__ import annotations

import base64
import binascii
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import unquote

from aiohttp import web

from standin.entra.errors import EntraError
from standin.people import TENANT_ID

if TYPE_CHECKING:
    from collections.abc import Mapping

    from standin.entra.issuer import Issuer
    from standin.world import World


def routes(world: World) -> list[web.AbstractRouteDef]:
    """The routes for tokens, keys and discovery; relative to the HTTPS address."""
    handlers = _Entra(world.issuer)
    return [
        web.get("/botframework/v1/.well-known/openidconfiguration", handlers.channel_discovery),
        web.get("/botframework/v1/.well-known/keys", handlers.channel_keys),
        web.get("/{tenant}/v2.0/.well-known/openid-configuration", handlers.discovery),
        web.get("/{tenant}/discovery/v2.0/keys", handlers.keys),
        web.post("/{tenant}/oauth2/v2.0/token", handlers.token),
    ]


class _Entra:
    def __init__(self, issuer: Issuer) -> None:
        self._issuer = issuer

    async def channel_discovery(self, _request: web.Request) -> web.Response:
        return web.json_response(self._issuer.channel_discovery())

    async def channel_keys(self, _request: web.Request) -> web.Response:
        return web.json_response(self._issuer.channel_keys())

    async def discovery(self, request: web.Request) -> web.Response:
        try:
            _check_tenant(request)
        except EntraError as error:
            return refusal(request, error)
        return web.json_response(self._issuer.discovery())

    async def keys(self, request: web.Request) -> web.Response:
        try:
            _check_tenant(request)
        except EntraError as error:
            return refusal(request, error)
        return web.json_response(self._issuer.entra_keys())

    async def token(self, request: web.Request) -> web.Response:
        try:
            _check_tenant(request)
            form = {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
            answer = self._grant(form, request.headers.get("Authorization", ""))
        except EntraError as error:
            return refusal(request, error)
        return web.json_response(answer, headers={"Cache-Control": "no-store", "Pragma": "no-cache"})

    def _grant(self, form: Mapping[str, str], authorization: str) -> dict[str, object]:
        grant = _required(form, "grant_type")
        if grant != "client_credentials":
            raise EntraError(
                400, "unsupported_grant_type", 70003, f"The app requested an unsupported grant type '{grant}'."
            )
        client_id, client_secret = _basic(authorization) or (_required(form, "client_id"), form.get("client_secret"))
        scope = _required(form, "scope")
        if not client_secret:
            raise EntraError(
                401,
                "invalid_client",
                7000218,
                "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
            )
        return self._issuer.token_for_app(client_id=client_id, client_secret=client_secret, scope=scope)


def _check_tenant(request: web.Request) -> None:
    tenant = request.match_info["tenant"]
    if tenant.lower() != TENANT_ID:
        raise EntraError(400, "invalid_tenant", 90002, f"Tenant '{tenant}' not found.")


def _required(form: Mapping[str, str], name: str) -> str:
    value = form.get(name)
    if not value:
        raise EntraError(
            400, "invalid_request", 900144, f"The request body must contain the following parameter: '{name}'."
        )
    return value


def _basic(authorization: str) -> tuple[str, str] | None:
    kind, _, encoded = authorization.partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        name, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return unquote(name), unquote(secret)


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
    return web.json_response(body, status=error.status)
