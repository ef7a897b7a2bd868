"""What is kept of people's tokens: MSAL's cache of one person each, sealed for that person."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msal import SerializableTokenCache

from graph.sealing import Purpose, Seal
from learning.connection import WhyNot
from learning.errors import Outdated, SignInNeeded, Tampered

if TYPE_CHECKING:
    from learning.people import PersonId
    from learning.ports import TokenRows

_log = logging.getLogger(__name__)

_REMEMBERED_SECONDS = 60.0
_MOST_REMEMBERED = 5_000
_MOST_ATTEMPTS = 8
_PAUSE_SECONDS = 0.02


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One person's tokens as they were loaded, with the number of their row."""

    tokens: SerializableTokenCache
    version: int
    changes: int


class KeptTokens:
    """Loads and keeps them. An access token in use is remembered for a minute, for its own person alone."""

    def __init__(self, rows: TokenRows, seal: Seal) -> None:
        self.seal = seal
        self._rows = rows
        self._remembered: dict[PersonId, tuple[str, float]] = {}
        self._changes = 0

    async def load(self, person: PersonId) -> Kept | None:
        """What is kept of this person. Raises SignInNeeded where it cannot be opened; it stays as it is then."""
        changes = self._changes
        row = await self._rows.load(person)
        if row is None:
            return None
        tokens = SerializableTokenCache()
        try:
            tokens.deserialize(self.seal.open(Purpose.TOKENS, person, row.sealed))
        except Tampered as error:
            _log.error("somebody's kept tokens cannot be opened: %s", error)
            raise SignInNeeded(WhyNot.ENDED) from error
        return Kept(tokens=tokens, version=row.version, changes=changes)

    async def update(self, person: PersonId, kept: Kept) -> None:
        """Keep what a refresh changed. Where somebody was faster theirs stays, which is as good."""
        if not kept.tokens.has_state_changed:
            return
        try:
            await self._rows.save(person, self._sealed(person, kept.tokens), kept.version)
        except Outdated:
            _log.info("another process refreshed the same tokens meanwhile")

    async def replace(self, person: PersonId, tokens: SerializableTokenCache) -> None:
        """Keep what a new sign-in gave, whatever is there. Raises Outdated when others do nothing but the same."""
        self._forget(person)
        sealed = self._sealed(person, tokens)
        for attempt in range(_MOST_ATTEMPTS):
            row = await self._rows.load(person)
            try:
                await self._rows.save(person, sealed, 0 if row is None else row.version)
            except Outdated:
                if attempt == _MOST_ATTEMPTS - 1:
                    raise
                await asyncio.sleep(random.uniform(0, _PAUSE_SECONDS * 2**attempt))  # noqa: S311 - so that two part
            else:
                return

    async def drop(self, person: PersonId, version: int | None = None) -> None:
        """Keep nothing more of this person, unless the row is a newer one than this version."""
        self._forget(person)
        await self._rows.delete(person, version)

    def remember(self, person: PersonId, token: str, seconds: float, *, since: int) -> None:
        """Have this token at hand for a while, unless something was dropped or replaced since then."""
        if since != self._changes:
            return
        if len(self._remembered) >= _MOST_REMEMBERED:
            self._remembered.clear()
        self._remembered[person] = (token, time.monotonic() + min(seconds, _REMEMBERED_SECONDS))

    def remembered(self, person: PersonId) -> str | None:
        """This person's token, if one is at hand."""
        token, good_until = self._remembered.get(person, ("", 0.0))
        return token if time.monotonic() < good_until else None

    def _forget(self, person: PersonId) -> None:
        self._changes += 1
        self._remembered.pop(person, None)

    def _sealed(self, person: PersonId, tokens: SerializableTokenCache) -> bytes:
        return self.seal.seal(Purpose.TOKENS, person, tokens.serialize())
