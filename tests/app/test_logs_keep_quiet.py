"""The real service beside the stand-in, with everything at its most talkative: nothing of a person is in the log."""

from __future__ import annotations

import json
import re
import time
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from app.calendar_access import CalendarAccess
from app.local_run import Pair
from standin.people import PEOPLE
from tests.app.chatty_service import UNGUARDED
from tests.forked import running
from tests.ports import free_ports

MARKED = "marked-words-of-a-person"
SECONDS = 30


class Ana:
    """Ana's chat, as its page reads and uses it."""

    def __init__(self, world: Pair) -> None:
        self._url = f"http://127.0.0.1:{world.ports.page}/window/ana"

    def says(self, words: str) -> None:
        self._call("POST", "/chat", {"text": words})

    def presses(self, title: str, **typed: str) -> None:
        message, action, inputs = self._button(title)
        for name, words in typed.items():
            inputs[next(field for field in inputs if field.startswith(f"{name}-"))] = words
        data = {**action["data"], **inputs}
        self._call("POST", "/actions", {"messageId": message, "verb": action["verb"], "data": data})

    def waits_for(self, words: str) -> None:
        deadline = time.monotonic() + SECONDS
        while words not in json.dumps(self._cards()):
            assert time.monotonic() < deadline, words
            time.sleep(0.2)

    def _button(self, title: str) -> tuple[str, Mapping[str, Any], dict[str, str]]:
        self.waits_for(title)
        for message in reversed(self._cards()):
            for action in message["card"].get("actions", ()):
                if action["title"] == title:
                    return message["id"], action, dict(inputs_in(message["card"]))
        raise AssertionError(title)

    def _cards(self) -> list[dict[str, Any]]:
        return [message for message in self._call("GET", "/chat")["messages"] if message["card"]]

    def _call(self, method: str, path: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(  # noqa: S310  an address on loopback that we made
            f"{self._url}{path}", method=method, data=data, headers={"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310  as above
            return json.loads(answer.read())


def inputs_in(part: object) -> Iterator[tuple[str, str]]:
    if isinstance(part, dict):
        if str(part.get("type", "")).startswith("Input."):
            yield part["id"], part.get("value", "")
        for inner in part.values():
            yield from inputs_in(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from inputs_in(inner)


def never_written() -> set[str]:
    people = {text for person in PEOPLE for text in (person.name, person.object_id)}
    return {*people, MARKED, "Bearer", "eyJ", "client_secret=", "startDateTime", "deltatoken", "validationToken", "?"}


def test_no_word_name_token_or_query_is_written_at_any_level(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unguarded = tmp_path / "unguarded.log"
    monkeypatch.setenv(UNGUARDED, str(unguarded))

    # When Ana starts a cycle, and her calendar is written
    service = ("tests.app.chatty_service",)
    access = CalendarAccess.APP_ONLY
    with running(tmp_path, free_ports(), now="2026-03-02T09:00:00Z", service=service, access=access) as world:
        ana = Ana(world)
        ana.says(f"new {MARKED}")
        ana.says("new")
        ana.presses("Start the cycle", goal=MARKED)
        ana.waits_for("Drag them in Outlook")
    written = (tmp_path / "service.log").read_text("utf-8")

    # Then our lines tell of it, each with its reference, and none of anything that is hers
    assert re.search(r"ref=[0-9a-f]{8} message=request method=POST path=/api/messages status=200 ms=\d+", written)
    assert re.search(r"path=/graph/notices status=20\d", written)
    assert {word for word in never_written() if word in written} == set()
    assert not [line for line in written.splitlines() if not line.startswith("at=")]

    # And the libraries would have told it: rows, the address from which a calendar is read on, how tokens are answered
    told, ana_is = unguarded.read_text("utf-8"), PEOPLE[0]
    telling = {MARKED, ana_is.name, ana_is.object_id, "deltatoken", "Bearer"}
    assert telling <= never_written()
    assert {word for word in telling if word not in told} == set()
