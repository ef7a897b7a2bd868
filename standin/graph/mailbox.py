"""One person's calendar: pure changes, each with a number, so that somebody can ask what changed since."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, kw_only=True)
class Window:
    """A stretch of time, in UTC."""

    start: datetime
    end: datetime

    def overlaps(self, start: datetime, end: datetime) -> bool:
        """Whether something from start to end is (partly) in it; a thing without length counts at its moment."""
        return start < self.end and (end > self.start or start == end == self.start)


@dataclass(frozen=True, kw_only=True)
class Span:
    """Where an event stood since the change with this number."""

    number: int
    start: datetime
    end: datetime


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An event, or (when `gone`) what is remembered of one that was deleted.

    `number` is that of its last change; `zone` the zone's name as its writer gave it; `organizer` the key of the person
    who organises it; `properties` are what its writer set, in Graph's names and shapes, without start and end.
    """

    id: str
    number: int
    start: datetime
    end: datetime
    zone: str
    organizer: str
    by_app: bool
    created_at: datetime
    changed_at: datetime
    properties: dict[str, Any]
    spans: tuple[Span, ...] = ()
    gone: bool = False

    @property
    def is_all_day(self) -> bool:
        """Whether it is about whole days."""
        return bool(self.properties.get("isAllDay"))

    def in_window(self, window: Window) -> bool:
        """Whether it stands in this window now."""
        return not self.gone and window.overlaps(self.start, self.end)

    def was_in_window(self, window: Window, number: int) -> bool:
        """Whether it stood in this window right after the change with this number."""
        then = [span for span in self.spans if span.number <= number]
        return bool(then) and window.overlaps(then[-1].start, then[-1].end)


@dataclass
class Mailbox:
    """The events of one person by id, and the number of the last change."""

    entries: dict[str, Entry] = field(default_factory=dict)
    number: int = 0

    def get(self, event_id: str) -> Entry:
        """The event with this id. Raises KeyError when there is none (any more)."""
        entry = self.entries[event_id]
        if entry.gone:
            raise KeyError(event_id)
        return entry

    def standing(self, window: Window) -> list[Entry]:
        """The events in this window, by start."""
        found = [entry for entry in self.entries.values() if entry.in_window(window)]
        return sorted(found, key=lambda entry: (entry.start, entry.end, entry.id))

    def present(self) -> Iterator[Entry]:
        """All events that are not deleted."""
        return (entry for entry in self.entries.values() if not entry.gone)

    def changed_between(self, since: int, upto: int) -> list[Entry]:
        """What changed last after `since` and not after `upto`, deleted events too, in the order of the changes."""
        changed = [entry for entry in self.entries.values() if since < entry.number <= upto]
        return sorted(changed, key=lambda entry: entry.number)

    def put(self, entry: Entry, at: datetime) -> Entry:
        """Add this event, or put it in the place of the one with its id; answers it as it is kept."""
        self.number += 1
        spans = entry.spans
        if not spans or (spans[-1].start, spans[-1].end) != (entry.start, entry.end):
            spans = (*spans, Span(number=self.number, start=entry.start, end=entry.end))
        kept = replace(entry, number=self.number, spans=spans, changed_at=at)
        self.entries[kept.id] = kept
        return kept

    def remove(self, event_id: str, at: datetime) -> Entry:
        """Delete the event; answers what is remembered of it. Raises KeyError when there is none."""
        entry = self.get(event_id)
        self.number += 1
        gone = replace(entry, number=self.number, changed_at=at, gone=True, properties={})
        self.entries[event_id] = gone
        return gone


def to_json(mailbox: Mailbox) -> dict[str, Any]:
    """The mailbox as it is stored."""
    return {"number": mailbox.number, "entries": [_entry_to_json(entry) for entry in mailbox.entries.values()]}


def from_json(kept: dict[str, Any]) -> Mailbox:
    """The mailbox out of what was stored."""
    entries = (_entry_from_json(entry) for entry in kept["entries"])
    return Mailbox(entries={entry.id: entry for entry in entries}, number=kept["number"])


_MOMENTS = ("start", "end", "created_at", "changed_at")


def _entry_to_json(entry: Entry) -> dict[str, Any]:
    plain = {name: value for name, value in vars(entry).items() if name not in (*_MOMENTS, "spans")}
    moments = {name: getattr(entry, name).isoformat() for name in _MOMENTS}
    spans = [[span.number, span.start.isoformat(), span.end.isoformat()] for span in entry.spans]
    return plain | moments | {"spans": spans}


def _entry_from_json(kept: dict[str, Any]) -> Entry:
    moments = {name: datetime.fromisoformat(kept[name]) for name in _MOMENTS}
    spans = tuple(
        Span(number=number, start=datetime.fromisoformat(start), end=datetime.fromisoformat(end))
        for number, start, end in kept["spans"]
    )
    return Entry(**(kept | moments | {"spans": spans}))
