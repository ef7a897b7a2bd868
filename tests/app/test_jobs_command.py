"""`learning-cycles jobs`: what an operator reads, what a machine reads, and how it ends."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from app.command_line import main
from app.jobs_command import NO_DATABASE, NOT_SET_ASIDE
from app.settings import PREFIX
from learning.jobs import JobKind
from learning.work import Work
from storage import queue
from storage.engine import create_engine
from storage.migrate import upgrade
from storage.runner import carry_out
from tests.cast import ANA, BEN, NOW


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "learning.db"
    monkeypatch.setenv(f"{PREFIX}DATABASE_URL", f"sqlite:///{path}")
    return path


@pytest.fixture
def engine(file: Path) -> Engine:
    """Ana's calendar is set aside, and Ben's chat waits."""
    engine = create_engine(f"sqlite:///{file}")
    upgrade(engine)
    for kind, person in ((JobKind.CALENDAR, ANA), (JobKind.CHAT, BEN)):
        carry_out(engine, wish, kind, person)
        if person == ANA:
            with engine.begin() as connection:
                [job] = queue.claim(connection, NOW, timedelta(minutes=3), 1)
                queue.set_aside(connection, job, NOW, "GraphFailure: Graph 503")
    engine.dispose()
    return engine


def wish(work: Work, kind: JobKind, person: str) -> None:
    work.jobs.defer(kind, person, lock=f"{kind}:{person}", due_at=NOW)


def run(*arguments: str) -> str | int | None:
    with pytest.raises(SystemExit) as ended:
        main(("jobs", *arguments))
    return ended.value.code


@pytest.mark.usefixtures("engine")
def test_people_read_an_aligned_table_without_anybody_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 0
    said = capsys.readouterr().out
    assert said.splitlines() == [
        "ID  KIND      STATE      FOR  SINCE (UTC)          TRIED  NEXT TRY (UTC)       LAST ERROR",
        "1   calendar  set aside  1    2026-03-02 09:00:00  1      -                    GraphFailure: Graph 503",
        "2   chat      waiting    2    2026-03-02 09:00:00  0      2026-03-02 09:00:00  -",
    ]
    assert not any(part in said for person in (ANA, BEN) for part in person.split(":"))


@pytest.mark.parametrize("form", [(), ("--json",)], ids=["people", "machines"])
def test_every_kind_of_job_is_listed_and_whom_or_what_it_is_about_is_not(
    file: Path, capsys: pytest.CaptureFixture[str], form: tuple[str, ...]
) -> None:
    engine = create_engine(f"sqlite:///{file}")
    upgrade(engine)
    for kind in JobKind:
        carry_out(engine, wish, kind, f"about-{ANA}")
    engine.dispose()
    assert run(*form) == 0
    said = capsys.readouterr().out
    assert [kind for kind in JobKind if not re.search(rf"\b{kind}\b", said)] == []
    assert not any(part in said for part in ("about-", *ANA.split(":")))


@pytest.mark.usefixtures("engine")
def test_machines_read_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--set-aside", "--json") == 0
    [job] = json.loads(capsys.readouterr().out)
    assert (job["id"], job["kind"], job["state"], job["since"]) == (1, "calendar", "set aside", NOW.isoformat())


@pytest.mark.usefixtures("engine")
def test_a_job_is_tried_again_and_one_that_is_not_set_aside_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("retry", "1", "2") == NOT_SET_ASIDE
    captured = capsys.readouterr()
    assert captured.out == "Tried again now: 1.\n"
    assert captured.err == "Not set aside, so left as they are: 2.\n"
    assert run("--set-aside") == 0
    assert capsys.readouterr().out == "Nothing is waiting, failing or set aside.\n"


@pytest.mark.usefixtures("engine")
def test_all_that_is_set_aside_is_tried_again(capsys: pytest.CaptureFixture[str]) -> None:
    assert (run("retry", "--all"), run("--json", "retry", "--all")) == (0, 0)
    assert capsys.readouterr().out == 'Tried again now: 1.\n{"retried": [], "not_set_aside": []}\n'


@pytest.mark.parametrize("arguments", [("retry",), ("retry", "--all", "1"), ("retry", "one")])
def test_wrong_arguments_are_said(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*arguments) == 2
    assert "usage: learning-cycles jobs" in capsys.readouterr().err


def test_looking_for_a_database_that_is_not_there_makes_none(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == NO_DATABASE
    assert f"There is no database at {file}" in capsys.readouterr().err
    assert not file.exists()


def test_a_database_that_is_not_migrated_says_what_to_do(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    create_engine(f"sqlite:///{file}").dispose()
    assert run("retry", "--all") == NO_DATABASE
    assert "learning-cycles migrate" in capsys.readouterr().err


def test_a_file_that_is_no_database_is_said_to_be_none(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text("this is no database " * 100, "utf-8")
    assert run() == NO_DATABASE
    assert "not a database" in capsys.readouterr().err
