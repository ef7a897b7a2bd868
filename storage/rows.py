"""What the repositories share: adding a row, changing it if nobody was faster, and the terms of a contract."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, update

from learning.entries import Slot
from learning.errors import NotHere, SomeoneWasFaster
from learning.goal import GOAL_NUMBERS, Goal
from learning.need import Needs
from learning.terms import Terms, goal_field

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Select, Table, Update
    from sqlalchemy.engine import Connection, Row

Columns = dict[str, Any]
_ITS_KEY, _VERSION_SEEN = "its_key", "version_seen"
OTHER_GOALS = GOAL_NUMBERS[1:]


def add_row(connection: Connection, table: Table, columns: Mapping[str, Any]) -> None:
    """Keep something new."""
    connection.execute(insert(table), columns)


def put_row(connection: Connection, table: Table, columns: Mapping[str, Any], *, key: str = "id") -> int:
    """Keep a changed thing and return its new version. Raises SomeoneWasFaster when its row has another one by now.

    The key is never written: SQLite would look through all rows of other tables for such as refer to the old one.
    """
    version = int(columns["version"])
    changes = {name: value for name, value in columns.items() if name != key}
    changes |= {"version": version + 1, _ITS_KEY: columns[key], _VERSION_SEEN: version}
    changed = connection.execute(_change_of(table, key), changes)
    if changed.rowcount != 1:
        raise SomeoneWasFaster
    return version + 1


@cache  # making a statement takes longer than carrying it out
def _change_of(table: Table, key: str) -> Update:
    return update(table).where(table.c[key] == bindparam(_ITS_KEY), table.c.version == bindparam(_VERSION_SEEN))


@cache  # as above
def _row_with(table: Table, *columns: str) -> Select[Any]:
    return table.select().where(*(table.c[column] == bindparam(column) for column in columns))


def find_row(connection: Connection, table: Table, **where: str | int) -> Row[Any] | None:
    """The one row with these values in these columns, if there is one."""
    return connection.execute(_row_with(table, *where), where).one_or_none()


def get_row(connection: Connection, table: Table, **where: str | int) -> Row[Any]:
    """The one row with these values in these columns. Raises NotHere."""
    row = find_row(connection, table, **where)
    if row is None:
        raise NotHere
    return row


def terms_columns(terms: Terms) -> Columns:
    """The terms, spread over their columns."""
    by_number = {goal.number: goal.words for goal in terms.goals}
    return {
        "goal": by_number.get(1, ""),
        **{goal_field(number): by_number.get(number) for number in OTHER_GOALS},
        **{f"need_{name}": text for name, text in asdict(terms.needs).items()},
        "ways": terms.ways,
        "proof": terms.proof,
        "ends_on": terms.ends_on,
    }


def terms_of(row: Row[Any]) -> Terms:
    """The terms in this row of a contract or a revision."""
    return Terms(
        goals=tuple(
            Goal(number=number, words=words) for number in GOAL_NUMBERS if (words := getattr(row, goal_field(number)))
        ),
        needs=Needs(organisation=row.need_organisation, team=row.need_team, own=row.need_own),
        ways=row.ways,
        proof=row.proof,
        ends_on=row.ends_on,
    )


def slot_of(starts_at: datetime | None, ends_at: datetime | None) -> Slot | None:
    """The slot between these two, when there is one."""
    return Slot(starts_at=starts_at, ends_at=ends_at) if starts_at is not None and ends_at is not None else None
