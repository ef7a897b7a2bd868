"""Keeps the encrypted tokens of people. They are read and written outside of actions, beside calls to Entra."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from learning.connection import TokenRow
from learning.errors import Outdated
from learning.people import PersonId
from storage.tables.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from storage.runner import WorkRunner

_USE_IS_NOTED_EVERY = timedelta(days=1)
_BITS_OF_A_FIRST_VERSION = 62


class SqlTokenRows:
    """Implements learning.ports.TokenRows."""

    def __init__(self, runner: WorkRunner, clock: Callable[[], datetime]) -> None:
        self._runner = runner
        self._clock = clock

    async def load(self, person: PersonId) -> TokenRow | None:
        """What is kept of this person; that it was used today is kept as well."""
        return await self._runner.in_transaction(_load, person, self._clock())

    async def save(self, person: PersonId, sealed: bytes, version: int) -> None:
        """Keep this in place of the row of that version; zero where there is none. Raises Outdated."""
        await self._runner.in_transaction(_save if version else _add, person, sealed, version, self._clock())

    async def delete(self, person: PersonId, version: int | None = None) -> None:
        """Drop the row, if it still has this version. One that is gone already is fine."""
        await self._runner.in_transaction(_delete, person, version)

    async def people(self) -> Sequence[PersonId]:
        """Everybody of whom something is kept."""
        return await self._runner.in_transaction(_people)


def _load(connection: Connection, person: PersonId, now: datetime) -> TokenRow | None:
    row = connection.execute(tokens.select().where(tokens.c.person == person)).one_or_none()
    if row is None:
        return None
    if row.used_at < now - _USE_IS_NOTED_EVERY:
        connection.execute(update(tokens).where(tokens.c.person == person).values(used_at=now))
    return TokenRow(sealed=row.sealed, version=row.version)


def _add(connection: Connection, person: PersonId, sealed: bytes, _version: int, now: datetime) -> None:
    # Not from one: whoever still has a row in mind that was dropped since must not take the next one for it.
    first = 1 + secrets.randbits(_BITS_OF_A_FIRST_VERSION)
    row = {"person": person, "sealed": sealed, "version": first, "saved_at": now, "used_at": now}
    try:
        with connection.begin_nested():
            connection.execute(insert(tokens).values(**row))
    except IntegrityError:
        raise Outdated from None


def _save(connection: Connection, person: PersonId, sealed: bytes, version: int, now: datetime) -> None:
    changed = connection.execute(
        update(tokens)
        .where(tokens.c.person == person, tokens.c.version == version)
        .values(sealed=sealed, version=version + 1, saved_at=now, used_at=now)
    )
    if changed.rowcount != 1:
        raise Outdated


def _delete(connection: Connection, person: PersonId, version: int | None) -> None:
    is_it = [tokens.c.person == person] if version is None else [tokens.c.person == person, tokens.c.version == version]
    connection.execute(delete(tokens).where(*is_it))


def _people(connection: Connection) -> Sequence[PersonId]:
    return [PersonId(person) for person in connection.scalars(select(tokens.c.person).order_by(tokens.c.person))]
