"""What is different on PostgreSQL: how it is opened, and that several processes and threads work in it at once."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

import sqlalchemy
from sqlalchemy import func, select

if TYPE_CHECKING:
    from sqlalchemy.engine import URL, Connection, Engine
    from sqlalchemy.exc import DBAPIError

DRIVER = "postgresql+psycopg"

THREADS = 8
"""How many transactions one process has under way at once."""

SPARE_CONNECTIONS = 2
"""For who needs one beside the runner's threads, such as an upgrade."""

POOL_SECONDS = 10
CONNECT_SECONDS = 5

_SERVER_SETTINGS = {
    "statement_timeout": "15s",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",
    "enable_seqscan": "off",  # who reads a whole table loses a race against everybody who writes to it
}
_NETWORK_LIMITS = {
    "connect_timeout": CONNECT_SECONDS,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,  # milliseconds that a server may leave unanswered what was sent
}

_LOST_RACES = {
    "40001",  # serialisation failure
    "40P01",  # deadlock
    "23505",  # unique violation: somebody added the same just now
    "23503",  # foreign key violation: somebody removed what this stands on
}


class Turn(IntEnum):
    """What only one does at a time in a database. The numbers are ours; any two programs must agree on them."""

    MIGRATE = 0x4C43_0001
    CLAIM = 0x4C43_0002


def engine_at(address: URL) -> Engine:
    """The engine for this address; nothing is connected yet. What the address sets itself goes before what we set."""
    settings = " ".join(f"-c {name}={value}" for name, value in _SERVER_SETTINGS.items())
    own = {name: value for name, value in _NETWORK_LIMITS.items() if name not in address.query}
    return sqlalchemy.create_engine(
        address.set(drivername=DRIVER).difference_update_query(["options"]),
        hide_parameters=True,  # an error message must not carry what people wrote
        isolation_level="READ COMMITTED",
        pool_size=THREADS,
        max_overflow=SPARE_CONNECTIONS,
        pool_timeout=POOL_SECONDS,
        pool_pre_ping=True,  # after the server was restarted, the next piece of work finds a connection that lives
        connect_args={**own, "options": f"{settings} {address.query.get('options', '')}".strip()},
    )


def is_postgresql(at: Engine | Connection) -> bool:
    """Whether this is PostgreSQL, where others work at the same time; on SQLite every transaction is alone."""
    return at.dialect.name == "postgresql"


def as_if_alone(engine: Engine) -> Engine:
    """The same database, in which each transaction is as if no other were under way, or fails as a lost race.

    Actions look before they leap ("no draft yet? then a new one"), and a version guards a row, not the absence of one.
    """
    return engine.execution_options(isolation_level="SERIALIZABLE") if is_postgresql(engine) else engine


def is_lost_race(error: DBAPIError) -> bool:
    """Whether this may succeed when it is done again from its beginning: another transaction came first."""
    return getattr(error.orig, "sqlstate", None) in _LOST_RACES


def take_turn(connection: Connection, turn: Turn) -> None:
    """Wait until nobody else has this turn, and keep it until the transaction ends."""
    if is_postgresql(connection):
        connection.execute(select(func.pg_advisory_xact_lock(int(turn))))
