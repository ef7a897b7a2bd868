"""How long signing keys serve, and how seldom they are asked for."""

from __future__ import annotations

import asyncio
import ssl
import time
from typing import TYPE_CHECKING

import pytest
import trustme
from aiohttp.test_utils import TestServer

from bot.channel import keys
from bot.channel.http_pool import HttpPool
from bot.channel.keys import SigningKeys
from bot.channel.rejections import KeysUnavailable
from tests.bot.channel_world import Issuer, jwk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

HOUR = 3600.0


class Watched:
    """Keys with a clock that a test moves."""

    def __init__(self, issuer: Issuer, pool: HttpPool) -> None:
        self.issuer = issuer
        self.now = 1_000.0
        self.keys = SigningKeys(f"{issuer.url}/metadata", pool, monotonic=lambda: self.now)

    async def knows(self, key_id: str) -> bool:
        return await self.keys.find(key_id) is not None


@pytest.fixture
async def watched() -> AsyncIterator[Watched]:
    issuer, pool = Issuer(), HttpPool(None)
    server = TestServer(issuer.app())
    await server.start_server()
    issuer.url = f"http://127.0.0.1:{server.port}"
    await pool.start()
    yield Watched(issuer, pool)
    await pool.close()
    await server.close()


async def test_keys_are_asked_for_once_a_day(watched: Watched) -> None:
    assert await watched.knows("first")
    watched.now += 23 * HOUR
    assert await watched.knows("first")
    assert watched.issuer.fetched == 1
    watched.now += HOUR
    assert await watched.knows("first")
    assert watched.issuer.fetched == 2


async def test_a_key_that_was_withdrawn_serves_no_longer_than_a_day(watched: Watched) -> None:
    assert await watched.knows("first")
    watched.issuer.keys = [jwk("second")]
    watched.now += 24 * HOUR
    assert not await watched.knows("first")


async def test_many_at_once_ask_once(watched: Watched) -> None:
    assert all(await asyncio.gather(*(watched.knows("first") for _ in range(20))))
    assert watched.issuer.fetched == 1


async def test_invented_keys_make_us_ask_once_a_minute_at_most(watched: Watched) -> None:
    assert await watched.knows("first")
    for number in range(20):
        assert not await watched.knows(f"invented-{number}")
    assert not any(await asyncio.gather(*(watched.knows(f"more-{number}") for number in range(20))))
    assert watched.issuer.fetched == 2
    watched.now += 60
    watched.issuer.keys = [jwk("first"), jwk("second")]
    assert await watched.knows("second")
    assert watched.issuer.fetched == 3


async def test_old_keys_survive_an_outage_of_any_length(watched: Watched) -> None:
    assert await watched.knows("first")
    watched.issuer.broken = True
    for _ in range(10):
        watched.now += 24 * HOUR
        assert await watched.knows("first")
        assert await watched.knows("first")
    assert watched.issuer.fetched == 11
    watched.issuer.broken = False
    watched.issuer.keys = [jwk("second")]
    watched.now += 5
    assert await watched.knows("second")


async def test_an_outage_at_the_start_is_asked_about_every_few_seconds(watched: Watched) -> None:
    watched.issuer.broken = True
    for _ in range(3):
        with pytest.raises(KeysUnavailable):
            await watched.knows("first")
    assert watched.issuer.fetched == 1
    watched.issuer.broken = False
    watched.now += 5
    assert await watched.knows("first")


async def test_broken_and_foreign_entries_do_not_spoil_the_others(watched: Watched) -> None:
    broken = {"kty": "RSA", "kid": "broken", "n": "!", "e": 5}
    watched.issuer.keys = [broken, {"kty": "EC", "kid": "curve"}, {"kty": "RSA"}, jwk("first")]
    assert await watched.knows("first")
    assert not await watched.knows("broken")
    assert not await watched.knows("curve")


async def test_an_answer_without_keys_does_not_replace_those_there_are(watched: Watched) -> None:
    assert await watched.knows("first")
    watched.issuer.keys = []
    watched.now += 24 * HOUR
    assert await watched.knows("first")


async def test_a_service_that_does_not_answer_is_not_waited_for(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "_LIMIT_SECONDS", 0.1)
    watched.issuer.pause_seconds = 2.0
    began = time.monotonic()
    with pytest.raises(KeysUnavailable):
        await watched.knows("first")
    assert time.monotonic() - began < 1.5


async def test_keys_are_never_fetched_in_the_open_when_their_address_came_encrypted(tmp_path: Path) -> None:
    """Whoever sits on the line could put keys of their own in their place, and sign with them."""
    authority, issuer = trustme.CA(), Issuer()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    encrypted = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(encrypted)
    in_the_open, described = TestServer(issuer.app()), TestServer(issuer.app(), scheme="https", host="localhost")
    pool = HttpPool(tmp_path / "ca.pem")
    await in_the_open.start_server()
    await described.start_server(ssl=encrypted)
    await pool.start()
    found = SigningKeys(f"https://localhost:{described.port}/metadata", pool)
    issuer.url = f"http://127.0.0.1:{in_the_open.port}"
    with pytest.raises(KeysUnavailable):
        await found.find("first")
    assert issuer.fetched == 1
    await pool.close()
    await described.close()
    await in_the_open.close()
