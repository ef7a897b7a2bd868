"""How closely the app follows one person's calendar: the watch that tells of changes, and the mark to read on from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from learning.entries import Slot, Watch
from learning.people import PersonId

LIFE = timedelta(days=6, hours=23)
RENEW_BEFORE = timedelta(days=1)
READ_ANYWAY_AFTER = timedelta(hours=6)
SOON = timedelta(minutes=15)
"""Before a review's time its entry is looked at once more: a notice may have been lost, or never sent."""
READ_JUST_NOW = timedelta(minutes=10)
WINDOW_MARGIN = timedelta(days=31)
AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
"""Before any time at which we look."""


@dataclass(frozen=True, kw_only=True)
class Watching:
    """One person's calendar, as far as we follow it.

    `secret` is what a change notice must carry. `challenged_at` says when the calendar asked whether we may still watch
    it, until that is answered. `mark` continues the reading within `window`; None starts over.
    `unreachable_at` says when the calendar was last tried in vain for good, None while it is reached; `tried_again_at`
    when the learner last wished it to be tried again. `empty_since` says since when all that stood there seems to be
    gone, `emptied_at` when the person said that they removed it. `hours` is when they work, in one line, as it was at
    `hours_read_at`.
    """

    person: PersonId
    secret: str
    watch: str | None = None
    watch_ends_at: datetime | None = None
    challenged_at: datetime | None = None
    mark: str | None = None
    window: Slot
    read_at: datetime | None = None
    unreachable_at: datetime | None = None
    tried_again_at: datetime | None = None
    empty_since: datetime | None = None
    emptied_at: datetime | None = None
    hours: str = ""
    hours_read_at: datetime | None = None
    version: int = 1

    @property
    def is_tried_again(self) -> bool:
        """Whether the learner has wished for another look since the last one in vain."""
        return self.tried_again_at is not None or self.emptied_at is not None


def window_around(starts_at: datetime, last: datetime) -> Slot:
    """The stretch of calendar to follow: with room for reviews that are dragged beyond the end."""
    return Slot(starts_at=starts_at - timedelta(days=1), ends_at=last + WINDOW_MARGIN)


def covers(watching: Watching, last: datetime) -> bool:
    """Whether the window that is followed reaches beyond the last review."""
    return watching.window.ends_at > last


def needs_renewal(watching: Watching, *, now: datetime) -> bool:
    """Whether the watch is missing or ends within a day."""
    return watching.watch_ends_at is None or watching.watch_ends_at - RENEW_BEFORE <= now


def watched(watching: Watching, watch: Watch) -> Watching:
    """The calendar, watched by this watch."""
    return replace(watching, watch=watch.id, watch_ends_at=watch.ends_at, challenged_at=None)


def read(watching: Watching, *, mark: str | None, now: datetime) -> Watching:
    """The calendar, read up to this mark."""
    seen = watching if watching.empty_since is None else replace(watching, empty_since=None, tried_again_at=None)
    return replace(seen, mark=mark, read_at=now, emptied_at=None)


def wants_hours(watching: Watching, *, now: datetime) -> bool:
    """Whether it was not looked for some hours when the person works."""
    return watching.hours_read_at is None or watching.hours_read_at + READ_ANYWAY_AFTER <= now


def with_hours(watching: Watching, hours: str, *, now: datetime) -> Watching:
    """The calendar of somebody who works then."""
    return replace(watching, hours=hours, hours_read_at=now)


def look_again_at(watching: Watching) -> datetime:
    """By when the calendar is to be read without anybody's telling: after some hours, and while its watch lasts.

    A calendar that was tried in vain is left alone for as long as one that was read.
    """
    if watching.read_at is None or watching.watch_ends_at is None:
        at = AT_ONCE
    else:
        at = min(watching.read_at + READ_ANYWAY_AFTER, watching.watch_ends_at - RENEW_BEFORE)
    return at if watching.unreachable_at is None else max(at, watching.unreachable_at + READ_ANYWAY_AFTER)


def found_empty(watching: Watching, *, now: datetime) -> Watching:
    """The calendar, in which nothing stands any more of what stood there: its mark is not moved on."""
    return replace(watching, empty_since=watching.empty_since or now, read_at=now, tried_again_at=None)


def emptied(watching: Watching, *, now: datetime) -> Watching:
    """The calendar, from which the person says that they removed it all."""
    return replace(watching, emptied_at=now)


def start_over(watching: Watching, window: Slot) -> Watching:
    """The calendar, to be read whole within this window."""
    return replace(watching, mark=None, window=window)


def unreachable(watching: Watching, *, now: datetime) -> Watching:
    """The calendar, tried in vain."""
    return replace(watching, unreachable_at=now, tried_again_at=None)


def trying_again(watching: Watching, *, now: datetime) -> Watching:
    """The calendar, to be tried again as the learner wishes."""
    return replace(watching, tried_again_at=now)


def reached(watching: Watching) -> Watching:
    """The calendar, reached again."""
    return replace(watching, unreachable_at=None, tried_again_at=None)


def ended(watching: Watching) -> Watching:
    """The calendar, no longer watched."""
    return replace(watching, watch=None, watch_ends_at=None, challenged_at=None)


def challenged(watching: Watching, *, now: datetime) -> Watching:
    """The calendar, which wants to be shown again that we may watch it."""
    return replace(watching, challenged_at=now)
