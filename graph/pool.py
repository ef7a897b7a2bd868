"""Carries requests to Graph over aiohttp: a third of the processor time that httpx takes for the same."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from yarl import URL

from graph.failures import Nonsense, challenge_in, failure_of
from graph.json_reading import json_in
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
class Answer:
    """What came back: `token` is the one that it was asked with."""

    status: int
    headers: Mapping[str, str]
    content: bytes
    token: str

    @property
    def is_good(self) -> bool:
        """Whether Graph did what it was asked."""
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES

    def refused(self) -> Refused:
        """Of a 401: the token that is no good."""
        return Refused(token=self.token, challenge=challenge_in(self.headers))

    async def json(self) -> Any:
        """The JSON in it. Raises Nonsense where there is none."""
        return await json_in(self.content)

    async def failure(self) -> OutsideFailure:
        """Of an answer that is no success: what it means."""
        try:
            told = await self.json()
        except Nonsense:
            told = None
        return failure_of(self.status, told, self.headers)


class Pool:
    """One connection pool, opened with the first request. Close it with `close()`.

    Nothing is tried twice, but for what aiohttp does when an old connection turns out to be closed: it opens another
    for a GET or a DELETE, which do no harm when they arrive twice.

    `traces` see all that goes over it.
    """

    def __init__(
        self,
        base_url: str,
        certificates: ssl.SSLContext,
        time_limit: float,
        traces: Sequence[aiohttp.TraceConfig] = (),
    ) -> None:
        self._base_url = base_url
        self._certificates = certificates
        self._time_limit = time_limit
        self._traces = traces
        self._session: aiohttp.ClientSession | None = None

    async def send(
        self, method: str, url: str, token: str, headers: Mapping[str, str], content: bytes | None
    ) -> Answer:
        """Send this with this token; the url goes out as it is written.

        Raises MaybeDone when it may have arrived though no answer came, else OutsideFailure.
        """
        headers = {**headers, "Authorization": f"Bearer {token}"}
        try:
            async with asyncio.timeout(self._time_limit):
                request = self._opened().request(
                    method, URL(url, encoded=True), data=content, headers=headers, allow_redirects=False
                )
                async with request as answer:
                    content = await answer.read()
                    return Answer(status=answer.status, headers=answer.headers, content=content, token=token)
        except _NEVER_SENT as error:
            raise OutsideFailure(f"Graph was not reached: {type(error).__name__}") from error
        except TimeoutError as error:
            raise MaybeDone("Graph took too long to answer") from error
        except aiohttp.ClientError as error:
            raise MaybeDone(f"Graph was not reached: {type(error).__name__}") from error

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(ssl=self._certificates)
            self._session = aiohttp.ClientSession(
                connector=connector,
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=_SECONDS_TO_CONNECT),
                cookie_jar=aiohttp.DummyCookieJar(),
                proxy=_proxy_to(self._base_url),
                trace_configs=list(self._traces),
            )
        return self._session

    async def close(self) -> None:
        """Give the connections back."""
        if self._session is not None:
            await self._session.close()


def _proxy_to(address: str) -> str | None:
    """The company's proxy on the way there, as the environment names it. aiohttp would look it up for each request."""
    parts = urlsplit(address)
    return None if proxy_bypass(parts.netloc) else getproxies().get(parts.scheme)
