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
    """The key of the person, or None when the call is about nobody or about somebody who is not here."""
    conversation = request.match_info.get("conversation")
    if conversation is not None:
        return _key(next((p for p in PEOPLE if conversation_id(p, app_id) == conversation), None))
    named = _USERS.search(request.path)
    if named is None and request.method == "POST":
        return await _named_in_body(request)
    return _key(people.by_object_id(named[1])) if named else None


async def _named_in_body(request: web.Request) -> str | None:
    """Of a new subscription the resource, of a new chat the member."""
    try:
        body: Any = json.loads(await request.text())
    except (ValueError, web.HTTPRequestEntityTooLarge):
        return None
    if not isinstance(body, dict):
        return None
    named = _USERS.search(f"/{body.get('resource') or ''}")
    if named is not None:
        return _key(people.by_object_id(named[1]))
    members = body.get("members")
    first = members[0] if isinstance(members, list) and members else None
    wanted = str(first.get("id")) if isinstance(first, dict) else ""
    return _key(people.by_teams_id(wanted) or people.by_object_id(wanted))


def _key(person: Person | None) -> str | None:
    return person.key if person else None
