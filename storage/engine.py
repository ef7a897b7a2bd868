"""Opens the database."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy
from sqlalchemy import event, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from storage.postgresql import DRIVER, engine_at, is_postgresql

if TYPE_CHECKING:
    from sqlalchemy.engine import URL, Connection, Engine
    from sqlalchemy.pool import ConnectionPoolEntry

DRIVERS = {"sqlite", "sqlite+pysqlite", "postgresql", DRIVER}

EXPECTED = (
    "it looks like sqlite:////folder/file.db or postgresql+psycopg://name:password@host/database "
    "(in a password, write @ as %40)"
)

BUSY_SECONDS = 10
"""How long a write waits for another process to finish its own."""


class UnusableDatabase(Exception):
    """The database cannot be opened or written; the message says which one and why."""


def create_engine(url: str) -> Engine:
    """The database at this address, tried once. Raises UnusableDatabase.

    `sqlite:////folder/file.db`, or `sqlite://` for one in memory; the file's folder is created, readable by its owner
    alone. `postgresql+psycopg://name:password@host/database`.
    """
    address = _address(url)
    engine = _sqlite(address) if address.get_backend_name() == "sqlite" else engine_at(address)
    try:
        _try(engine)
    except UnusableDatabase:
        engine.dispose()
        raise
    except (SQLAlchemyError, sqlite3.Error) as error:
        engine.dispose()
        reason = getattr(error, "orig", None) or error
        raise UnusableDatabase(f"{_shown(address)}: {reason}") from error
    return engine


def _address(url: str) -> URL:
    """The parts of this address. An error repeats none of them: a password with an `@` may be in any."""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise UnusableDatabase(f"the database address cannot be read; {EXPECTED}") from None
    if address.drivername not in DRIVERS:
        raise UnusableDatabase(f"{address.drivername} is not supported; {EXPECTED}")
    if address.get_backend_name() == "postgresql" and "@" in f"{address.host}{address.database}":
        raise UnusableDatabase(f"the database address has an @ too many; {EXPECTED}")
    return address


def _shown(address: URL) -> str:
    """What a message may say of an address: where it is, never how one gets in."""
    if address.host is None:
        return str(address.database)
    port = f":{address.port}" if address.port else ""
    return f"{address.host}{port}/{address.database}"


def _try(engine: Engine) -> None:
    with engine.begin() as connection:
        if is_postgresql(engine):
            encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
            if encoding != "UTF8":
                raise UnusableDatabase(f"{_shown(engine.url)}: its encoding is {encoding}, and must be UTF8")
        else:
            connection.exec_driver_sql("SELECT 1 FROM sqlite_master").all()


def _sqlite(address: URL) -> Engine:
    in_memory = address.database in {None, "", ":memory:"}
    if not in_memory:
        _create_folder(address)
    engine = sqlalchemy.create_engine(
        address,
        hide_parameters=True,  # an error message must not carry what people wrote
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False, "isolation_level": None},
        **({"poolclass": StaticPool} if in_memory else {}),
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _create_folder(address: URL) -> None:
    folder = Path(address.database or "").absolute().parent
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise UnusableDatabase(f"{address.database}: its folder cannot be created: {error.strerror}") from error


def _set_up(connection: Any, _entry: ConnectionPoolEntry) -> None:
    """Readers beside the writer, safe against a crash of the process, foreign keys held."""
    cursor = connection.cursor()
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    """Take the right to write at once: one that is asked for in the middle can fail without waiting."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
