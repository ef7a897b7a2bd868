"""Who may come in: the token before the body is read, then the activity against what the token says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import jwt

from bot.channel import incoming, service_urls
from bot.channel.rejections import Forbidden, Unauthorised

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.channel.incoming import Incoming
    from bot.channel.keys import SigningKeys
    from bot.channel.settings import ChannelSettings

TEAMS = "msteams"
_LEEWAY_SECONDS = 300
_LONGEST_TOKEN = 8192
_OBJECT_ID = re.compile(r"[0-9A-Za-z-]{1,64}")
_WITH_A_PERSON = frozenset({"message", "invoke"})


@dataclass(frozen=True, kw_only=True)
class Claims:
    """What a token that we accept says. `tokenless`: there was none, and the settings let that in."""

    said: Mapping[str, Any]
    endorsements: frozenset[str]
    tokenless: bool = False


class Inbound:
    """The check at the door. Every reason to refuse is a Rejected."""

    def __init__(self, settings: ChannelSettings, keys: SigningKeys) -> None:
        self._settings = settings
        self._keys = keys

    async def verify(self, header: str | None) -> Claims:
        """Read what the token in this Authorization header says. Raises Unauthorised or KeysUnavailable.

        Needs no body, so that nobody makes us read one. Always by real time, never by a clock that tests may move.
        """
        if header is None and self._settings.tokenless_playground:
            return Claims(said={}, endorsements=frozenset(), tokenless=True)
        token = _bearer(header)
        key = await self._keys.find(_key_id(token))
        if key is None:
            raise Unauthorised("unknown-key")
        try:
            said = jwt.decode(
                token,
                key.public,
                algorithms=["RS256"],
                audience=self._settings.app_id,
                issuer=self._settings.issuer,
                leeway=_LEEWAY_SECONDS,
                options={"require": ["exp", "nbf", "iss", "aud"], "strict_aud": True},
            )
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError) as error:
            raise Unauthorised(type(error).__name__) from None
        if not (_is_time(said["exp"]) and _is_time(said["nbf"])):
            raise Unauthorised("token-times")
        return Claims(said=said, endorsements=key.endorsements)

    def bind(self, claims: Claims, activity: Mapping[str, Any]) -> Incoming:
        """Read the activity, once it fits what the token says. Raises Forbidden or Malformed.

        The token does not cover the body: whoever stole one can say anything here about our own tenant.
        """
        read = incoming.read(activity)
        if read.channel != TEAMS or not (claims.tokenless or TEAMS in claims.endorsements):
            raise Forbidden("channel")
        self._check_service_url(claims, read.service_url)
        if read.tenants != {self._settings.tenant.lower()}:
            raise Forbidden("tenant")
        if read.object_id and not _OBJECT_ID.fullmatch(read.object_id):
            raise Forbidden("person")
        if read.type in _WITH_A_PERSON and not read.object_id:
            raise Forbidden("no-person")
        return read

    def _check_service_url(self, claims: Claims, url: str) -> None:
        if claims.tokenless:
            if not service_urls.is_named_loopback(url, self._settings):
                raise Forbidden("service-url-tokenless")
            return
        if not url or claims.said.get("serviceurl") != url:
            raise Forbidden("service-url-claim")
        if not service_urls.is_allowed(url, self._settings):
            raise Forbidden("service-url")


def _bearer(header: str | None) -> str:
    if not header or not header.startswith("Bearer "):
        raise Unauthorised("no-bearer")
    token = header.removeprefix("Bearer ")
    if not token or len(token) > _LONGEST_TOKEN or not token.isascii():
        raise Unauthorised("token-length")
    return token


def _is_time(claimed: object) -> bool:
    """Whether this is a number of seconds; what can merely be read as one is not what Microsoft writes."""
    return isinstance(claimed, int | float) and not isinstance(claimed, bool)


def _key_id(token: str) -> str:
    try:
        header = jwt.get_unverified_header(token)
    except jwt.PyJWTError:
        raise Unauthorised("token-header") from None
    key_id = header.get("kid")
    if header.get("alg") != "RS256" or not isinstance(key_id, str) or not key_id:
        raise Unauthorised("token-algorithm-or-key")
    return key_id
