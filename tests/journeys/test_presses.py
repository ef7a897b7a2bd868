"""Buttons pressed twice, late, from an old card or by somebody else: over HTTP, as Teams sends them."""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from app.local_run import Pair

SECONDS = 10


class Chats:
    """The stand-in's chats, without a browser."""

    def __init__(self, pair: Pair) -> None:
        self._address = f"http://127.0.0.1:{pair.ports.page}/window"

    def messages(self, person: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._call(f"/{person}/chat")["messages"]
        return found

    def card(self, person: str, words: str) -> dict[str, Any]:
        """The newest message whose card carries these words, as soon as there is one."""
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            found = [m for m in self.messages(person) if words in json.dumps(m["card"], ensure_ascii=False)]
            if found:
                return found[-1]
            time.sleep(0.05)
        raise AssertionError(f"{person} never got {words!r}")

    def press(self, person: str, message: Mapping[str, Any], title: str, **typed: str) -> dict[str, Any]:
        """Press the button with this title; what comes back is the card's JSON or the sentence."""
        card = message["card"]
        button = next(action for action in card["actions"] if action["title"] == title)
        inputs = {part["id"]: part.get("value", "") for part in _parts(card) if "label" in part}
        for field, text in typed.items():
            inputs[next(key for key in inputs if key.startswith(f"{field}-"))] = text
        data = {**inputs, **button["data"]}
        answer = self._call(f"/{person}/actions", {"messageId": message["id"], "verb": button["verb"], "data": data})
        assert answer["status"] == 200
        body: dict[str, Any] = answer["body"]
        return body

    def _call(self, path: str, body: Mapping[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(  # noqa: S310  an http address on loopback
            self._address + path, data, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310  the same
            return json.load(answer)


def _parts(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        yield part
        for inner in part.values():
            yield from _parts(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _parts(inner)


def settles(look: Callable[[], int], expected: int) -> None:
    """The number is reached, and stays for a moment."""
    deadline = time.monotonic() + SECONDS
    while look() != expected and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.5)
    assert look() == expected


@pytest.fixture
def chats(world: Pair) -> Chats:
    return Chats(world)


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
