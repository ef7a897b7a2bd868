"""Posts envelopes to Graph over aiohttp: a third of the processor time that httpx takes for the same."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp

from graph.failures import challenge_in, failure_of
from learning.errors import MaybeDone, OutsideFailure

if TYPE_CHECKING:
    import ssl

_SECONDS_TO_CONNECT = 5.0
_NEVER_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)


@dataclass(frozen=True, kw_only=True)
class Refused:
    """A token that Graph refused, and what it asked for instead."""

    token: str
    challenge: str | None


@dataclass(frozen=True, kw_only=True)
class Posted:
    """What came back: `token` is the one that it was asked with."""

    status: int
    headers: Mapping[str, str]
    content: bytes
    token: str

    def refused(self) -> Refused:
        """Of a 401: the token that is no good."""
        return Refused(token=self.token, challenge=challenge_in(self.headers))

    def failure(self) -> OutsideFailure:
        """Of an answer that is no success: what it means."""
        try:
            told = json.loads(self.content)
        except (ValueError, RecursionError):
            told = None
        return failure_of(self.status, told, self.headers)


class Poster:
    """One connection pool, opened with the first post. Nothing is tried twice. Close it with `close()`."""

    def __init__(self, base_url: str, certificates: ssl.SSLContext, time_limit: float) -> None:
        self._base_url = base_url
        self._certificates = certificates
        self._time_limit = time_limit
        self._session: aiohttp.ClientSession | None = None

    async def post(self, url: str, token: str, content: bytes) -> Posted:
        """Send this JSON. Raises MaybeDone when it may have arrived though no answer came, else OutsideFailure."""
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        try:
            async with asyncio.timeout(self._time_limit):
                return await self._post(url, headers, content, token)
        except _NEVER_SENT as error:
            raise OutsideFailure(f"Graph was not reached: {type(error).__name__}") from error
        except TimeoutError as error:
            raise MaybeDone("Graph took too long to answer") from error
        except aiohttp.ClientError as error:
            raise MaybeDone(f"Graph was not reached: {type(error).__name__}") from error

    async def _post(self, url: str, headers: Mapping[str, str], content: bytes, token: str) -> Posted:
        async with self._opened().post(url, data=content, headers=headers, allow_redirects=False) as answer:
            return Posted(status=answer.status, headers=answer.headers, content=await answer.read(), token=token)

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(ssl=self._certificates)
            self._session = aiohttp.ClientSession(
                connector=connector,
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=_SECONDS_TO_CONNECT),
                cookie_jar=aiohttp.DummyCookieJar(),
                proxy=_proxy_to(self._base_url),
            )
        return self._session

    async def close(self) -> None:
        """Give the connections back."""
        if self._session is not None:
            await self._session.close()


def _proxy_to(address: str) -> str | None:
    """The company's proxy on the way there, as the environment names it. aiohttp would look it up for each post."""
    parts = urlsplit(address)
    return None if proxy_bypass(parts.netloc) else getproxies().get(parts.scheme)
