"""Keeps what else of a cycle stands in calendars: steps, learning time and talks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, or_, select

from learning.appointment import Appointment, AppointmentId, AppointmentKind
from learning.entries import EntryId, ShownAs, Slot
from learning.people import PersonId
from storage.guests import guests_read, guests_written
from storage.rows import Columns, add_row, get_row, put_row, slot_of
from storage.tables import TALK_AHEAD
from storage.tables import appointments as table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.engine import Connection, Row

_SLOTS = {"slot": "", "planned": "planned_", "stood": "stood_"}
_MAY_STAND = or_(table.c.entry.is_not(None), table.c.stood_starts_at.is_not(None))


class SqlAppointments:
    """Implements learning.work.Appointments."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, appointment: Appointment) -> None:
        """Keep a new appointment."""
        add_row(self._connection, table, _columns(appointment))

    def put(self, appointment: Appointment) -> Appointment:
        """Keep a changed appointment. Raises SomeoneWasFaster."""
        return replace(appointment, version=put_row(self._connection, table, _columns(appointment)))

    def for_learner(self, appointment: AppointmentId, *, learner: PersonId) -> Appointment:
        """The learner's own appointment. Raises NotHere."""
        return _appointment(get_row(self._connection, table, id=appointment, learner=learner))

    def about(self, about: str, *, learner: PersonId) -> Sequence[Appointment]:
        """All of this learner's appointments about this cycle or request, those that are over too, by time."""
        return self._all(table.c.about == about, table.c.learner == learner)

    def to_follow(self, learner: PersonId) -> Sequence[Appointment]:
        """What of this learner's is not ended, or has an entry that is to leave the calendar, by time."""
        leaves = and_(table.c.unwanted_at.is_not(None), _MAY_STAND)
        return self._all(table.c.learner == learner, or_(table.c.ended_at.is_(None), leaves))

    def talks_over(self, now: datetime, *, most: int) -> Sequence[Appointment]:
        """Everybody's talks whose time has passed, and that were neither ended nor deleted from the calendar.

        The earliest first, and at most so many.
        """
        query = select(table).where(TALK_AHEAD, table.c.ends_at <= now).order_by(table.c.ends_at, table.c.seq)
        return [_appointment(row) for row in self._connection.execute(query.limit(most))]

    def _all(self, *where: ColumnElement[bool]) -> Sequence[Appointment]:
        query = select(table).where(*where).order_by(table.c.starts_at, table.c.seq)
        return [_appointment(row) for row in self._connection.execute(query)]


def _columns(appointment: Appointment) -> Columns:
    columns = {name: value for name, value in vars(appointment).items() if name not in _SLOTS}
    for name, opening in _SLOTS.items():
        slot: Slot | None = getattr(appointment, name)
        columns[f"{opening}starts_at"] = slot.starts_at if slot else None
        columns[f"{opening}ends_at"] = slot.ends_at if slot else None
    return {**columns, "guests": guests_written(appointment.guests) if appointment.guests else None}


def _appointment(row: Row[Any]) -> Appointment:
    return Appointment(
        id=AppointmentId(row.id),
        learner=PersonId(row.learner),
        kind=AppointmentKind(row.kind),
        about=row.about,
        slot=Slot(starts_at=row.starts_at, ends_at=row.ends_at),
        planned=Slot(starts_at=row.planned_starts_at, ends_at=row.planned_ends_at),
        words=row.words,
        shows_words=row.shows_words,
        is_all_day=row.is_all_day,
        guests=guests_read(row.guests or "[]"),
        shown_as=ShownAs(row.shown_as),
        entry=None if row.entry is None else EntryId(row.entry),
        stood=slot_of(row.stood_starts_at, row.stood_ends_at),
        stood_as=None if row.stood_as is None else ShownAs(row.stood_as),
        shown_by_hand_at=row.shown_by_hand_at,
        looked_at=row.looked_at,
        elsewhere_at=row.elsewhere_at,
        writes=row.writes,
        gone_at=row.gone_at,
        ended_at=row.ended_at,
        unwanted_at=row.unwanted_at,
        version=row.version,
    )
