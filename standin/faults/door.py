"""Every call of the product goes through here, so that rules can spoil it before or after it was carried out."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from aiohttp import web
from aiohttp.typedefs import Middleware

from standin.faults import answers
from standin.faults.rules import Faults, Rule
from standin.faults.signers import who_signs_in
from standin.faults.whose import whose_call

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
SLOW = web.RequestKey("slow", float)
"""Under this key a request carries how many seconds Graph takes to answer it."""
INNER = web.RequestKey("inner", bool)
"""Under this key a request says that it came inside a batch."""
_ENVELOPE = "/$batch"
"""What is sent in it is looked at one by one. It could not be opened any more once it was read here."""
_LOST_AFTER = {"commit-then-504": 504, "commit-then-drop": None}


class NoAnswerError(Exception):
    """A request of a batch is not answered at all, though the batch is."""


def door(faults: Faults, app_id: str) -> Middleware:
    """The middleware for both servers."""

    @web.middleware
    async def pass_through(request: web.Request, handler: Handler) -> web.StreamResponse:
        where = _where(request.path)
        if where is None or not faults.all():
            return await handler(request)
        person = await _whose(where, request, app_id) if faults.ask_for_people(where) else None
        is_read = faults.ask_for_bodies(where) and not request.path.endswith(_ENVELOPE)
        body = await request.text() if is_read else ""
        rule = faults.strike(where, method=request.method, path=request.path_qs, body=body, person=person)
        return await handler(request) if rule is None else await _spoil(rule, request, handler)

    return pass_through


async def _whose(where: str, request: web.Request, app_id: str) -> str | None:
    return await who_signs_in(request) if where == "entra" else await whose_call(request, app_id)


async def _spoil(rule: Rule, request: web.Request, handler: Handler) -> web.StreamResponse:
    if rule.what == "slow":
        request[SLOW] = rule.seconds or 0
        if rule.where != "graph":  # which waits inside, where a slow call takes a place in its mailbox
            await asyncio.sleep(rule.seconds or 0)
        return await handler(request)
    if rule.what == "nonsense":
        return answers.nonsense()
    if rule.what in _LOST_AFTER:
        with suppress(web.HTTPException):  # it was carried out or refused: either way nobody learns of it
            await handler(request)
        status = _LOST_AFTER[rule.what]
    else:
        status = None if rule.what == "drop" else int(rule.what)
    return _drop(request) if status is None else answers.answer(request, rule, status)


def _drop(request: web.Request) -> web.Response:
    """Close the connection; the answer goes nowhere. Of a batch, one answer is missing."""
    if request.get(INNER):
        raise NoAnswerError
    if isinstance(request.transport, asyncio.Transport):
        request.transport.abort()
    return web.Response()


def _where(path: str) -> str | None:
    """Which of Microsoft's services this address belongs to; None for what no Microsoft has."""
    if path.startswith("/teams/v3/"):
        return "teams"
    if path.startswith("/v1.0/"):
        return "graph"
    is_ours = path == "/" or path.startswith(("/local/", "/window/", "/assets/"))
    return None if is_ours else "entra"
