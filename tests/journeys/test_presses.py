"""Buttons pressed twice, late, from an old card or by somebody else: over HTTP, as Teams sends them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.calendar_access import CalendarAccess
from app.local_run import Pair
from tests.forked import running
from tests.journeys.chats import SECONDS, Chats
from tests.journeys.conftest import NOW
from tests.ports import free_ports
from tests.postgres import new_database


def settles(look: Callable[[], int], expected: int) -> None:
    """The number is reached, and stays for a moment."""
    deadline = time.monotonic() + SECONDS
    while look() != expected and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.5)
    assert look() == expected


@pytest.fixture(params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Pair]:
    """The stand-in and the service, which keeps everything in either sort of database."""
    database = new_database() if request.param == "postgresql" else None
    access = CalendarAccess.APP_ONLY
    with running(tmp_path, free_ports(), now=NOW, database_url=database, access=access) as pair:
        yield pair


BEN = "b2000000-0000-4000-8000-000000000002"


@pytest.fixture
def asked(chats: Chats) -> dict[str, Any]:
    """The contract card on which Ana pressed "Ask for advice"; it is an old one by now."""
    chats.press("ana", chats.card("ana", "Write a learning contract"), "Write a learning contract")
    card = chats.card("ana", "My learning contract")
    chats.press("ana", card, "Ask for advice", goal="Speak less", peers=BEN)
    chats.card("ben", "asks for your advice")
    return card


def test_a_card_pressed_twice_asks_once(chats: Chats, asked: dict[str, Any]) -> None:
    said = chats.press("ana", asked, "Ask for advice", goal="Speak less", peers=BEN)
    assert "pressed" in json.dumps(said)
    settles(lambda: len(chats.messages("ben")), 2)


def test_an_old_card_starts_nothing_and_shows_what_is_so(chats: Chats, asked: dict[str, Any]) -> None:
    said = chats.press("ana", asked, "Start the cycle", goal="Something else")
    assert '"Speak less"' in json.dumps(said)
    assert "was not saved" in json.dumps(said)
    settles(lambda: len([m for m in chats.messages("ana") if "Drag them in Outlook" in json.dumps(m["card"])]), 0)


@pytest.mark.usefixtures("asked")
def test_advice_sent_twice_arrives_once(chats: Chats) -> None:
    request = chats.card("ben", "asks for your advice")
    for _ in range(2):
        chats.press("ben", request, "Send my advice", try_or_drop="Begin small")
    settles(lambda: len([m for m in chats.messages("ana") if "gives you advice" in json.dumps(m["card"])]), 1)


@pytest.mark.usefixtures("asked")
def test_a_card_in_somebody_elses_hands_does_nothing(chats: Chats) -> None:
    request = chats.card("ben", "asks for your advice")
    own = chats.card("dan", "Write a learning contract")
    said = chats.press("dan", {**request, "id": own["id"]}, "Send my advice", try_or_drop="From Dan")
    assert "Speak less" not in json.dumps(said)
    settles(lambda: len([m for m in chats.messages("ana") if "gives you advice" in json.dumps(m["card"])]), 0)
