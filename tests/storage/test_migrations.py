"""What an operator may rely on when a newer program meets an older database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from learning.feedback import Feedback
from learning.terms import Terms
from storage.columns import UtcDateTime, Words
from storage.engine import create_engine
from storage.migrate import upgrade
from storage.postgresql import is_postgresql
from storage.tables import metadata
from tests.postgres import new_database
from tests.work_fixture import STORAGES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.engine import Engine


ON_EACH = pytest.mark.parametrize("engine", STORAGES, indirect=True)


@pytest.fixture
def bare(engine: Engine, tmp_path: Path) -> Iterator[Engine]:
    """An empty database of the same sort as `engine`, which has the tables of the program."""
    bare = create_engine(new_database() if is_postgresql(engine) else f"sqlite:///{tmp_path}/learning.db")
    yield bare
    bare.dispose()


@pytest.fixture
def upgraded(bare: Engine) -> Engine:
    upgrade(bare)
    return bare


def schema(engine: Engine) -> list[str]:
    query = """
        SELECT table_name || ' ' || column_name || ' ' || data_type || ' ' || is_nullable
        FROM information_schema.columns WHERE table_schema = 'public'
        UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1
    """
    on_sqlite = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name"
    with engine.begin() as connection:
        return list(connection.scalars(text(query if is_postgresql(engine) else on_sqlite)))


@ON_EACH
def test_an_upgraded_database_has_exactly_the_tables_of_the_program(upgraded: Engine) -> None:
    with upgraded.begin() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []


@ON_EACH
def test_the_constraints_of_an_upgraded_database_are_the_same_too(upgraded: Engine, engine: Engine) -> None:
    ours, migrated = inspect(engine), inspect(upgraded)
    for table in metadata.tables:
        assert ours.get_pk_constraint(table) == migrated.get_pk_constraint(table)
        for look in ("get_foreign_keys", "get_unique_constraints", "get_indexes"):
            assert in_order(getattr(ours, look)(table)) == in_order(getattr(migrated, look)(table))


def in_order(found: list[dict[str, Any]]) -> list[str]:
    return sorted(repr(each | {"dialect_options": None}) + str(where(each)) for each in found)


def where(index: dict[str, Any]) -> object:
    options = index.get("dialect_options", {})
    return {name: str(condition) for name, condition in options.items() if name.endswith("_where")}


@ON_EACH
def test_upgrading_again_changes_nothing(upgraded: Engine) -> None:
    before = schema(upgraded)
    upgrade(upgraded)
    assert schema(upgraded) == before


@ON_EACH
def test_an_upgrade_that_fails_leaves_the_database_as_it_was(bare: Engine) -> None:
    with bare.begin() as connection:
        connection.execute(text("CREATE TABLE reviews (somebody TEXT)"))  # in the way of the last table
    before = schema(bare)
    with pytest.raises(Exception, match="already exists"):
        upgrade(bare)
    assert schema(bare) == before


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_programs_that_start_at_once_upgrade_the_database_once(bare: Engine, engine: Engine) -> None:
    with ThreadPoolExecutor(4) as programs:
        list(programs.map(upgrade, [bare] * 4))
    assert set(schema(engine)) <= set(schema(bare))


def test_every_word_that_somebody_writes_has_the_column_type_for_words() -> None:
    written = {
        *(field.name for field in fields(Terms) if field.name not in {"ends_on", "needs", "goals"}),
        *(f"need_{name}" for name in ("organisation", "team", "own")),
        *(field.name for field in fields(Feedback)),
        *("question", "why", "why_revised", "parked_because", "answers"),
        *("questions", "unfinished", "reason", "outcome"),
        *("note", "url", "lighter"),
        "address",  # nobody's words, but to be protected at rest with them
        *("goal", "goal_2", "goal_3", "put_off"),
        *("title", "guests"),
        *("words", "companions", "guest"),
    }
    columns = [column for table in metadata.tables.values() for column in table.columns]
    assert {column.name for column in columns if isinstance(column.type, Words)} == written
    assert all(isinstance(column.type, Words) for column in columns if column.name in written)


def test_every_moment_has_the_column_type_that_keeps_the_zone() -> None:
    columns = [column for table in metadata.tables.values() for column in table.columns]
    moments = [column for column in columns if column.name.endswith(("_at", "_until"))]
    assert len(moments) > 20
    assert all(isinstance(column.type, UtcDateTime) for column in moments)
