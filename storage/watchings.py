"""Keeps how far each calendar is followed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, exists, select, update

from learning.entries import Slot
from learning.jobs import JobKind, calendar_lock
from learning.people import PersonId
from learning.watching import Watching, look_again_at
from storage.rows import Columns, add_row, find_row, put_row
from storage.tables import AWAITED, cycles, jobs, reviews, watchings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.engine import Connection, Row


class SqlWatchings:
    """Implements learning.work.Watchings."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, person: PersonId) -> Watching | None:
        """This person's calendar, if it is followed."""
        row = find_row(self._connection, watchings, person=person)
        return None if row is None else _watching(row)

    def by_watch(self, watch: str) -> Watching | None:
        """The calendar that this watch tells of."""
        row = find_row(self._connection, watchings, watch=watch)
        return None if row is None else _watching(row)

    def add(self, watching: Watching) -> None:
        """Follow one more calendar."""
        add_row(self._connection, watchings, _columns(watching))

    def put(self, watching: Watching) -> Watching:
        """Keep how far it is followed now. Raises SomeoneWasFaster."""
        version = put_row(self._connection, watchings, _columns(watching), key="person")
        return replace(watching, version=version)

    def remove(self, person: PersonId) -> None:
        """Follow this person's calendar no more."""
        self._connection.execute(delete(watchings).where(watchings.c.person == person))

    def behind(self, now: datetime, *, most: int) -> Sequence[PersonId]:
        """Whose calendar was to be looked at before now (see look_again_at), the longest ago first; at most so many."""
        query = select(watchings.c.person).where(watchings.c.look_at < now).order_by(watchings.c.look_at).limit(most)
        return [PersonId(person) for person in self._connection.scalars(query)]

    def before_review(self, now: datetime, *, until: datetime, read_before: datetime, most: int) -> Sequence[PersonId]:
        """Who has a review that begins after now and by then, and whose calendar was read last before that time.

        Not whose calendar is out of reach, or about to be read; at most so many.
        """
        in_open_cycle = and_(reviews.c.cycle == cycles.c.id, cycles.c.closed_at.is_(None), cycles.c.paused_at.is_(None))
        about_to_be_read = exists().where(
            jobs.c.lock == calendar_lock(PersonId("")) + watchings.c.person,
            jobs.c.kind == JobKind.CALENDAR,
            jobs.c.set_aside_at.is_(None),
        )
        query = (
            select(watchings.c.person)
            .distinct()
            .select_from(reviews.join(cycles, in_open_cycle).join(watchings, watchings.c.person == reviews.c.learner))
            .where(AWAITED, reviews.c.starts_at > now, reviews.c.starts_at <= until)
            .where(watchings.c.read_at < read_before, watchings.c.unreachable_at.is_(None), ~about_to_be_read)
            .limit(most)
        )
        return [PersonId(person) for person in self._connection.scalars(query)]

    def look_again(self, people: Sequence[PersonId], at: datetime) -> None:
        """Have it looked at these people's calendars then, unless one is kept meanwhile."""
        changed = update(watchings).where(watchings.c.person.in_(people))
        self._connection.execute(changed.values(look_at=at))


def _columns(watching: Watching) -> Columns:
    return {
        "person": watching.person,
        "secret": watching.secret,
        "watch": watching.watch,
        "watch_ends_at": watching.watch_ends_at,
        "challenged_at": watching.challenged_at,
        "mark": watching.mark,
        "window_starts_at": watching.window.starts_at,
        "window_ends_at": watching.window.ends_at,
        "read_at": watching.read_at,
        "unreachable_at": watching.unreachable_at,
        "tried_again_at": watching.tried_again_at,
        "empty_since": watching.empty_since,
        "emptied_at": watching.emptied_at,
        "hours": watching.hours,
        "hours_read_at": watching.hours_read_at,
        "look_at": look_again_at(watching),
        "version": watching.version,
    }


def _watching(row: Row[Any]) -> Watching:
    return Watching(
        person=PersonId(row.person),
        secret=row.secret,
        watch=row.watch,
        watch_ends_at=row.watch_ends_at,
        challenged_at=row.challenged_at,
        mark=row.mark,
        window=Slot(starts_at=row.window_starts_at, ends_at=row.window_ends_at),
        read_at=row.read_at,
        unreachable_at=row.unreachable_at,
        tried_again_at=row.tried_again_at,
        empty_since=row.empty_since,
        emptied_at=row.emptied_at,
        hours=row.hours,
        hours_read_at=row.hours_read_at,
        version=row.version,
    )
