"""Whose mailbox or chat a call is about."""

from __future__ import annotations

import json
import re
from typing import Any

from aiohttp import web

from standin import people
from standin.people import PEOPLE, Person
from standin.teams.activities import conversation_id

_USERS = re.compile(r"/users(?:/|\(')([^/')]+)", re.IGNORECASE)


async def whose_call(request: web.Request, app_id: str) -> str | None:
    """The key of the person, or None when the call is about nobody or about somebody who is not here.

    A mail is about whoever it goes to; a batch is about nobody, but each request in it is.
    """
    if request.path.lower() == "/v1.0/$batch":
        return None
    if request.path.startswith("/teams/") and (conversation := request.match_info.get("conversation")) is not None:
        return _key(next((p for p in PEOPLE if conversation_id(p, app_id) == conversation), None))
    if request.path.lower().endswith("/sendmail"):
        return await _first_recipient(request)
    named = _USERS.search(request.path)
    if named is None and request.method == "POST":
        return await _named_in_body(request)
    return _key(people.by_object_id(named[1])) if named else None


async def _first_recipient(request: web.Request) -> str | None:
    body = await _body(request)
    found: Any = body.get("message", body.get("Message"))
    for step in ("toRecipients", 0, "emailAddress", "address"):
        try:
            found = found[step]
        except (LookupError, TypeError):
            return None
    return _key(people.by_object_id(str(found)))


async def _body(request: web.Request) -> dict[str, Any]:
    try:
        body: Any = json.loads(await request.text())
    except (ValueError, web.HTTPRequestEntityTooLarge):
        return {}
    return body if isinstance(body, dict) else {}


async def _named_in_body(request: web.Request) -> str | None:
    """Of a new subscription the resource, of a new chat the member."""
    body = await _body(request)
    named = _USERS.search(f"/{body.get('resource') or ''}")
    if named is not None:
        return _key(people.by_object_id(named[1]))
    members = body.get("members")
    first = members[0] if isinstance(members, list) and members else None
    wanted = str(first.get("id")) if isinstance(first, dict) else ""
    return _key(people.by_teams_id(wanted) or people.by_object_id(wanted))


def _key(person: Person | None) -> str | None:
    return person.key if person else None
