"""Opens the database."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy
from sqlalchemy import event, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

if TYPE_CHECKING:
    from sqlalchemy.engine import URL, Connection, Engine
    from sqlalchemy.pool import ConnectionPoolEntry

BUSY_SECONDS = 10
"""How long a write waits for another process to finish its own."""


class UnusableDatabase(Exception):
    """The database cannot be opened or written; the message says which one and why."""


def create_engine(url: str) -> Engine:
    """The database at this address: `sqlite:////folder/file.db`, or `sqlite://` for one in memory.

    The file's folder is created, readable by its owner alone. Raises UnusableDatabase.
    """
    address = _address(url)
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
    _try(engine, address)
    return engine


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise UnusableDatabase("the database address is not a URL such as sqlite:////folder/file.db") from error
    if address.get_backend_name() != "sqlite":
        raise UnusableDatabase(f"{address.render_as_string()}: only sqlite is supported")
    return address


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


def _try(engine: Engine, address: URL) -> None:
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql("SELECT 1 FROM sqlite_master").all()
    except (SQLAlchemyError, sqlite3.Error) as error:
        engine.dispose()
        reason = getattr(error, "orig", None) or error
        raise UnusableDatabase(f"{address.database}: {reason}") from error
