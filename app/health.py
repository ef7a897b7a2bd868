"""`/healthz` says that the process lives, `/readyz` whether it can work. Both are open to all and say no more."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from app.heartbeat import Heartbeat
from storage.migrate import is_current
from storage.runner import WorkRunner

PATIENCE_SECONDS = 1.0
KEPT_SECONDS = 1.0
"""So long an answer serves everybody who asks: nobody makes us ask the database for every request of theirs."""

_NEVER_KEPT = {"Cache-Control": "no-store"}

_UNKNOWN = {"database": "ok", "migrations": "unknown"}
_DATABASE_WORDS = {
    "ok": {"database": "ok", "migrations": "ok"},
    "outdated": {"database": "ok", "migrations": "outdated"},
}

Check = Callable[[], Awaitable[str]]
"""Asks one part, and answers with the word for how it is."""


class Health:
    """Looks at each part, for a second at most, and never twice at the same time."""

    def __init__(
        self,
        runner: WorkRunner,
        keys_known: Callable[[], Awaitable[bool]],
        beats: Mapping[str, Heartbeat],
    ) -> None:
        self._runner = runner
        self._keys_known = keys_known
        self._beats = beats
        self._looking: dict[Check, asyncio.Task[str]] = {}
        self._seen: Mapping[str, str] = {}
        self._seen_at = float("-inf")
        self._one_at_a_time = asyncio.Lock()

    def routes(self) -> list[web.RouteDef]:
        """Where whoever watches the service asks."""
        return [web.get("/healthz", self._healthz), web.get("/readyz", self._readyz)]

    async def close(self) -> None:
        """Wait no longer for parts that do not answer."""
        for task in self._looking.values():
            task.cancel()
        await asyncio.gather(*self._looking.values(), return_exceptions=True)

    async def _healthz(self, _: web.Request) -> web.Response:
        return web.json_response({"status": "ok"}, headers=_NEVER_KEPT)

    async def _readyz(self, _: web.Request) -> web.Response:
        async with self._one_at_a_time:
            if time.monotonic() - self._seen_at > KEPT_SECONDS:
                self._seen = await self._look()
                self._seen_at = time.monotonic()
        is_ready = set(self._seen.values()) == {"ok"}
        status = HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE
        return web.json_response(dict(self._seen), status=status, headers=_NEVER_KEPT)

    async def _look(self) -> Mapping[str, str]:
        database, keys = await asyncio.gather(self._within_patience(self._database), self._within_patience(self._keys))
        beats = {name: "ok" if beat.is_alive else "stopped" for name, beat in self._beats.items()}
        return {**_DATABASE_WORDS.get(database, _UNKNOWN | {"database": database}), **beats, "keys": keys}

    async def _within_patience(self, check: Check) -> str:
        """What the check says; one that is slow goes on alone, and the next question waits for that same one."""
        task = self._looking.get(check)
        if task is None or task.done():
            task = self._looking[check] = asyncio.ensure_future(check())
        done, _ = await asyncio.wait([task], timeout=PATIENCE_SECONDS)
        return task.result() if done else "slow"

    async def _database(self) -> str:
        try:
            return "ok" if await self._runner.in_transaction(is_current) else "outdated"
        except SQLAlchemyError:
            return "away"

    async def _keys(self) -> str:
        return "ok" if await self._keys_known() else "unknown"
