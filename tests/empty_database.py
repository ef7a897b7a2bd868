"""The tables of an empty SQLite database, from statements that are made once: writing them takes most of the time."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_mock_engine

from storage.tables import metadata

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine


def create_tables(engine: Engine) -> None:
    """As `metadata.create_all` does, in a SQLite database that has none of them."""
    connection = engine.raw_connection()
    try:
        connection.driver_connection.executescript(_statements())  # type: ignore[union-attr]  # it is sqlite3's
    finally:
        connection.close()


@cache
def _statements() -> str:
    said: list[str] = []

    def say(statement: Any, *_: Any, **__: Any) -> None:
        said.append(str(statement.compile(dialect=mock.dialect)))

    mock = create_mock_engine("sqlite://", say)
    metadata.create_all(mock, checkfirst=False)
    return ";\n".join(["BEGIN", *said, "COMMIT;"])
