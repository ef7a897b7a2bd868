"""A stand-in, a client of its Graph and a receiver of its notices, for whoever asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.standin.local_graph import (
    Graph,
    Receiver,
    graph_of,
    receiver_of,
    running,
)
from tests.standin.local_hands import Hands

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from standin.server import Running


@pytest.fixture
async def standin(tmp_path: Path) -> AsyncIterator[Running]:
    async with running(tmp_path) as started:
        yield started


@pytest.fixture
async def graph(standin: Running) -> AsyncIterator[Graph]:
    async with graph_of(standin) as client:
        yield client


@pytest.fixture
def hands(graph: Graph, standin: Running) -> Hands:
    return Hands(graph=graph, standin=standin)


@pytest.fixture
async def receiver(standin: Running) -> AsyncIterator[Receiver]:
    async with receiver_of(standin.world.certificates.server_context()) as listening:
        yield listening
