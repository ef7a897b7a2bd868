"""`learning-cycles jobs`: what waits, fails or was set aside, without anybody's words or names; and to try it again."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import make_url
from sqlalchemy.engine import Connection
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from app.logs import describe
from app.settings import read_common_settings
from storage.engine import UnusableDatabase, create_engine
from storage.migrate import is_current
from storage.queue_listing import ListedJob, list_jobs, put_back

NOT_SET_ASIDE = 1
NO_DATABASE = 3

HEADINGS = ("ID", "KIND", "STATE", "FOR", "SINCE (UTC)", "TRIED", "NEXT TRY (UTC)", "LAST ERROR")
EPILOG = """FOR is a number within this one listing: the same number, the same person. Exit codes: 0 done, 1 a job
that was named is not set aside, 2 the arguments are wrong, 3 the database is not there or not up to date."""


class DatabaseProblem(Exception):
    """The database cannot be looked into; the message says why and what to do."""


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the others."""
    parser = commands.add_parser("jobs", help="list waiting, failing and set-aside jobs; retry them", epilog=EPILOG)
    parser.add_argument("--set-aside", action="store_true", help="only those that are not tried any more")
    parser.add_argument("--json", action="store_true", help="for machines")
    parser.set_defaults(command=_list)
    actions = parser.add_subparsers(metavar="retry", required=False)
    retry = actions.add_parser("retry", help="have set-aside jobs tried again at once", epilog=EPILOG)
    retry.add_argument("ids", nargs="*", type=int, metavar="ID", help="their ids, as the listing gives them")
    retry.add_argument("--all", action="store_true", help="all that are set aside")
    retry.set_defaults(command=lambda options: _retry(options, retry))


def _list(options: argparse.Namespace) -> int:
    def print_jobs(connection: Connection) -> int:
        jobs = list_jobs(connection, only_set_aside=options.set_aside)
        _say(_as_json(jobs) if options.json else _as_table(jobs))
        return 0

    return _in_database(print_jobs)


def _retry(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    if bool(options.ids) == options.all:
        parser.error("name the ids of jobs, or say --all")

    def put_jobs_back(connection: Connection) -> int:
        done = put_back(connection, None if options.all else options.ids)
        missing = sorted(set(options.ids) - set(done))
        if options.json:
            _say(json.dumps({"retried": done, "not_set_aside": missing}))
        else:
            _say(f"Tried again now: {_ids(done)}." if done else "No job is tried again.")
            if missing:
                _complain(f"Not set aside, so left as they are: {_ids(missing)}.")
        return NOT_SET_ASIDE if missing else 0

    return _in_database(put_jobs_back)


def _ids(ids: Sequence[int]) -> str:
    return ", ".join(map(str, ids))


def _in_database(function: Callable[[Connection], int]) -> int:
    try:
        with _connection(read_common_settings().database_url) as connection:
            return function(connection)
    except (DatabaseProblem, UnusableDatabase) as problem:
        _complain(str(problem))
    except SQLAlchemyError as error:
        _complain(f"The database does not answer: {describe(error)}")
    return NO_DATABASE


@contextmanager
def _connection(url: str) -> Iterator[Connection]:
    """One transaction in a database that is there and up to date. Looking never makes one."""
    _check_file(url)
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            if not is_current(connection):
                raise DatabaseProblem(
                    "The database and this program do not fit together: run `learning-cycles migrate`, or the program "
                    "that the database belongs to."
                )
            yield connection
    finally:
        engine.dispose()


def _check_file(url: str) -> None:
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        return  # create_engine says what is wrong with it
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
        raise DatabaseProblem(
            f"There is no database at {address.database or 'an address without a file'}. LEARNING_CYCLES_DATABASE_URL "
            "says where to look; `learning-cycles migrate` makes one."
        )


def _as_table(jobs: Sequence[ListedJob]) -> str:
    if not jobs:
        return "Nothing is waiting, failing or set aside."
    rows = [HEADINGS, *(_row(job) for job in jobs)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _row(job: ListedJob) -> tuple[str, ...]:
    return (
        str(job.id),
        job.kind,
        job.state,
        str(job.who),
        _moment(job.since),
        str(job.attempts),
        _moment(job.next_try) if job.next_try else "-",
        job.last_error or "-",
    )


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def _as_json(jobs: Sequence[ListedJob]) -> str:
    def plain(value: Any) -> str:
        return value.isoformat() if isinstance(value, datetime) else str(value)

    return json.dumps([asdict(job) for job in jobs], default=plain, indent=2)


def _say(text: str) -> None:
    print(text)  # noqa: T201  a command's answer


def _complain(text: str) -> None:
    print(text, file=sys.stderr)  # noqa: T201  a command's answer
