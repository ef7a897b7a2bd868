"""Tokens as tests want them: good ones, and ones with something wrong, which no Microsoft would give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jwt

from standin import people
from standin.entra import claims, scopes
from standin.entra.keys import new_key

if TYPE_CHECKING:
    from standin.people import Person
    from standin.world import World

KINDS = ("sso", "id", "graph", "channel")


class NoSuchToken(Exception):
    """This cannot be made; the words say why."""


def make(world: World, said: dict[str, Any]) -> str:
    """A token by `{kind, person, claims, key}`.

    `kind` is one of KINDS; `claims` replaces some, null takes one away; `key` is `current` or `foreign`. Raises
    NoSuchToken.
    """
    kind, changed, key = said.get("kind"), said.get("claims", {}), said.get("key", "current")
    person = people.by_key(str(said.get("person", "ana")))
    if kind not in KINDS or not isinstance(changed, dict) or key not in ("current", "foreign") or person is None:
        raise NoSuchToken(f"kind is one of {', '.join(KINDS)}, claims an object, key current or foreign, person a key.")
    token = {name: value for name, value in (_usual(world, kind, person) | changed).items() if value is not None}
    ring = world.issuer.channel if kind == "channel" else world.issuer.entra
    return (ring.current if key == "current" else new_key()).sign(token)


def ends_at(token: str) -> int:
    """When this token ends, in seconds of real time."""
    return int(jwt.decode(token, options={"verify_signature": False})["exp"])


def _usual(world: World, kind: str, person: Person) -> dict[str, Any]:
    issuer, app_id, marks = world.issuer, world.settings.app_id, world.accounts.marks(person)
    if kind == "channel":
        return claims.for_channel(app_id, world.settings.service_url)
    if kind == "sso":
        return claims.for_single_sign_on(person, app_id, issuer.issuer, marks)
    if kind == "id":
        return claims.for_id(person, app_id, issuer.issuer, None)
    return claims.for_person(person, app_id, scopes.SCOPES, marks, mfa=False, cp1=True)
