"""One pool of connections for everything that the channel calls."""

from __future__ import annotations

import ssl
from functools import lru_cache
from typing import TYPE_CHECKING

import aiohttp

if TYPE_CHECKING:
    from pathlib import Path

_LIMIT_SECONDS = 10.0
_CONNECT_SECONDS = 5.0
_CONNECTIONS = 100


class HttpPool:
    """Connections with a time limit, kept from `start` to `close`. A `ca_file` is trusted besides the machine's own."""

    def __init__(self, ca_file: Path | None) -> None:
        self._ca_file = ca_file
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        """Open the pool. Raises OSError when the file of the authority cannot be read."""
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(ssl=_trusted(self._ca_file), limit=_CONNECTIONS),
            timeout=aiohttp.ClientTimeout(total=_LIMIT_SECONDS, connect=_CONNECT_SECONDS),
            cookie_jar=aiohttp.DummyCookieJar(),
        )

    async def close(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    @property
    def session(self) -> aiohttp.ClientSession:
        """The open session. Raises RuntimeError before `start` and after `close`."""
        if self._session is None:
            raise RuntimeError("the channel's connections are used before start() or after close()")
        return self._session


@lru_cache(maxsize=4)  # reading all authorities of a machine takes a while
def _trusted(ca_file: Path | None) -> ssl.SSLContext:
    trusted = ssl.create_default_context()
    if ca_file is not None:
        trusted.load_verify_locations(ca_file)
    return trusted
