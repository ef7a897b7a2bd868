"""The keys with which Entra signs tokens for this organisation, fetched without blocking and kept for a day."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import httpx
import jwt

from graph.settings import trusted_certificates
from learning.errors import OutsideFailure

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.settings import GraphSettings

_log = logging.getLogger(__name__)

_KEPT_SECONDS = 24 * 3600.0
_LIMIT_SECONDS = 5.0
_LARGEST_ANSWER = 1024 * 1024
# A token with an invented key id costs its sender nothing, so it must not make us call Entra each time. Entra
# publishes a key before it signs with it; a minute is short enough for a key that was changed in a hurry.
_BETWEEN_UNKNOWN_SECONDS = 60.0
_PAUSE_AFTER_FAILURE_SECONDS = 5.0


class EntraKeys:
    """Finds a key by its id. `monotonic` is the clock by which keys grow old. Close it with `close()`."""

    def __init__(self, settings: GraphSettings, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._discovery_url = f"{settings.authority}/v2.0/.well-known/openid-configuration"
        self._http = httpx.AsyncClient(
            verify=trusted_certificates(settings), timeout=_LIMIT_SECONDS, follow_redirects=False
        )
        self._monotonic = monotonic
        self._keys: dict[str, Any] = {}
        self._one_at_a_time = asyncio.Lock()
        self._stale_from = float("-inf")
        self._unknown_from = float("-inf")
        self._paused_until = float("-inf")

    async def find(self, key_id: str) -> Any | None:
        """The public key of this id; None when Entra does not know it. Raises OutsideFailure when none are here.

        Keys are fetched when they are a day old, and once more when the id is unknown. Keys that are here serve on
        when Entra cannot be reached.
        """
        if self._must_fetch(key_id):
            async with self._one_at_a_time:
                if self._must_fetch(key_id):
                    await self._fetch_for(key_id)
        if not self._keys:
            raise OutsideFailure("Entra's signing keys could not be fetched")
        return self._keys.get(key_id)

    async def close(self) -> None:
        """Give the connections back."""
        await self._http.aclose()

    def _must_fetch(self, key_id: str) -> bool:
        now = self._monotonic()
        if now < self._paused_until:
            return False
        return now >= self._stale_from or (key_id not in self._keys and now >= self._unknown_from)

    async def _fetch_for(self, key_id: str) -> None:
        now = self._monotonic()
        if now < self._stale_from and key_id not in self._keys:
            self._unknown_from = now + _BETWEEN_UNKNOWN_SECONDS
        try:
            async with asyncio.timeout(_LIMIT_SECONDS):
                self._keys = await self._fetched()
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, ValueError, RecursionError) as error:
            _log.warning("Entra's signing keys could not be fetched: %s", type(error).__name__)
            self._paused_until = self._monotonic() + _PAUSE_AFTER_FAILURE_SECONDS
        else:
            self._stale_from = self._monotonic() + _KEPT_SECONDS

    async def _fetched(self) -> dict[str, Any]:
        keys_url = (await self._read(self._discovery_url)).get("jwks_uri")
        if not isinstance(keys_url, str) or not keys_url.startswith("https://"):
            raise ValueError("no address of keys, or one without TLS")
        entries = (await self._read(keys_url)).get("keys")
        found = dict(filter(None, map(_read_key, entries if isinstance(entries, list) else [])))
        if not found:
            raise ValueError("no keys")
        return found

    async def _read(self, url: str) -> dict[str, Any]:
        body = b""
        async with self._http.stream("GET", url) as answer:
            if answer.status_code != HTTPStatus.OK:
                raise ValueError(f"answered {answer.status_code}")
            async for part in answer.aiter_bytes():
                body += part
                if len(body) > _LARGEST_ANSWER:
                    raise ValueError("too large")
        read = json.loads(body)
        if not isinstance(read, dict):
            raise ValueError("not a JSON object")  # noqa: TRY004 - what came from outside is wrong, not our types
        return read


def _read_key(entry: object) -> tuple[str, Any] | None:
    """The key of one entry; None for entries of another kind and for broken ones."""
    if not isinstance(entry, dict) or entry.get("kty") != "RSA" or not isinstance(entry.get("kid"), str):
        return None
    try:
        return entry["kid"], jwt.PyJWK(entry, algorithm="RS256").key
    except jwt.PyJWTError:
        return None
