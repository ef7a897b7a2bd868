"""Changes that go out together, and a Graph that answers each of them by itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from aiohttp import web

from learning.entries import EntryChange, EntryId, Slot
from tests.graph.small_graph import NINE, REVIEW, Handler, SmallGraph, event, refusal

TEN = Slot(starts_at=NINE.starts_at + timedelta(hours=1), ends_at=NINE.ends_at + timedelta(hours=1))
ID = EntryId("AAMk/with+odd=")
Inner = Callable[[dict[str, Any]], dict[str, Any] | None]


def reviews(count: int) -> list[EntryChange]:
    return [replace(REVIEW, key=f"review-{number}") for number in range(count)]


def answering(inner: Inner) -> Handler:
    """A Graph that answers each request of an envelope by itself, the last one first; None leaves it unanswered."""

    async def answer(request: web.Request) -> web.Response:
        asked = (await request.json())["requests"]
        told = [{"id": one["id"], **said} for one in reversed(asked) if (said := inner(one)) is not None]
        return web.json_response({"responses": told})

    return answer


def done(one: dict[str, Any]) -> dict[str, Any]:
    """All is well."""
    if one["method"] == "DELETE":
        return {"status": 204, "headers": {}}
    return {"status": 201, "headers": {}, "body": event(f"id-of-{one['body'].get('transactionId', 'moved')}")}


def refusing(status: int, code: str, *, only: str = "", **headers: str) -> Inner:
    """Refuses the requests whose url or body has these letters."""

    def inner(one: dict[str, Any]) -> dict[str, Any]:
        if only not in json.dumps(one):
            return done(one)
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        return {"status": status, "headers": told, "body": refusal(code)}

    return inner


def envelopes(graph: SmallGraph) -> list[list[dict[str, Any]]]:
    return [json.loads(body)["requests"] for body in graph.bodies]
