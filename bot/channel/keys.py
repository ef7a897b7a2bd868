"""The keys with which the chat service signs its tokens, fetched without blocking and kept for a day."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import aiohttp
import jwt

from bot.channel.body import read_at_most
from bot.channel.rejections import KeysUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.channel.http_pool import HttpPool

_log = logging.getLogger(__name__)

_KEPT_SECONDS = 24 * 3600.0
_LIMIT_SECONDS = 5.0
_LARGEST_ANSWER = 1024 * 1024
# A token with an invented key id costs its sender nothing, so it must not make us call Microsoft each time. Microsoft
# publishes a key days before it signs with it; a minute is short enough for a key that was changed in a hurry.
_BETWEEN_UNKNOWN_SECONDS = 60.0
_PAUSE_AFTER_FAILURE_SECONDS = 5.0


@dataclass(frozen=True, kw_only=True)
class SigningKey:
    """A public RSA key, and the channels for which it may sign."""

    public: Any
    endorsements: frozenset[str]


class SigningKeys:
    """Finds a key by its id. `monotonic` is the clock by which keys grow old."""

    def __init__(self, metadata_url: str, pool: HttpPool, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._metadata_url = metadata_url
        self._pool = pool
        self._monotonic = monotonic
        self._keys: dict[str, SigningKey] = {}
        self._one_at_a_time = asyncio.Lock()
        self._stale_from = float("-inf")
        self._unknown_from = float("-inf")
        self._paused_until = float("-inf")

    async def find(self, key_id: str) -> SigningKey | None:
        """Find the key of this id; None when the service does not know it. Raises KeysUnavailable when none are here.

        Keys are fetched when they are a day old, and once more when the id is unknown. Keys that are here serve on
        when the service cannot be reached.
        """
        if self._must_fetch(key_id):
            async with self._one_at_a_time:
                if self._must_fetch(key_id):
                    await self._fetch_for(key_id)
        if not self._keys:
            raise KeysUnavailable("keys-unavailable")
        return self._keys.get(key_id)

    async def are_known(self) -> bool:
        """Whether keys are here, however old. Where none are, they are asked for."""
        if self._keys:
            return True
        try:
            await self.find("")
        except KeysUnavailable:
            return False
        return True

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
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            _log.warning("The signing keys could not be fetched: %s", type(error).__name__)
            self._paused_until = self._monotonic() + _PAUSE_AFTER_FAILURE_SECONDS
        else:
            self._stale_from = self._monotonic() + _KEPT_SECONDS

    async def _fetched(self) -> dict[str, SigningKey]:
        metadata = await self._read(self._metadata_url)
        keys_url = metadata.get("jwks_uri")
        if not isinstance(keys_url, str) or urlsplit(keys_url).scheme != urlsplit(self._metadata_url).scheme:
            raise ValueError("no address of keys, or one that is reached in another way")
        entries = (await self._read(keys_url)).get("keys")
        found = dict(filter(None, map(_read_key, entries if isinstance(entries, list) else [])))
        if not found:
            raise ValueError("no keys")
        return found

    async def _read(self, url: str) -> dict[str, Any]:
        async with self._pool.session.get(url, allow_redirects=False) as answer:
            if answer.status != HTTPStatus.OK:
                raise ValueError(f"answered {answer.status}")
            read = json.loads(await read_at_most(answer.content, _LARGEST_ANSWER) or b"null")
        if not isinstance(read, dict):
            raise ValueError("not a JSON object")  # noqa: TRY004 - what came from outside is wrong, not our types
        return read


def _read_key(entry: object) -> tuple[str, SigningKey] | None:
    """Read the key of one entry; None for entries of another kind and for broken ones."""
    if not isinstance(entry, dict) or entry.get("kty") != "RSA" or not isinstance(entry.get("kid"), str):
        return None
    try:
        public = jwt.PyJWK(entry, algorithm="RS256").key
    except jwt.PyJWTError:
        return None
    endorsements = entry.get("endorsements")
    named = endorsements if isinstance(endorsements, list) else []
    return entry["kid"], SigningKey(
        public=public, endorsements=frozenset(name for name in named if isinstance(name, str))
    )
