"""Everybody's calendar: what apps write through Graph and what people do in Outlook, kept over restarts."""

from __future__ import annotations

import asyncio
import uuid
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from standin import people
from standin.graph import events, guests, ids, mailbox, online, sample_week, series, writing, zones
from standin.graph.guests import Guests
from standin.graph.mailbox import Entry, Mailbox, Window

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from standin.clock import Clock
    from standin.feed import Feed
    from standin.graph.writing import Written
    from standin.people import Person
    from standin.store import Store

_WRITE_AFTER_SECONDS = 0.5
_BEGAN = "calendars-began"


@dataclass(frozen=True, kw_only=True)
class Change:
    """Something happened to an event; `kind` is `created`, `updated` or `deleted`."""

    person: Person
    kind: str
    entry: Entry


class Calendars:
    """The calendars of the whole organisation. What changes is told to open windows and to who listens."""

    def __init__(self, store: Store, clock: Clock, feed: Feed) -> None:
        self._store = store
        self._clock = clock
        self._feed = feed
        self._listeners: list[Callable[[Change], None]] = []
        self._unwritten: set[str] = set()
        self._writing: asyncio.TimerHandle | None = None
        self._without_teams: set[str] = set()
        self._guests = Guests(self)
        self._began_at = _first_start(store, clock)
        kept = (person for person in people.PEOPLE if store.has(_topic(person.key)))
        self._mailboxes = {person.key: self._open(person) for person in kept}

    def listen(self, listener: Callable[[Change], None]) -> None:
        """Hear of each change from now on."""
        self._listeners.append(listener)

    def mailbox(self, person_key: str) -> Mailbox:
        """This person's calendar, to be read only. Raises KeyError for a stranger."""
        if person_key not in self._mailboxes:
            self._mailboxes[person_key] = self._open(_person(person_key))
        return self._mailboxes[person_key]

    def events(self, person_key: str, start: datetime, end: datetime) -> list[dict[str, Any]]:
        """What this person sees of all their calendars between both moments, in Graph's shape, in UTC, by start."""
        owner = _person(person_key)
        window = Window(start=start.astimezone(UTC), end=end.astimezone(UTC))
        return [events.shape(entry, owner) for entry in self.mailbox(person_key).seen(window)]

    def written_by_app(self) -> dict[str, dict[str, int]]:
        """How often each title stands in each calendar among what apps wrote there; by the person's key."""
        titles = {key: Counter(_titles(mailbox)) for key, mailbox in self._mailboxes.items()}
        return {key: dict(counted) for key, counted in titles.items() if counted}

    def is_by_app(self, event: dict[str, Any]) -> bool:
        """Whether an app wrote this event (in Graph's shape), not a person."""
        return any(box.entries[event["id"]].by_app for box in self._mailboxes.values() if event["id"] in box.entries)

    def next_by_app(self, person_key: str, after: datetime) -> datetime | None:
        """When the first event after this moment starts that an app wrote into this calendar."""
        starts = [e.start for e in self.mailbox(person_key).present() if e.by_app and e.start > after]
        return min(starts, default=None)

    def move(self, person_key: str, event_id: str, start: datetime, end: datetime) -> None:
        """Drag an event or one of its ends, as the person does in Outlook.

        Raises KeyError for an unknown event, ValueError for times that cannot be.
        """
        entry = self.mailbox(person_key).get(event_id)
        start, end = zones.read_stretch(start, end, entry.zone, all_day=entry.is_all_day)
        self.keep(_person(person_key), "updated", replace(entry, start=start, end=end))

    def delete(self, person_key: str, event_id: str) -> None:
        """Somebody deletes an event. Raises KeyError for an unknown one."""
        self.drop(_person(person_key), event_id)

    def keep(self, person: Person, kind: str, entry: Entry, *, tells_guests: bool = True) -> Entry:
        """Let an event stand so in this person's calendar, and follow all that follows from it; `kind` as in Change.

        Answers it as it is kept.
        """
        box = self.mailbox(person.key)
        before = box.entries.get(entry.id)
        if entry.series and kind == "updated":
            entry = replace(entry, is_exception=True)
        now = self._clock.now()
        kept = box.put(series.lasting(guests.asked_anew(before, entry)), now)
        series.renew(box, before, kept, now)
        self._tell(Change(person=person, kind=kind, entry=kept))
        if tells_guests:
            self._guests.follow(person, before, kept)
        return box.entries[kept.id]

    def drop(self, person: Person, event_id: str) -> None:
        """Delete an event of this person's. Raises KeyError for an unknown one."""
        box = self.mailbox(person.key)
        entry = box.get(event_id)
        if entry.series:
            series.leave_out(box, entry)
            self._wake(person)
            return
        now = self._clock.now()
        gone = box.remove(event_id, now)
        series.clear(box, gone, now)
        self._tell(Change(person=person, kind="deleted", entry=gone))
        self._guests.cancel(person, gone)

    def look_empty(self, person_key: str, *, empty: bool) -> None:
        """Graph finds nothing of what stands in this calendar now, or all of it again. Nobody is told."""
        box = self.mailbox(person_key)
        for entry in [entry for entry in box.present() if entry.hidden != empty]:
            box.put(replace(entry, hidden=empty), entry.changed_at)
        self._wake(_person(person_key))

    def license_teams(self, person_key: str, *, is_licensed: bool) -> None:
        """Whether this mailbox can have online meetings; forgotten when the stand-in stops."""
        (self._without_teams.discard if is_licensed else self._without_teams.add)(_person(person_key).key)

    def write_new(self, person: Person, written: Written) -> Entry:
        """Create an event for an app; answer the one that it created before with the same transactionId, if it did.

        Raises GraphError.
        """
        before = self._by_transaction(person, written.properties.get("transactionId"))
        if before is not None:
            return before
        if written.start is None or written.end is None or written.zone is None:
            raise ValueError("a new event has a start and an end")
        now = self._clock.now()
        entry = Entry(
            id=ids.event_id(uuid.uuid4().bytes),
            number=0,
            start=written.start,
            end=written.end,
            zone=written.zone,
            organizer=person.key,
            by_app=True,
            created_at=now,
            changed_at=now,
            properties=written.properties,
        )
        writing.check_times(entry.start, entry.end, entry.zone, is_all_day=entry.is_all_day)
        return self.keep(person, "created", self._online(entry))

    def rewrite(self, person: Person, entry: Entry, written: Written) -> Entry:
        """An app changes what it mentions of an event. Raises GraphError."""
        changed = replace(
            entry,
            start=written.start or entry.start,
            end=written.end or entry.end,
            zone=written.zone or entry.zone,
            properties=entry.properties | guests.still_answered(entry, online.kept(entry, written.properties)),
        )
        writing.check_times(changed.start, changed.end, changed.zone, is_all_day=changed.is_all_day)
        return self.keep(person, "updated", self._online(changed))

    def save(self) -> None:
        """Write down what changed, now."""
        if self._writing is not None:
            self._writing.cancel()
            self._writing = None
        for key in sorted(self._unwritten if self._store.keeps else ()):
            self._store.save(_topic(key), mailbox.to_json(self._mailboxes[key]))
        self._unwritten.clear()

    def _open(self, person: Person) -> Mailbox:
        """As it was kept, or else as it was at the first start: filling it takes time, and most are never looked at."""
        kept = self._store.load(_topic(person.key), None)
        if kept is not None:
            return mailbox.from_json(kept)
        if person not in people.PEOPLE:
            return Mailbox()  # a plain one's calendar is empty at first
        return sample_week.calendar_of(person, self._began_at)

    def _online(self, entry: Entry) -> Entry:
        return online.passed_over(entry) if entry.organizer in self._without_teams else online.begun(entry)

    def _by_transaction(self, person: Person, transaction_id: str | None) -> Entry | None:
        if transaction_id is None:
            return None
        there = (e for e in self.mailbox(person.key).present() if not (e.series or e.hidden))
        return next((e for e in there if e.properties.get("transactionId") == transaction_id), None)

    def _tell(self, change: Change) -> None:
        self._wake(change.person)
        for listener in self._listeners:
            listener(change)

    def _wake(self, person: Person) -> None:
        """Somebody's calendar is another one now: to be written down, and to be read again in their windows."""
        self._unwritten.add(person.key)
        if self._store.keeps and self._writing is None:
            self._writing = asyncio.get_running_loop().call_later(_WRITE_AFTER_SECONDS, self.save)
        self._feed.publish(person.key, "calendar")


def _first_start(store: Store, clock: Clock) -> datetime:
    kept = store.load(_BEGAN, None)
    if kept is not None:
        return datetime.fromisoformat(kept)
    now = clock.now()
    store.save(_BEGAN, now.isoformat())
    return now


def _titles(mailbox: Mailbox) -> Iterator[str]:
    return (str(entry.properties.get("subject")) for entry in mailbox.present() if entry.by_app)


def _topic(person_key: str) -> str:
    return f"calendar-{person_key}"


def _person(key: str) -> Person:
    person = people.by_key(key)
    if person is None:
        raise KeyError(key)
    return person
