"""The token with which we call the chat service: a port, and a plain way to get one."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import aiohttp

from bot.channel.body import read_at_most
from learning.errors import OutsideFailure

if TYPE_CHECKING:
    from bot.channel.http_pool import HttpPool

ConnectorToken = Callable[[], Awaitable[str]]
"""An access token for `CONNECTOR_SCOPE`, kept by whoever hands this in until it is about to end.

May raise OutsideFailure.
"""

CONNECTOR_SCOPE = "https://api.botframework.com/.default"

_LARGEST_ANSWER = 64 * 1024
_RENEWED_BEFORE_SECONDS = 300.0
_SHORTEST_LIFE_SECONDS = 60.0
_ERROR_NAME = re.compile(r"[a-z_]{1,60}")
_WRONG_CREDENTIALS = frozenset({"invalid_client", "unauthorized_client", "invalid_scope"})


class ClientSecretToken:
    """A ConnectorToken from the authority's token endpoint, by the app's own secret. One request at a time."""

    def __init__(self, *, token_url: str, app_id: str, secret: str, pool: HttpPool) -> None:
        if not token_url.startswith("https://"):
            raise ValueError("the app's secret goes out by https alone")
        self._token_url = token_url
        self._form = {
            "grant_type": "client_credentials",
            "client_id": app_id,
            "client_secret": secret,
            "scope": CONNECTOR_SCOPE,
        }
        self._pool = pool
        self._token = ""
        self._good_until = float("-inf")
        self._one_at_a_time = asyncio.Lock()

    async def __call__(self) -> str:
        """Get the token that is kept, or a new one. Raises OutsideFailure, permanent when the credentials are wrong."""
        async with self._one_at_a_time:
            if time.monotonic() >= self._good_until:
                self._token, lives_seconds = await self._fetched()
                lives_seconds = max(lives_seconds - _RENEWED_BEFORE_SECONDS, _SHORTEST_LIFE_SECONDS)
                self._good_until = time.monotonic() + lives_seconds
            return self._token

    async def _fetched(self) -> tuple[str, float]:
        try:
            async with self._pool.session.post(self._token_url, data=self._form, allow_redirects=False) as answer:
                status = answer.status
                read = json.loads(await read_at_most(answer.content, _LARGEST_ANSWER) or b"null")
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            raise OutsideFailure(f"no token for the chat service: {type(error).__name__}") from error
        said: dict[str, Any] = read if isinstance(read, dict) else {}
        token, lives_seconds = said.get("access_token"), said.get("expires_in")
        if status == HTTPStatus.OK and isinstance(token, str) and token:
            return token, float(lives_seconds) if isinstance(lives_seconds, int | float) else 0.0
        error_name = str(said.get("error"))
        named = error_name if _ERROR_NAME.fullmatch(error_name) else "no reason given"
        raise OutsideFailure(
            f"no token for the chat service: {status} {named}", permanent=error_name in _WRONG_CREDENTIALS
        )
