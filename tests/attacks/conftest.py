"""One service beside one stand-in for each group of attacks: what one leaves behind, the next one may meet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.local_run import Pair
from tests.attacks.attacker import Attacker
from tests.forked import running
from tests.journeys.chats import Chats
from tests.ports import free_ports

NOW = "2026-03-02T09:00:00Z"


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """The stand-in and the service, as `make run` starts them, once everybody who has the app was welcomed."""
    with running(tmp_path_factory.mktemp("attacks"), free_ports(), now=NOW) as pair:
        for key in ("ana", "ben", "chloe", "dan"):
            Chats(pair).card(key, "Write a learning contract")
        yield pair


@pytest.fixture(scope="module")
def attacker(pair: Pair) -> Attacker:
    return Attacker(pair)


@pytest.fixture(scope="module")
def chats(pair: Pair) -> Chats:
    return Chats(pair)
