"""On whose behalf an app asks Entra for a token."""

from __future__ import annotations

import jwt
from aiohttp import web

from standin import people


async def who_signs_in(request: web.Request) -> str | None:
    """The key of the person, as far as what is brought says so; whether it is good does not matter here."""
    form = {name: str(value) for name, value in (await request.post()).items()}
    token = form.get("assertion") or form.get("refresh_token", "").removeprefix("0.")
    try:
        claims = jwt.decode(token, options={"verify_signature": False})
    except jwt.InvalidTokenError:
        return None
    person = people.by_key(str(claims.get("person"))) or people.by_object_id(str(claims.get("oid")))
    return person.key if person else None
