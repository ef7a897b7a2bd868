"""Who has the app, who blocked it, and what of that the app has still to be told. Kept over restarts."""

from __future__ import annotations

import asyncio
from typing import Any

from standin.people import PEOPLE, Person
from standin.store import Store

ADDED = ("conversationUpdate", "installationUpdate")
"""What Teams sends when somebody adds the app, in this order."""
REMOVED = ("installationRemoved",)
"""What Teams sends when somebody removes it: an `installationUpdate` with action `remove`."""
_TOPIC = "roster"


class Roster:
    """The app's place in each person's Teams. What happened is told in its order."""

    def __init__(self, store: Store, service_url: str) -> None:
        self._store = store
        self._service_url = service_url
        self._kept: dict[str, dict[str, Any]] = store.load(_TOPIC, {})
        self._news = asyncio.Event()

        self._begin()

    def has_app(self, person: Person) -> bool:
        """Whether the app is in this person's Teams, blocked or not."""
        return bool(self._kept[person.key]["installed"])

    def is_blocked(self, person: Person) -> bool:
        """Whether the person blocked the app."""
        return bool(self._kept[person.key]["blocked"])

    def install(self, person: Person) -> bool:
        """Add the app; False when it is there already. A block ends with it."""
        return self._change(person, installed=True, owed=ADDED)

    def remove(self, person: Person) -> bool:
        """Remove the app; False when it is not there."""
        return self._change(person, installed=False, owed=REMOVED)

    def block(self, person: Person, *, blocked: bool) -> None:
        """Block or unblock the app. Teams tells the app nothing of it."""
        self._kept[person.key]["blocked"] = blocked
        self._save()

    def owed(self, person: Person) -> str | None:
        """What the app must hear of next about this person."""
        return next(iter(self._kept[person.key]["owed"]), None)

    def told(self, person: Person) -> None:
        """The app has taken in what was owed first."""
        self._kept[person.key]["owed"].pop(0)
        self._save()

    async def wait_for_news(self) -> None:
        """Return as soon as something is owed that was not when this was called last."""
        await self._news.wait()
        self._news.clear()

    def _begin(self) -> None:
        """Install the app for whoever begins with it, and tell again of all whose chat has a new address."""
        for person in PEOPLE:
            if person.key not in self._kept:
                self._kept[person.key] = {"installed": False, "blocked": False, "owed": [], "service_url": ""}
                self._kept[person.key]["installed"] = person.begins_with_app
            kept = self._kept[person.key]
            if kept["installed"] and kept["service_url"] != self._service_url and not kept["owed"]:
                kept["owed"] = list(ADDED)
            kept["service_url"] = self._service_url
        self._save()

    def _change(self, person: Person, *, installed: bool, owed: tuple[str, ...]) -> bool:
        kept = self._kept[person.key]
        if kept["installed"] == installed:
            return False
        kept.update(installed=installed, blocked=False, owed=[*kept["owed"], *owed])
        self._save()
        self._news.set()
        return True

    def _save(self) -> None:
        self._store.save(_TOPIC, self._kept)
