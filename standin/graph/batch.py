"""Graph's `$batch`: up to 20 requests in one, each carried out as if it had come alone."""

from __future__ import annotations

import asyncio
import base64
import json
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from multidict import CIMultiDict
from yarl import URL

from standin.faults.door import INNER, NoAnswerError
from standin.graph.errors import GraphError, bad_request, refusal

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_MOST = 20
_AT_ONCE = 4
"""Graph sends so many of one batch on to Outlook at the same time."""
_METHODS = frozenset({"GET", "POST", "PATCH", "PUT", "DELETE"})
_KNOWN = frozenset({"id", "method", "url", "headers", "body", "dependsOn"})
_GOOD = range(200, 400)
_NOT_PASSED_ON = frozenset({"content-length", "server", "date", "transfer-encoding", "connection"})


@dataclass(frozen=True, kw_only=True)
class Inner:
    """One request of a batch; `after` are the ids of those that it waits for, in small letters."""

    id: str
    method: str
    url: str
    headers: dict[str, str]
    body: Any
    after: tuple[str, ...]


class Batch:
    """One envelope that came, and who carries each of its requests out."""

    def __init__(self, request: web.Request, handler: Handler) -> None:
        self._blank = request.clone()  # nothing can be cloned any more once it was read
        self._request = request
        self._handler = handler

    async def answer(self) -> web.Response:
        """All answers, in an order of their own. Raises GraphError when the envelope itself is wrong."""
        inners = read(await _json(self._request))
        turns = asyncio.Semaphore(_AT_ONCE)
        under_way: dict[str, asyncio.Task[web.Response | None]] = {}
        async with asyncio.TaskGroup() as group:
            for inner in inners:
                before = [under_way[one] for one in inner.after]
                under_way[inner.id.lower()] = group.create_task(self._carry_out(inner, before, turns))
        shown = [
            _shown(inner.id, answer) for inner in inners if (answer := under_way[inner.id.lower()].result()) is not None
        ]
        random.shuffle(shown)
        return web.json_response({"responses": shown})

    async def _carry_out(
        self, inner: Inner, before: Sequence[asyncio.Task[web.Response | None]], turns: asyncio.Semaphore
    ) -> web.Response | None:
        """Its answer, or None when there is none."""
        answers = [await one for one in before]
        if any(answer is None or answer.status not in _GOOD for answer in answers):
            words = "The request failed because one or more of its dependencies failed."
            return refusal(self._request, GraphError(424, "FailedDependency", words))
        async with turns:
            try:
                answer = await self._handler(self._inside(inner))
            except NoAnswerError:
                return None
        if not isinstance(answer, web.Response):
            raise TypeError("an answer without a body cannot stand in a batch")
        return answer

    def _inside(self, inner: Inner) -> web.Request:
        """The request as it would have come alone, with the token of the envelope."""
        headers = CIMultiDict({**inner.headers, "Authorization": self._request.headers.get("Authorization", "")})
        url = URL(f"/v1.0/{inner.url.lstrip('/')}", encoded=True)
        request = self._blank.clone(method=inner.method, rel_url=url, headers=headers)
        body = b"" if inner.body is None else json.dumps(inner.body).encode()
        request._read_bytes = body  # noqa: SLF001 - aiohttp has no other way to give a request a body
        request[INNER] = True
        return request


def read(said: object) -> list[Inner]:
    """The requests of an envelope. Raises GraphError."""
    requests = said.get("requests") if isinstance(said, dict) else None
    if not isinstance(requests, list) or not requests:
        raise bad_request("The batch request must have a non-empty array 'requests'.")
    if len(requests) > _MOST:
        raise bad_request(f"Number of batch request steps exceeds the maximum value of {_MOST}.")
    inners: list[Inner] = []
    for one in requests:
        inner = _read_one(one)
        if any(inner.id.lower() == other.id.lower() for other in inners):
            raise bad_request(f"Request id '{inner.id}' is not unique in the batch.")
        if missing := set(inner.after) - {other.id.lower() for other in inners}:
            raise bad_request(f"Request '{inner.id}' depends on {sorted(missing)}, which do not stand before it.")
        inners.append(inner)
    waiting = [inner for inner in inners[1:] if inner.after]
    if waiting and len(waiting) < len(inners) - 1:
        raise bad_request("Batch should be either fully sequential or fully parallel.")
    return inners


def _read_one(one: object) -> Inner:
    if not isinstance(one, dict) or one.keys() - _KNOWN:
        raise bad_request("A request of a batch has id, method, url, headers, body and dependsOn.")
    name, method, url = one.get("id"), one.get("method"), one.get("url")
    if not isinstance(name, str) or not name or not isinstance(method, str) or method.upper() not in _METHODS:
        raise bad_request("Each request of a batch needs an id and a method.")
    if not isinstance(url, str) or not url or "://" in url or any(letter.isspace() for letter in url):
        raise bad_request(f"The url of request '{name}' must be relative.")
    headers, after = one.get("headers") or {}, one.get("dependsOn") or []
    if not isinstance(headers, dict) or not all(isinstance(value, str) for value in headers.values()):
        raise bad_request(f"The headers of request '{name}' cannot be read.")
    if not isinstance(after, list) or not all(isinstance(other, str) for other in after):
        raise bad_request(f"The dependsOn of request '{name}' cannot be read.")
    body = one.get("body")
    if body is not None and "content-type" not in {header.lower() for header in headers}:
        raise bad_request(f"Request '{name}' has a body and no Content-Type header.")
    return Inner(
        id=name,
        method=method.upper(),
        url=url,
        headers=headers,
        body=body,
        after=tuple(other.lower() for other in after),
    )


async def _json(request: web.Request) -> object:
    if request.content_type != "application/json":
        raise bad_request("The Content-Type must be application/json.", "RequestBodyRead")
    try:
        said: object = await request.json()
    except (ValueError, RecursionError) as error:
        raise bad_request("Unable to read JSON request payload.", "BadRequest") from error
    return said


def _shown(inner: str, answer: web.Response) -> dict[str, Any]:
    """The answer as it stands in the envelope; what is no JSON is base64."""
    headers = {name: value for name, value in answer.headers.items() if name.lower() not in _NOT_PASSED_ON}
    shown: dict[str, Any] = {"id": inner, "status": answer.status, "headers": headers}
    content = answer.body if isinstance(answer.body, bytes) else b""
    if answer.content_type == "application/json" and content:
        shown["body"] = json.loads(content)
    elif content:
        shown["body"] = base64.b64encode(content).decode()
    return shown
