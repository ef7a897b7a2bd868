"""Keeps how it stands with people's own calendars, and their wishes to connect them."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, or_

from learning.connection import Connection, WhyNot
from learning.people import PersonId
from learning.sign_in import LIFE, SignIn, SignInId
from storage.rows import Columns, add_row, find_row, put_row
from storage.tables import connections, sign_ins

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.engine import Connection as Database
    from sqlalchemy.engine import Row


class SqlConnections:
    """Implements learning.work.Connections."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, person: PersonId) -> Connection | None:
        """This person's, if anything is kept of it."""
        row = find_row(self._database, connections, person=person)
        return None if row is None else _connection(row)

    def add(self, connection: Connection) -> None:
        """Keep one more."""
        add_row(self._database, connections, _columns(connection))

    def put(self, connection: Connection) -> Connection:
        """Keep a changed one. Raises SomeoneWasFaster."""
        return replace(connection, version=put_row(self._database, connections, _columns(connection), key="person"))

    def not_allowed(self, *, most: int) -> Sequence[Connection]:
        """Of people whose organisation has not allowed it, at most so many."""
        query = connections.select().where(connections.c.why_not == WhyNot.NOT_ALLOWED).limit(most)
        return [_connection(row) for row in self._database.execute(query)]


class SqlSignIns:
    """Implements learning.work.SignIns."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, sign_in: SignInId) -> SignIn | None:
        """This one, whosever it is."""
        row = find_row(self._database, sign_ins, id=sign_in)
        return None if row is None else _sign_in(row)

    def by_state(self, state_hash: str) -> SignIn | None:
        """The one whose answer carries the state with this fingerprint."""
        row = find_row(self._database, sign_ins, state_hash=state_hash)
        return None if row is None else _sign_in(row)

    def of(self, person: PersonId) -> Sequence[SignIn]:
        """All of this person's that are kept, the oldest first."""
        query = sign_ins.select().where(sign_ins.c.person == person).order_by(sign_ins.c.asked_at, sign_ins.c.id)
        return [_sign_in(row) for row in self._database.execute(query)]

    def over(self, now: datetime, *, most: int) -> Sequence[SignIn]:
        """Everybody's whose time is over, at most so many."""
        is_over = or_(sign_ins.c.asked_at < now - LIFE, sign_ins.c.asked_at > now)
        return [_sign_in(row) for row in self._database.execute(sign_ins.select().where(is_over).limit(most))]

    def add(self, sign_in: SignIn) -> None:
        """Keep a new one."""
        add_row(self._database, sign_ins, asdict(sign_in))

    def put(self, sign_in: SignIn) -> SignIn:
        """Keep a changed one. Raises SomeoneWasFaster."""
        return replace(sign_in, version=put_row(self._database, sign_ins, asdict(sign_in)))

    def remove(self, sign_in: SignInId) -> None:
        """Forget this one."""
        self._database.execute(delete(sign_ins).where(sign_ins.c.id == sign_in))


def _columns(connection: Connection) -> Columns:
    columns = asdict(connection)
    columns["why_not"] = columns.pop("why")
    return columns


def _connection(row: Row[Any]) -> Connection:
    return Connection(
        person=PersonId(row.person),
        asked_at=row.asked_at,
        connected_at=row.connected_at,
        ended_at=row.ended_at,
        why=None if row.why_not is None else WhyNot(row.why_not),
        claims=row.claims,
        left_at=row.left_at,
        version=row.version,
    )


def _sign_in(row: Row[Any]) -> SignIn:
    return SignIn(
        id=SignInId(row.id),
        person=PersonId(row.person),
        chat=row.chat,
        asked_at=row.asked_at,
        used_at=row.used_at,
        state_hash=row.state_hash,
        cookie_hash=row.cookie_hash,
        flow=row.flow,
        version=row.version,
    )
