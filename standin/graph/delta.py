"""What changed in a window of a calendar since somebody asked last; where they are is in the token itself."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from standin.graph.errors import GraphError
from standin.graph.mailbox import Window

if TYPE_CHECKING:
    from standin.graph.mailbox import Entry, Mailbox
    from standin.store import Store


@dataclass(frozen=True, kw_only=True)
class Round:
    """One reading of the changes in a window: those after `known` and not after `upto`, page by page.

    `since` is the last change that the reader had seen before this round; 0 in the first round, which brings all.
    """

    object_id: str
    window: Window
    since: int
    known: int
    upto: int

    def until(self, number: int) -> Round:
        """The same round, reaching to the change with this number."""
        return replace(self, upto=number)


@dataclass(frozen=True, kw_only=True)
class Page:
    """A part of a round, in the order of the changes, and what follows."""

    entries: list[tuple[Entry, bool]]
    """Each event that stands in the window or left it, and whether it stands there."""
    more: Round | None
    """The rest of this round, if there is any."""
    next: Round
    """The round that begins when this one has been read."""


def first_round(mailbox: Mailbox, object_id: str, window: Window) -> Round:
    """The round of somebody who has seen nothing yet."""
    return Round(object_id=object_id, window=window, since=0, known=0, upto=mailbox.number)


def read_page(mailbox: Mailbox, reading: Round, size: int) -> Page:
    """The next events of this round, as many as the size says."""
    changed = [
        (entry, entry.in_window(reading.window))
        for entry in mailbox.changed_between(reading.known, reading.upto)
        if entry.in_window(reading.window) or entry.was_in_window(reading.window, reading.since)
    ]
    page = changed[:size]
    more = replace(reading, known=page[-1][0].number) if len(changed) > size else None
    following = replace(reading, since=reading.upto, known=reading.upto, upto=reading.upto)
    return Page(entries=page, more=more, next=following)


class DeltaTokens:
    """Turns rounds into tokens and back. A token of another data folder, or one that was touched, is unknown."""

    def __init__(self, store: Store) -> None:
        kept = store.load("delta", None) or {"key": secrets.token_hex(32)}
        self._store = store
        self._key = bytes.fromhex(kept["key"])
        self._expired: dict[str, int] = kept.get("expired", {})
        self._save()

    def expire(self, object_id: str) -> None:
        """All tokens that this person's calendar has given out are good no longer."""
        self._expired[object_id] = self._generation(object_id) + 1
        self._save()

    def write(self, reading: Round) -> str:
        """The token for this round."""
        window = reading.window
        state = [reading.object_id, window.start.isoformat(), window.end.isoformat()]
        payload = json.dumps(
            [*state, reading.since, reading.known, reading.upto, self._generation(reading.object_id)]
        ).encode()
        return base64.urlsafe_b64encode(self._seal(payload) + payload).decode().rstrip("=")

    def read(self, token: str, object_id: str) -> Round:
        """The round of this token for this person. Raises GraphError (410) for an unknown one."""
        try:
            sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        except (binascii.Error, ValueError) as error:
            raise _unknown() from error
        seal, payload = sealed[: hashlib.sha256().digest_size], sealed[hashlib.sha256().digest_size :]
        if not hmac.compare_digest(seal, self._seal(payload)):
            raise _unknown()
        whose, start, end, since, known, upto, *generation = json.loads(payload)
        if whose != object_id or generation != [self._generation(object_id)]:
            raise _unknown()
        window = Window(start=datetime.fromisoformat(start), end=datetime.fromisoformat(end))
        return Round(object_id=whose, window=window, since=since, known=known, upto=upto)

    def _generation(self, object_id: str) -> int:
        return self._expired.get(object_id, 0)

    def _save(self) -> None:
        self._store.save("delta", {"key": self._key.hex(), "expired": self._expired})

    def _seal(self, payload: bytes) -> bytes:
        return hmac.digest(self._key, payload, "sha256")


def _unknown() -> GraphError:
    return GraphError(410, "syncStateNotFound", "The sync state generation is not found; start over without a token.")
