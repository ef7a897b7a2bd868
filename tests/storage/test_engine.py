"""What an operator may rely on when the database is opened."""

from __future__ import annotations

import socket
import sqlite3
import traceback
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import IntegrityError

from learning.people import Person
from storage.engine import UnusableDatabase, create_engine
from storage.migrate import upgrade
from storage.runner import carry_out
from tests.postgres import new_database
from tests.storage.fixtures import samples
from tests.work_fixture import STORAGES

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.engine import Engine

    from learning.work import Work


PASSWORD = "s3cret"


def pragma(engine: Engine, name: str) -> object:
    with engine.begin() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


def test_the_folder_of_the_file_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    create_engine(f"sqlite:///{tmp_path}/new/data/learning.db").dispose()
    assert (tmp_path / "new/data/learning.db").exists()
    assert (tmp_path / "new/data").stat().st_mode & 0o077 == 0


def test_a_file_is_opened_with_what_keeps_it_safe(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/learning.db")
    assert pragma(engine, "journal_mode") == "wal"
    assert pragma(engine, "synchronous") == 1
    assert pragma(engine, "foreign_keys") == 1
    assert pragma(engine, "busy_timeout") == 10_000
    engine.dispose()


def test_work_holds_the_right_to_write_from_its_first_moment(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/learning.db")
    other = sqlite3.connect(tmp_path / "learning.db", timeout=0, isolation_level=None)
    with engine.begin(), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")
    other.close()
    engine.dispose()


def test_what_was_kept_is_there_after_a_restart(tmp_path: Path) -> None:
    first = create_engine(f"sqlite:///{tmp_path}/learning.db")
    upgrade(first)
    carry_out(first, lambda work: work.people.put(samples.person))
    first.dispose()
    second = create_engine(f"sqlite:///{tmp_path}/learning.db")
    upgrade(second)
    found, _ = carry_out(second, lambda work: work.people.get(samples.ANA))
    second.dispose()
    assert found == samples.person


@pytest.mark.parametrize("place", ["file/learning.db", "folder", "text"])
def test_a_place_that_cannot_be_used_is_named(tmp_path: Path, place: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    (tmp_path / "text").write_text("this is no database, but a text that somebody wrote " * 20)
    with pytest.raises(UnusableDatabase, match=str(tmp_path / place)):
        create_engine(f"sqlite:///{tmp_path}/{place}")


@pytest.mark.parametrize(
    "url",
    [
        "learning.db",
        f"mysql://ana:{PASSWORD}@db.example/learning",
        f"postgresql+asyncpg://ana:{PASSWORD}@db.example/learning",
        f"postgresql+psycopg://ana:@{PASSWORD}@db.example/learning",
        f"postgresql+psycopg://ana:1:{PASSWORD}@db.example:many/learning",
    ],
)
def test_an_address_that_is_not_supported_says_so_without_its_password(url: str) -> None:
    with pytest.raises(UnusableDatabase) as raised:
        create_engine(url)
    said = "".join(traceback.format_exception(raised.value))
    assert "sqlite" in said
    assert "postgresql+psycopg" in said
    assert PASSWORD not in said


@pytest.mark.parametrize("query", ["", f"?password={PASSWORD}"])
def test_a_server_that_is_not_there_is_named_without_the_password(query: str) -> None:
    with socket.socket() as nobody_listens:
        nobody_listens.bind(("127.0.0.1", 0))
        port = nobody_listens.getsockname()[1]
        with pytest.raises(UnusableDatabase, match=f"127.0.0.1:{port}/learning: .*refused") as raised:
            create_engine(f"postgresql+psycopg://ana:{PASSWORD}@127.0.0.1:{port}/learning{query}")
    assert PASSWORD not in "".join(traceback.format_exception(raised.value))


def test_a_server_that_does_not_answer_is_given_up_soon() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        port = silent.getsockname()[1]
        with pytest.raises(UnusableDatabase, match=r"timeout"):
            create_engine(f"postgresql+psycopg://ana@127.0.0.1:{port}/learning?connect_timeout=2")


def test_a_database_that_does_not_exist_is_named() -> None:
    with pytest.raises(UnusableDatabase, match=r'/nowhere: .*"nowhere" does not exist'):
        create_engine(new_database().rpartition("/")[0] + "/nowhere")


def test_a_database_that_cannot_hold_every_script_is_refused() -> None:
    url = new_database("ENCODING 'LATIN1' LOCALE 'C'")
    with pytest.raises(UnusableDatabase, match="its encoding is LATIN1, and must be UTF8"):
        create_engine(url)


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg"])
def test_work_on_postgresql_has_an_end_even_when_the_server_is_busy(scheme: str) -> None:
    url = new_database().replace("postgresql+psycopg", scheme)
    engine = create_engine(f"{url}?options=-c%20lock_timeout%3D3s%20-c%20application_name%3Dlearning")
    with engine.begin() as connection:
        shown = {
            name: connection.exec_driver_sql(f"SHOW {name}").scalar_one()
            for name in ("statement_timeout", "lock_timeout", "application_name", "transaction_isolation")
        }
    engine.dispose()
    assert shown == {
        "statement_timeout": "15s",
        "lock_timeout": "3s",  # what the operator says goes before
        "application_name": "learning",
        "transaction_isolation": "read committed",
    }


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_a_server_that_was_restarted_is_found_again(engine: Engine) -> None:
    carry_out(engine, lambda work: work.people.put(samples.person))
    with engine.begin() as connection:
        first = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    other = create_engine(engine.url.render_as_string())
    with other.begin() as connection:
        assert connection.exec_driver_sql(f"SELECT pg_terminate_backend({first})").scalar_one()
    other.dispose()
    assert carry_out(engine, lambda work: work.people.get(samples.ANA))[0] == samples.person
    with engine.begin() as connection:
        assert connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one() != first


@pytest.mark.parametrize("engine", STORAGES, indirect=True)
def test_an_error_says_nothing_of_what_people_wrote(engine: Engine) -> None:
    def keep_twice(work: Work) -> None:
        work.contracts.add(samples.full_contract)

    with pytest.raises(IntegrityError) as raised:
        carry_out(engine, keep_twice)  # the contract it has grown from is missing
    assert "Zuhören" not in str(raised.value)
    assert "meadow" not in str(raised.value)


def test_people_of_two_databases_in_memory_do_not_meet(engine: Engine) -> None:
    upgrade(other := create_engine("sqlite://"))
    carry_out(engine, lambda work: work.people.put(Person(id=samples.BEN, name="", locale="", zone="", chat=None)))
    found, _ = carry_out(other, lambda work: work.people.find(samples.BEN))
    other.dispose()
    assert found is None
