"""Checks the token of single sign-on that Teams hands over: ours, fresh, of this person, and meant for this.

What costs nothing is checked first, so that a token that could never be good makes nobody fetch keys. The signature
comes last, over the same bytes that were read.
"""

from __future__ import annotations

import base64
import binascii
import json
import time
from typing import TYPE_CHECKING, Any, Final

import jwt

from learning.errors import TokenRefused
from learning.people import object_id_of, tenant_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from graph.entra_keys import EntraKeys
    from graph.settings import GraphSettings
    from learning.people import PersonId

SCOPE: Final = "access_as_user"
"""The one right that the registration exposes, and only to the clients below."""

CLIENTS: Final = frozenset(
    {
        "1fec8e78-bce4-4aaf-ab1b-5451cc387264",  # Teams, desktop and mobile
        "5e3ce6c0-2b1f-4285-8d4b-75ee78787346",  # Teams, web
        "4765445b-32c6-49b0-83e6-1d93765276ca",  # Microsoft 365, web
        "0ec893e0-5785-4de6-99da-4ed124e5296c",  # Microsoft 365, desktop
        "d3590ed6-52b3-4102-aeff-aad2292ab01c",  # Microsoft 365, mobile; Outlook, desktop
        "bc59ab01-8403-45c6-8796-ac3ef710b3e3",  # Outlook, web
        "27922004-5251-4030-b22d-91ecd9a37ea4",  # Outlook, mobile
    }
)
"""Microsoft's own clients, to which a registration gives its scope beforehand.

Source: "Configure authorized client application" in
https://learn.microsoft.com/microsoftteams/platform/bots/how-to/authentication/bot-sso-register-aad
"""

_LONGEST = 16_384
_LONGEST_KEY_ID = 256
_LEEWAY_SECONDS = 60
_PARTS = 3


class TokenCheck:
    """Lets pass exactly what Teams gets for us from Entra. `clock` is real time in seconds since 1970."""

    def __init__(self, settings: GraphSettings, keys: EntraKeys, *, clock: Callable[[], float] = time.time) -> None:
        self._tenant = settings.tenant.lower()
        self._client_id = settings.client_id.lower()
        self._issuer = f"{settings.authority}/v2.0"
        self._keys = keys
        self._clock = clock

    async def check(self, token: object, person: PersonId) -> None:
        """Nothing, when this is a good token of this person.

        Raises TokenRefused with a code, and OutsideFailure where Entra's keys are not to be had.
        """
        if not isinstance(token, str) or len(token) > _LONGEST or not token.isascii():
            raise TokenRefused("shape")
        header, claims = _read(token)
        key_id = header.get("kid")
        if header.get("alg") != "RS256" or not isinstance(key_id, str) or len(key_id) > _LONGEST_KEY_ID:
            raise TokenRefused("header")
        if {"crit", "b64", "jwk", "jku", "x5u"} & header.keys():
            raise TokenRefused("header")
        if (reason := self.reason_against(claims, person)) is not None:
            raise TokenRefused(reason)
        key = await self._keys.find(key_id)
        if key is None:
            raise TokenRefused("key")
        try:
            jwt.PyJWS().decode(token, key, algorithms=["RS256"])
        except jwt.PyJWTError:
            raise TokenRefused("signature") from None

    def reason_against(self, claims: Mapping[str, Any], person: PersonId) -> str | None:
        """Why these claims are not those of a good token of this person; None when they are."""
        now = self._clock()
        tenant, owner = _lower(claims.get("tid")), _lower(claims.get("oid"))
        scopes = claims.get("scp")
        holds = {
            "audience": _lower(claims.get("aud")) == self._client_id,
            "tenant": tenant == self._tenant,
            "issuer": claims.get("iss") == self._issuer,
            "version": claims.get("ver") == "2.0",
            "expired": _number(claims.get("exp"), "-inf") > now - _LEEWAY_SECONDS,
            "not yet": _number(claims.get("nbf"), "inf") <= now + _LEEWAY_SECONDS,
            "app-only": claims.get("idtyp", "user") == "user",
            "scope": isinstance(scopes, str) and SCOPE in scopes.split(" "),
            "client": _lower(claims.get("azp")) in CLIENTS,
            "person": (tenant, owner) == (tenant_of(person), object_id_of(person)),
        }
        return next((reason for reason, is_so in holds.items() if not is_so), None)


def _read(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    parts = token.split(".")
    if len(parts) != _PARTS or not all(parts):
        raise TokenRefused("shape")
    return _object(parts[0]), _object(parts[1])


def _object(part: str) -> dict[str, Any]:
    try:
        read = json.loads(base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):
        raise TokenRefused("shape") from None
    if not isinstance(read, dict):
        raise TokenRefused("shape")
    return read


def _lower(value: object) -> str | None:
    return value.lower() if isinstance(value, str) else None


def _number(value: object, otherwise: str) -> float:
    """The claim's moment; `otherwise`, with which the claim does not hold, for anything that is no plain number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return float(otherwise)
    try:
        moment = float(value)
    except OverflowError:
        return float(otherwise)
    return moment if abs(moment) != float("inf") else float(otherwise)
