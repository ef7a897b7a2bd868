"""Entra's signing keys are at hand: when they change, when Entra is away, and when somebody invents key ids."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
import pytest

from graph.entra_keys import EntraKeys
from learning.errors import OutsideFailure
from tests.graph.entra_world import World, entra_world

DAY = 24 * 3600.0


@dataclass
class Clock:
    now: float = 0.0


@dataclass
class Watched:
    """The keys, the clock by which they grow old, and what was asked."""

    keys: EntraKeys
    clock: Clock
    world: World
    asked: list[httpx.Request] = field(default_factory=list)

    @property
    def fetches(self) -> int:
        return sum("keys" in request.url.path for request in self.asked)

    @property
    def current(self) -> str:
        return self.world.standin.world.issuer.entra.current.kid


@pytest.fixture
async def watched(tmp_path: Path) -> AsyncIterator[Watched]:
    async with entra_world(tmp_path) as world:
        clock = Clock()
        keys = EntraKeys(world.settings, monotonic=lambda: clock.now)
        watched = Watched(keys=keys, clock=clock, world=world)

        async def note(request: httpx.Request) -> None:
            watched.asked.append(request)

        keys._http.event_hooks["request"].append(note)
        yield watched
        await keys.close()


async def test_many_who_ask_at_once_share_one_fetch(watched: Watched) -> None:
    found = await asyncio.gather(*(watched.keys.find(watched.current) for _ in range(50)))
    assert None not in found
    assert watched.fetches == 1


async def test_a_key_that_was_changed_is_found_at_once(watched: Watched) -> None:
    await watched.keys.find(watched.current)
    await watched.world.local("entra/keys/entra", keeps_old=True)
    assert await watched.keys.find(watched.current) is not None
    assert watched.fetches == 2


async def test_invented_key_ids_make_one_fetch_a_minute(watched: Watched) -> None:
    await watched.keys.find(watched.current)
    for second in range(120):
        watched.clock.now = float(second)
        assert await watched.keys.find(f"invented-{second}") is None
    assert watched.fetches == 1 + 2


@pytest.mark.parametrize("what", ["503", "drop", "nonsense"])
async def test_keys_serve_on_while_entra_is_away(watched: Watched, what: str) -> None:
    await watched.keys.find(watched.current)
    await watched.world.fault(what, times=None)
    watched.clock.now = DAY + 1
    assert await watched.keys.find(watched.current) is not None
    tries = len(watched.asked)
    assert await watched.keys.find(watched.current) is not None
    assert len(watched.asked) == tries  # not again at once
    await watched.world.mend()
    watched.clock.now += 6
    assert await watched.keys.find(watched.current) is not None
    assert watched.fetches == 2


async def test_without_any_key_it_is_a_passing_failure(watched: Watched) -> None:
    await watched.world.fault("503", times=None)
    with pytest.raises(OutsideFailure) as caught:
        await watched.keys.find(watched.current)
    assert not caught.value.permanent
    await watched.world.mend()
    watched.clock.now = 6.0
    assert await watched.keys.find(watched.current) is not None


async def test_an_entra_with_somebody_elses_certificate_is_not_asked_for_keys(watched: Watched) -> None:
    keys = EntraKeys(replace(watched.world.settings, ca_file=None))
    with pytest.raises(OutsideFailure):
        await keys.find(watched.current)
    await keys.close()
