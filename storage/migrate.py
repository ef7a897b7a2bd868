"""Brings a database to the tables of this program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest version, wholly or not at all. Doing so again changes nothing."""
    with engine.begin() as connection:
        command.upgrade(_config(connection), "head")


def write_version(engine: Engine, number: str, name: str) -> None:
    """For developers: write versions/<number>_<name>.py with what the tables have that this upgraded database lacks.

    Tidy it by hand before it is committed.
    """
    with engine.begin() as connection:
        command.revision(_config(connection), name, autogenerate=True, rev_id=number)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    config.attributes["connection"] = connection
    return config
