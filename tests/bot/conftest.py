from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.bot.channel_world import World, opened


@pytest.fixture
async def world() -> AsyncIterator[World]:
    """The channel with everything around it."""
    async with opened() as world:
        yield world
