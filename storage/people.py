"""Keeps people."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import update

from learning.people import Away, Person, PersonId
from storage.rows import add_row, find_row, get_row
from storage.tables import people

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Row


class SqlPeople:
    """Implements learning.work.People. A person has no version: who is met last is right."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, person: PersonId) -> Person | None:
        """This person, if the app has met them."""
        row = find_row(self._connection, people, id=person)
        return None if row is None else _person(row)

    def get(self, person: PersonId) -> Person:
        """This person. Raises NotHere."""
        return _person(get_row(self._connection, people, id=person))

    def put(self, person: Person) -> None:
        """Keep this person as they are now, new or not."""
        columns = asdict(person)
        changed = self._connection.execute(update(people).where(people.c.id == person.id).values(columns))
        if changed.rowcount == 0:
            add_row(self._connection, people, columns)


def _person(row: Row[Any]) -> Person:
    return Person(
        id=PersonId(row.id),
        name=row.name,
        locale=row.locale,
        zone=row.zone,
        chat=row.chat,
        away=None if row.away is None else Away(row.away),
        away_since=row.away_since,
    )
