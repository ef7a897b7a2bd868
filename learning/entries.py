"""Our view of what stands in somebody's Outlook calendar. A calendar entry is never called an event here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import NewType

EntryId = NewType("EntryId", str)
"""What Outlook calls this entry for ever (its immutable id)."""


@dataclass(frozen=True, kw_only=True, order=True)
class Slot:
    """A stretch of time, both ends aware; the end lies after the start."""

    starts_at: datetime
    ends_at: datetime

    def __post_init__(self) -> None:
        if self.starts_at.tzinfo is None or self.ends_at.tzinfo is None:
            raise ValueError("a slot without a time zone")
        if self.ends_at <= self.starts_at:
            raise ValueError("a slot must end after it starts")

    @property
    def length(self) -> timedelta:
        """How long it lasts."""
        return self.ends_at - self.starts_at

    def overlaps(self, other: Slot) -> bool:
        """Whether the two share time; touching is not sharing."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


class ShownAs(StrEnum):
    """What an entry makes of its owner's time, for who looks at their calendar."""

    BUSY = "busy"
    FREE = "free"
    TENTATIVE = "tentative"
    AWAY = "away"
    ELSEWHERE = "elsewhere"


class Reply(StrEnum):
    """What a guest answered."""

    NONE = "none"
    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"


@dataclass(frozen=True, kw_only=True, order=True)
class Guest:
    """Somebody who is invited to an entry: what the calendar knows them by."""

    address: str
    name: str = ""

    @property
    def key(self) -> str:
        """What tells them from others: an address in capitals is the same as in small letters."""
        return self.address.casefold()


@dataclass(frozen=True, kw_only=True)
class Answered:
    """A guest of an entry and what they answered; `proposes` is the other time that they would like instead."""

    guest: Guest
    reply: Reply = Reply.NONE
    proposes: Slot | None = None


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A calendar entry that stands in a calendar.

    `is_series` says that its owner made it recur: `slot` is then its first time, where that stands if the entry was
    looked for, and where it was to stand at first if a reading told of it. `part_of` is the series of which this is one
    time. `version` is the calendar's mark of how it stands, another one after each change, and empty where it gives
    none.
    """

    id: EntryId
    slot: Slot
    title: str = ""
    shown_as: ShownAs = ShownAs.BUSY
    is_all_day: bool = False
    is_series: bool = False
    part_of: EntryId | None = None
    guests: tuple[Answered, ...] = ()
    version: str = field(default="", compare=False)


@dataclass(frozen=True, kw_only=True)
class NewEntry:
    """A calendar entry to write. `key` makes a repeated write harmless; title, text and link are what it shows.

    An entry of whole days begins and ends at midnight in `zone`, the name of a time zone. `is_online` gives it an
    online meeting.
    """

    key: str
    slot: Slot
    title: str
    text: str
    link_text: str
    link: str
    shown_as: ShownAs = ShownAs.BUSY
    is_all_day: bool = False
    zone: str = "UTC"
    guests: tuple[Guest, ...] = ()
    is_online: bool = False


@dataclass(frozen=True, kw_only=True)
class MoveEntry:
    """Let an entry that we wrote begin and end then, and nothing else of it.

    It lasts hours from then on, also where its owner had made a day of it. `seen` is the version of it that was looked
    at: somebody who has changed it since wins, and the move is a failure that passes. Empty, it is moved in any case.
    """

    entry: EntryId
    slot: Slot
    seen: str = ""


@dataclass(frozen=True, kw_only=True)
class RemoveEntry:
    """Take an entry that we wrote out of the calendar."""

    entry: EntryId


@dataclass(frozen=True, kw_only=True)
class ShowEntryAs:
    """Let an entry that we wrote take its owner's time so, and nothing else of it."""

    entry: EntryId
    shown_as: ShownAs


@dataclass(frozen=True, kw_only=True)
class InviteTo:
    """Let an entry that we wrote have exactly these guests, and our part of its text say this.

    What its owner wrote into the text stays, and so does the online meeting that it has; `is_online` gives it one.
    """

    entry: EntryId
    guests: tuple[Guest, ...]
    text: str
    link_text: str
    link: str
    is_online: bool = False


EntryChange = NewEntry | MoveEntry | RemoveEntry | ShowEntryAs | InviteTo
"""What the app may do to a calendar."""


@dataclass(frozen=True, kw_only=True)
class WorkingHours:
    """When a person works, in their zone. `days`, on which work begins, are 0 for Monday to 6 for Sunday.

    Hours that do not end after they start go on into the next day: 22:00 to 06:00 is a night, 00:00 to 00:00 a day.
    """

    zone: str
    days: frozenset[int]
    starts: time
    ends: time


@dataclass(frozen=True, kw_only=True)
class Availability:
    """When a person works and what already stands in their calendar.

    `tentative` is not settled yet, `away` is out of office. Working elsewhere is work, and stands nowhere here.
    """

    hours: WorkingHours
    busy: tuple[Slot, ...]
    tentative: tuple[Slot, ...] = ()
    away: tuple[Slot, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What changed in a calendar since the last mark, and the mark to ask from next time.

    `gone` says what the calendar reports as removed. It may be wrong (an entry that left the window is reported so
    too): look before believing it.
    """

    entries: tuple[Entry, ...]
    gone: tuple[EntryId, ...]
    mark: str


@dataclass(frozen=True, kw_only=True)
class Watch:
    """The calendar tells us of changes until then."""

    id: str
    ends_at: datetime


class Lifecycle(StrEnum):
    """What a calendar says of a watch itself, and not of an entry."""

    REAUTHORIZE = "reauthorize"
    """It wants to be asked again whether we may watch, or it tells nothing more."""
    REMOVED = "removed"
    """The watch is no more: a new one is needed."""
    MISSED = "missed"
    """Some changes were never told: the calendar has to be read."""
