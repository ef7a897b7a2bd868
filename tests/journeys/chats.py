"""The stand-in's chats and calendars over HTTP, without a browser."""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from app.local_run import Pair
from tests.bot.card_words import parts_of

SECONDS = 40
STEP_SECONDS = 300
"""How much later it becomes at a time, where a test waits for what is tried again later."""


class Chats:
    """The stand-in's chats, without a browser."""

    def __init__(self, pair: Pair) -> None:
        self._origin = f"http://127.0.0.1:{pair.ports.page}"

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
        answer = self._press(person, message, title, **typed)
        assert answer["status"] == 200
        body: dict[str, Any] = answer["body"]
        return body

    def insists(self, person: str, words: str, title: str, **typed: str) -> None:
        """Press a button as somebody does whose app is now and then away: until it answers, or has done it already."""
        deadline, tried = time.monotonic() + SECONDS, ""
        while time.monotonic() < deadline:
            message = self._message(person, tried) if tried else self.card(person, words)
            if title not in [action["title"] for action in message["card"].get("actions", [])]:
                assert tried, f"{words!r} has no button {title!r}"
                return
            if self._press(person, message, title, **typed)["status"] == 200:
                return
            tried = message["id"]
            time.sleep(0.2)
        raise AssertionError(f"{title!r} never did anything")

    def reviews(self, person: str) -> list[dict[str, Any]]:
        """Everything in this person's calendar that an app wrote, in order."""
        return [entry for entry in self.calendar(person) if entry["isApp"]]

    def calendar(self, person: str) -> list[dict[str, Any]]:
        """Everything that stands in this person's calendar, in order."""
        entries = self._call(f"/{person}/calendar?from=2026-03-01T00:00:00Z&to=2026-06-01T00:00:00Z")
        return sorted(entries, key=lambda entry: str(entry["start"]))

    def answers(
        self, person: str, entry: Mapping[str, Any], answer: str, proposes: Mapping[str, str] | None = None
    ) -> None:
        """Answer an invitation, from this person's copy of it; maybe with another time (`start`, `end`)."""
        said = {"answer": answer} if proposes is None else {"answer": answer, "proposes": proposes}
        self._call(f"/{person}/calendar/{entry['id']}/respond", said)

    def makes(self, person: str, subject: str, start: str, end: str) -> None:
        """Write something of one's own into the calendar."""
        self._call(f"/{person}/calendar", {"subject": subject, "start": start, "end": end})

    def drags(self, person: str, entry: Mapping[str, Any], *, days: int) -> None:
        """Move a calendar entry by so many days."""
        moved = {end: _later(str(entry[end]), days) for end in ("start", "end")}
        self._call(f"/{person}/calendar/{entry['id']}/move", moved)

    def deletes(self, person: str, entry: Mapping[str, Any]) -> None:
        self._call(f"/{person}/calendar/{entry['id']}", method="DELETE")

    def jumps_to_the_next_review(self, person: str) -> None:
        self._call("/local/clock/next-review", {"person": person})

    def jumps_a_day(self) -> None:
        self.jumps(days=1)

    def jumps(self, *, days: float = 0, seconds: float = 0) -> None:
        """It is so much later, at once."""
        self._call("/local/clock", {"jump_seconds": timedelta(days=days, seconds=seconds).total_seconds()})

    def time_passes_until(self, condition: Callable[[], object]) -> None:
        """It becomes later and later, so that whatever is tried again later is tried, until this is so."""
        deadline = time.monotonic() + 2 * SECONDS
        while not condition():
            assert time.monotonic() < deadline, f"it never came to be; faults left: {self.faults()}"
            self.jumps(seconds=STEP_SECONDS)
            time.sleep(0.1)

    def has_card(self, person: str, words: str) -> bool:
        """Whether a card with these words stands in the chat now."""
        return self.cards_with(person, words) > 0

    def cards_with(self, person: str, words: str) -> int:
        """How many cards with these words stand in the chat now."""
        cards = (json.dumps(message["card"], ensure_ascii=False) for message in self.messages(person))
        return sum(words in card for card in cards)

    def says(self, person: str, text: str) -> None:
        """Write something to the app."""
        self._call(f"/{person}/chat", {"text": text})

    def removes_app(self, person: str) -> None:
        self._call(f"/{person}/app", {"installed": False})

    def adds_app(self, person: str) -> None:
        self._call(f"/{person}/app", {"installed": True})

    def mails(self, person: str) -> list[dict[str, Any]]:
        """This person's mailbox."""
        found: list[dict[str, Any]] = self._call(f"/{person}/mailbox")
        return found

    def grants_install(self) -> None:
        """The organisation lets the app be added for people."""
        self._call("/local/rights", {"install": True})

    def fault(self, rule: Mapping[str, Any]) -> None:
        """Have Microsoft 365 misbehave in this way from now on."""
        self._call("/local/faults", rule)

    def faults_struck(self) -> bool:
        """Whether every fault that was asked for has struck at least once."""
        return all(rule["done"] for rule in self._call("/local/faults")["faults"])

    def faults(self) -> list[dict[str, Any]]:
        """What still applies: a fault that struck as often as it was to is gone."""
        found: list[dict[str, Any]] = self._call("/local/faults")["faults"]
        return found

    def no_faults(self) -> None:
        self._call("/local/faults", method="DELETE")

    def forgets_marks(self, person: str) -> None:
        """Graph forgets from where this person's calendar was read on."""
        self._call("/local/delta-tokens/expire", {"person": person})

    def lifecycle(self, person: str, kind: str) -> None:
        """Graph sends a lifecycle notice about this person's subscriptions."""
        self._call(f"/local/subscriptions/{kind}", {"person": person})

    def _message(self, person: str, message_id: str) -> dict[str, Any]:
        """A message by its id, as its card reads by now."""
        return next(message for message in self.messages(person) if message["id"] == message_id)

    def _press(self, person: str, message: Mapping[str, Any], title: str, **typed: str) -> dict[str, Any]:
        card = message["card"]
        button = next(action for action in card["actions"] if action["title"] == title)
        inputs = {part["id"]: part.get("value", "") for part in parts_of(card) if "label" in part}
        for field, text in typed.items():
            inputs[next(key for key in inputs if key.startswith(f"{field}-"))] = text
        data = {**inputs, **button["data"]}
        press = {"messageId": message["id"], "verb": button["verb"], "data": data}
        answer: dict[str, Any] = self._call(f"/{person}/actions", press)
        return answer

    def _call(self, path: str, body: Mapping[str, Any] | None = None, method: str | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        address = f"{self._origin}{path}" if path.startswith("/local/") else f"{self._origin}/window{path}"
        request = urllib.request.Request(  # noqa: S310  an http address on loopback
            address, data, {"Content-Type": "application/json"}, method=method
        )
        with urllib.request.urlopen(request, timeout=2 * SECONDS) as answer:  # noqa: S310  the same
            return json.loads(answer.read() or b"null")


def _later(moment: str, days: int) -> str:
    later = datetime.fromisoformat(moment) + timedelta(days=days)
    return later.isoformat().replace("+00:00", "Z")
