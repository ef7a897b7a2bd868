"""A database for tests of actions: `run(action, ...)` carries each out in one committed unit of work.

The suites in conformance/ ask for each of STORAGES in turn; every other test gets SQLite in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Concatenate, ParamSpec, Protocol, TypeVar

import pytest
from sqlalchemy import select

from storage.engine import create_engine
from storage.runner import carry_out
from storage.tables import WAITING, jobs
from tests.empty_database import create_tables
from tests.postgres import storage_on_postgresql

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.engine import Engine

    from learning.work import Work

P = ParamSpec("P")
T = TypeVar("T")


class Run(Protocol):
    """Carries an action out, commits, and returns its result; what it raises undoes all it did."""

    def __call__(self, action: Callable[Concatenate[Work, P], T], *args: P.args, **kwargs: P.kwargs) -> T: ...


@dataclass(frozen=True)
class WaitingJob:
    kind: str
    about: str
    lock: str
    due_at: datetime


def storage_in_memory() -> Engine:
    """An empty database in memory, with its tables. Dispose of it."""
    engine = create_engine("sqlite://")
    create_tables(engine)
    return engine


def run_on(engine: Engine) -> Run:
    """Carries actions out on this database."""

    def run(action: Callable[Concatenate[Work, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        result, _ = carry_out(engine, action, *args, **kwargs)
        return result

    return run


@contextmanager
def storage_on_sqlite() -> Iterator[Engine]:
    """`storage_in_memory`, disposed of."""
    storage = storage_in_memory()
    try:
        yield storage
    finally:
        storage.dispose()


STORAGES: dict[str, Callable[[], AbstractContextManager[Engine]]] = {
    "sqlite": storage_on_sqlite,
    "postgresql": storage_on_postgresql,
}
"""A new implementation is a new line here."""


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    with STORAGES[getattr(request, "param", "sqlite")]() as storage:
        yield storage


@pytest.fixture
def run(engine: Engine) -> Run:
    return run_on(engine)


@pytest.fixture
def waiting_jobs(engine: Engine) -> Callable[[], list[WaitingJob]]:
    """What waits to be done outside, in the order of its deferring."""

    def look() -> list[WaitingJob]:
        query = select(jobs.c.kind, jobs.c.about, jobs.c.lock, jobs.c.due_at).where(WAITING).order_by(jobs.c.id)
        with engine.begin() as connection:
            return [WaitingJob(*row) for row in connection.execute(query)]

    return look
