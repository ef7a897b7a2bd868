"""Brings a database to the tables of this program."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from storage.postgresql import Turn, is_postgresql, take_turn

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine

PATIENCE_MINUTES = 10
"""How long a start waits for an upgrade that another process has under way."""


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest version, wholly or not at all. Doing so again changes nothing.

    When several start at once, one does it and the others wait for it.
    """
    with engine.begin() as connection:
        _wait_for_the_others(connection)
        command.upgrade(_config(connection), "head")


def is_current(connection: Connection) -> bool:
    """Whether the database has exactly the tables of this program."""
    return set(MigrationContext.configure(connection).get_current_heads()) == _newest()


def write_version(engine: Engine, number: str, name: str) -> None:
    """For developers: write versions/<number>_<name>.py with what the tables have that this upgraded database lacks.

    Tidy it by hand before it is committed.
    """
    with engine.begin() as connection:
        command.revision(_config(connection), name, autogenerate=True, rev_id=number)


def _wait_for_the_others(connection: Connection) -> None:
    """An upgrade may take longer than any other work, so only the waits of its own steps for rows keep their limit."""
    if is_postgresql(connection):
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE_MINUTES}min'"))
        take_turn(connection, Turn.MIGRATE)
        connection.execute(text("SET LOCAL lock_timeout = DEFAULT"))


@cache
def _newest() -> frozenset[str]:
    return frozenset(ScriptDirectory.from_config(_bare_config()).get_heads())


def _config(connection: Connection) -> Config:
    config = _bare_config()
    config.attributes["connection"] = connection
    return config


def _bare_config() -> Config:
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    return config
