"""Who of the organisation's people left it. What they had stays; nobody reaches them any more."""

from __future__ import annotations

from standin.people import Person
from standin.store import Store

_TOPIC = "staff"


class Staff:
    """Remembers over restarts who left."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._left: list[str] = store.load(_TOPIC, {"left": []})["left"]

    def has_left(self, person: Person) -> bool:
        """Whether this person is not in the company any more."""
        return person.key in self._left

    def leave(self, person: Person) -> None:
        """From now on this person is gone."""
        if not self.has_left(person):
            self._left.append(person.key)
            self._store.save(_TOPIC, {"left": self._left})
