"""Keeps which buttons were pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select, tuple_
from sqlalchemy.exc import IntegrityError

from storage.rows import add_row
from storage.tables import presses

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from learning.people import PersonId


class SqlPresses:
    """Implements learning.work.Presses."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, person: PersonId, key: str, now: datetime) -> bool:
        """Keep that this key was pressed; False when it had been pressed before."""
        try:
            with self._connection.begin_nested():  # the primary key decides, and the rest of the work goes on
                add_row(self._connection, presses, {"person": person, "key": key, "pressed_at": now})
        except IntegrityError:
            return False
        return True

    def forget(self, *, pressed_before: datetime, most: int) -> None:
        """Forget the oldest that were pressed before then, at most so many."""
        key = (presses.c.person, presses.c.key)
        old = select(*key).where(presses.c.pressed_at < pressed_before).order_by(presses.c.pressed_at).limit(most)
        self._connection.execute(delete(presses).where(tuple_(*key).in_(old)))
