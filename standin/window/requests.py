"""Reads what the page sends. What is wrong is answered with 400, 404 or 409 and `{"error": …}`."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from aiohttp import web

from standin import people

if TYPE_CHECKING:
    from standin.people import Person
    from standin.world import World


def person_of(request: web.Request) -> Person:
    """The person whose window asks."""
    key = request.match_info["key"]
    person = people.by_key(key)
    if person is None:
        raise not_found(f"Nobody here is called {key!r}.")
    return person


async def read_object(request: web.Request) -> dict[str, Any]:
    """The JSON object in the request's body."""
    try:
        body = await request.json()
    except ValueError as error:
        raise bad_request("The body must be JSON.") from error
    if not isinstance(body, dict):
        raise bad_request("The body must be a JSON object.")
    return body


def check_has_app(world: World, person: Person) -> None:
    """Whether this person can do anything with the app: otherwise 409."""
    if world.staff.has_left(person) or not world.roster.has_app(person) or world.roster.is_blocked(person):
        raise conflict(f"{person.name} does not have the app.")


def moment(value: object, name: str) -> datetime:
    """A moment with its offset from UTC, in UTC."""
    try:
        parsed = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise bad_request(f"{name} must be a date and time.") from error
    if parsed.tzinfo is None:
        raise bad_request(f"{name} must say its offset from UTC.")
    return parsed.astimezone(UTC)


def bad_request(message: str) -> web.HTTPBadRequest:
    """400 with this message."""
    return web.HTTPBadRequest(text=json.dumps({"error": message}), content_type="application/json")


def not_found(message: str) -> web.HTTPNotFound:
    """404 with this message."""
    return web.HTTPNotFound(text=json.dumps({"error": message}), content_type="application/json")


def conflict(message: str) -> web.HTTPConflict:
    """409 with this message."""
    return web.HTTPConflict(text=json.dumps({"error": message}), content_type="application/json")
