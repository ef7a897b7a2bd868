"""One record for each request: method, path, status, milliseconds. Never its query string, never who sent it."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from aiohttp import web

from app import reference

log = logging.getLogger(__name__)

QUIET = frozenset({"/healthz", "/readyz"})
"""Asked every few seconds by whoever watches the service: written at the level for debugging alone."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def accessed(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Give the request its reference, have it handled, and write its record. A bug is answered with the reference."""
    named, began = reference.begin(), time.monotonic()
    status = int(HTTPStatus.INTERNAL_SERVER_ERROR)
    try:
        response = await handler(request)
        status = response.status
    except web.HTTPException as refused:
        status = refused.status
        raise
    except Exception:  # a bug, whatever it is, is logged without its words and answered with a reference
        log.exception("a request went wrong")
        return web.json_response({"reference": named}, status=status)
    else:
        return response
    finally:
        _write(request, status, time.monotonic() - began)


def _write(request: web.Request, status: int, seconds: float) -> None:
    path = path_of(request)
    fields = {"method": request.method, "path": path, "status": status, "ms": round(seconds * 1000)}
    log.log(logging.DEBUG if path in QUIET else logging.INFO, "request", extra={"fields": fields})


def path_of(request: web.Request) -> str:
    """The path as the program knows it. One that it does not know may hold anything, and is not repeated."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "unknown"
