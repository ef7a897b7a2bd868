"""Where Graph tells us that a calendar changed."""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeGuard

from aiohttp import web

from learning.entries import Lifecycle

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    Receive = Callable[[Sequence["ChangeNotice"]], Awaitable[None]]

NOTICES_PATH = "/graph/notices"
_LARGEST_BODY = 256 * 1024
_LONGEST_VALIDATION = 1024
_LONGEST_TEXT = 128
_LIFECYCLES = {
    "reauthorizationRequired": Lifecycle.REAUTHORIZE,
    "subscriptionRemoved": Lifecycle.REMOVED,
    "missed": Lifecycle.MISSED,
}
_SECONDS_TO_ANSWER = 2.5
"""Graph counts an answer after three seconds as none."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class ChangeNotice:
    """Somebody says that what a watch looks at changed. Nothing here is proven until `secret` was compared.

    `watch` is the id of the watch, `lifecycle` says what became of the watch itself; None is a change of an entry.
    """

    watch: str
    secret: str
    tenant: str | None
    lifecycle: Lifecycle | None


def notice_routes(receive: Receive, *, time_limit: float = _SECONDS_TO_ANSWER) -> list[web.RouteDef]:
    """The route that Graph calls. `receive` gets what is well formed, and has `time_limit` seconds to keep it."""
    return [web.post(NOTICES_PATH, _Notices(receive, time_limit).post)]


class _Notices:
    def __init__(self, receive: Receive, time_limit: float) -> None:
        self._receive = receive
        self._time_limit = time_limit

    async def post(self, request: web.Request) -> web.Response:
        """Answer the handshake, or take the notices: 202, and 400, 408, 413 or 503 where that cannot be."""
        if "validationToken" in request.query:
            return _handshake(request.query["validationToken"])
        try:
            async with asyncio.timeout(self._time_limit):
                body = await _read(request)
        except TimeoutError:
            return web.Response(status=HTTPStatus.REQUEST_TIMEOUT)
        if body is None:
            return web.Response(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        items = _items_in(body)
        if items is None:
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        notices = [notice for item in items if (notice := _notice_in(item)) is not None]
        if len(notices) < len(items):
            _log.warning("dropped %d malformed of %d change notices", len(items) - len(notices), len(items))
        return await self._hand_over(notices)

    async def _hand_over(self, notices: list[ChangeNotice]) -> web.Response:
        try:
            async with asyncio.timeout(self._time_limit):
                if notices:
                    await self._receive(notices)
        except TimeoutError:
            _log.warning("keeping %d change notices took too long", len(notices))
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        except Exception:  # noqa: BLE001 - whatever went wrong is logged, and Graph sends the notices again after a 503
            _log.exception("keeping %d change notices failed", len(notices))
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        return web.Response(status=HTTPStatus.ACCEPTED)


def _handshake(token: str) -> web.Response:
    if not token or len(token.encode(errors="replace")) > _LONGEST_VALIDATION:
        return web.Response(status=HTTPStatus.BAD_REQUEST)
    return web.Response(
        body=token.encode(errors="replace"),
        content_type="text/plain",
        charset="utf-8",
        headers={"X-Content-Type-Options": "nosniff"},
    )


async def _read(request: web.Request) -> bytes | None:
    """The body, or None when it is larger than notices ever are. A length that is promised is not trusted."""
    if (request.content_length or 0) > _LARGEST_BODY:
        return None
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > _LARGEST_BODY:
            return None
    return bytes(body)


def _items_in(body: bytes) -> list[Any] | None:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):  # RecursionError: brackets within brackets, ten thousands deep
        return None
    items = answer.get("value") if isinstance(answer, dict) else None
    return items if isinstance(items, list) else None


def _notice_in(item: object) -> ChangeNotice | None:
    if not isinstance(item, dict):
        return None
    watch, secret = item.get("subscriptionId"), item.get("clientState")
    tenant, lifecycle = item.get("tenantId"), item.get("lifecycleEvent")
    if not _is_short_text(watch) or not _is_short_text(secret):
        return None
    if tenant is not None and not _is_short_text(tenant):
        return None
    if lifecycle is not None and (not isinstance(lifecycle, str) or lifecycle not in _LIFECYCLES):
        return None
    known = None if lifecycle is None else _LIFECYCLES[lifecycle]
    return ChangeNotice(watch=watch, secret=secret, tenant=tenant, lifecycle=known)


def _is_short_text(value: object) -> TypeGuard[str]:
    """Half a surrogate pair, and a zero, are JSON and no text that any database looks for."""
    return isinstance(value, str) and 0 < len(value) <= _LONGEST_TEXT and value.isprintable()
