"""Keeps how far each calendar is followed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, or_, select

from learning.entries import Slot
from learning.people import PersonId
from learning.watching import Watching
from storage.rows import Columns, add_row, find_row, put_row
from storage.tables import watchings

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
        row = find_row(self._connection, watchings, watchings.c.person == person)
        return None if row is None else _watching(row)

    def by_watch(self, watch: str) -> Watching | None:
        """The calendar that this watch tells of."""
        row = find_row(self._connection, watchings, watchings.c.watch == watch)
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

    def behind(self, *, read_before: datetime, ends_before: datetime) -> Sequence[PersonId]:
        """Whose calendar was read last before that time, or never; or whose watch ends before the other, or is none.

        Not whose calendar was tried in vain since the first time.
        """
        query = (
            select(watchings.c.person)
            .where(
                or_(
                    watchings.c.read_at.is_(None),
                    watchings.c.read_at < read_before,
                    watchings.c.watch_ends_at.is_(None),
                    watchings.c.watch_ends_at < ends_before,
                ),
                or_(watchings.c.unreachable_at.is_(None), watchings.c.unreachable_at < read_before),
            )
            .order_by(watchings.c.person)
        )
        return [PersonId(person) for person in self._connection.scalars(query)]


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
