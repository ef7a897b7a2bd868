"""One person's calendar: pure changes, each with a number, so that somebody can ask what changed since."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


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
    """Where an event stood since the change with this number; `stands` is false where the calendar did not show it."""

    number: int
    start: datetime
    end: datetime
    stands: bool = True

    def is_like(self, other: Span) -> bool:
        """Whether both say the same, since whenever."""
        return (self.start, self.end, self.stands) == (other.start, other.end, other.stands)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An event, or (when `gone`) one that was deleted and can be had back.

    `number` is that of its last change; `zone` the zone's name as its writer gave it; `organizer` the key of the person
    who organises it; `properties` are what its writer set, in Graph's names and shapes, without start and end.
    `copy_of` is the organiser's event of which this is somebody's copy. `calendar` names another calendar of the same
    mailbox in which it stands. `recurs` (`{"every": "day" or "week", "times": n, "left_out": [i]}`) makes it a series
    that lasts `until`; each of its times is an entry too, whose `series` is this one's id and which was to begin at
    `planned`, and an exception once it was changed by itself. `hidden` is what Graph does not find at the moment.
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
    copy_of: str = ""
    calendar: str = ""
    recurs: dict[str, Any] | None = None
    until: datetime | None = None
    series: str = ""
    planned: datetime | None = None
    is_exception: bool = False
    hidden: bool = False

    @property
    def stands(self) -> bool:
        """Whether Graph shows it in the person's own calendar at all."""
        return not (self.gone or self.hidden or self.calendar)

    @property
    def is_all_day(self) -> bool:
        """Whether it is about whole days."""
        return bool(self.properties.get("isAllDay"))

    def in_window(self, window: Window) -> bool:
        """Whether it stands in this window now; a series does from its first time to its last."""
        return self.stands and window.overlaps(self.start, self.until or self.end)

    def was_in_window(self, window: Window, number: int) -> bool:
        """Whether it stood in this window right after the change with this number."""
        then = [span for span in self.spans if span.number <= number]
        return bool(then) and then[-1].stands and window.overlaps(then[-1].start, then[-1].end)


@dataclass
class Mailbox:
    """The events of one person by id, and the number of the last change; copies also by the event that they copy."""

    entries: dict[str, Entry] = field(default_factory=dict)
    number: int = 0
    copies: dict[str, str] = field(default_factory=dict)

    def get(self, event_id: str) -> Entry:
        """The event with this id. Raises KeyError when there is none (any more)."""
        entry = self.entries[event_id]
        if entry.gone:
            raise KeyError(event_id)
        return entry

    def standing(self, window: Window) -> list[Entry]:
        """The events in this window, by start, as Graph's calendar view has them: each time of a series by itself."""
        return _by_start(entry for entry in self.entries.values() if entry.in_window(window) and not entry.recurs)

    def seen(self, window: Window) -> list[Entry]:
        """The same as the person sees it: all their calendars, and what Graph does not find at the moment."""
        shown = (entry for entry in self.present() if not entry.recurs)
        return _by_start(entry for entry in shown if window.overlaps(entry.start, entry.end))

    def copy_of(self, event_id: str) -> Entry | None:
        """This person's copy of somebody else's event, a deleted one too."""
        return self.entries.get(self.copies.get(event_id, ""))

    def deleted(self) -> list[Entry]:
        """What was deleted and can be had back, the last one first."""
        found = [entry for entry in self.entries.values() if entry.gone and entry.properties and not entry.series]
        return sorted(found, key=lambda entry: -entry.number)

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
        span = Span(number=self.number, start=entry.start, end=entry.until or entry.end, stands=entry.stands)
        if not spans or not spans[-1].is_like(span):
            spans = (*spans, span)
        kept = replace(entry, number=self.number, spans=spans, changed_at=at)
        self.entries[kept.id] = kept
        if kept.copy_of and not kept.series:
            self.copies[kept.copy_of] = kept.id
        return kept

    def remove(self, event_id: str, at: datetime) -> Entry:
        """Delete the event; answers what is remembered of it. Raises KeyError when there is none."""
        return self.put(replace(self.get(event_id), gone=True), at)

    def forget(self, event_id: str) -> None:
        """Let it never have been there; whoever asks what changed hears nothing."""
        self.entries.pop(event_id, None)


def _by_start(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (entry.start, entry.end, entry.id))


def to_json(mailbox: Mailbox) -> dict[str, Any]:
    """The mailbox as it is stored."""
    return {"number": mailbox.number, "entries": [_entry_to_json(entry) for entry in mailbox.entries.values()]}


def from_json(kept: dict[str, Any]) -> Mailbox:
    """The mailbox out of what was stored."""
    entries = {entry["id"]: _entry_from_json(entry) for entry in kept["entries"]}
    copies = {entry.copy_of: entry.id for entry in entries.values() if entry.copy_of and not entry.series}
    return Mailbox(entries=entries, number=kept["number"], copies=copies)


_MOMENTS = ("start", "end", "created_at", "changed_at", "until", "planned")


def _entry_to_json(entry: Entry) -> dict[str, Any]:
    plain = {name: value for name, value in vars(entry).items() if name not in (*_MOMENTS, "spans")}
    moments = {name: moment.isoformat() for name in _MOMENTS if (moment := getattr(entry, name)) is not None}
    spans = [[span.number, span.start.isoformat(), span.end.isoformat(), span.stands] for span in entry.spans]
    return plain | moments | {"spans": spans}


def _entry_from_json(kept: dict[str, Any]) -> Entry:
    moments = {name: datetime.fromisoformat(kept[name]) for name in _MOMENTS if name in kept}
    spans = tuple(
        Span(
            number=number,
            start=datetime.fromisoformat(start),
            end=datetime.fromisoformat(end),
            stands=all(stands),  # what was kept before there was this word stood
        )
        for number, start, end, *stands in kept["spans"]
    )
    return Entry(**(kept | moments | {"spans": spans}))
