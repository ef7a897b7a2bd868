"""What a record looks like, and what stays out of it."""

from __future__ import annotations

import asyncio
import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from app import reference
from app.access import accessed
from app.logs import Formatter, LogFormat, describe, is_written
from learning.errors import OutsideFailure
from storage.engine import create_engine

WORDS = "words of a person"
OURS = logging.getLogger("app.tests")
THEIRS = logging.getLogger("sqlalchemy.tests")


class Written:
    """What went through our handler."""

    def __init__(self, log_format: LogFormat) -> None:
        self.stream = io.StringIO()
        self.handler = logging.StreamHandler(self.stream)
        self.handler.addFilter(is_written)
        self.handler.setFormatter(Formatter(log_format))

    @property
    def lines(self) -> list[str]:
        return self.stream.getvalue().splitlines()

    @property
    def records(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.lines]


@pytest.fixture(params=[LogFormat.JSON])
def written(request: pytest.FixtureRequest) -> Iterator[Written]:
    written, root = Written(request.param), logging.getLogger()
    before = root.level
    root.addHandler(written.handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(written.handler)
    root.setLevel(before)


async def test_two_things_at_once_keep_their_own_references(written: Written) -> None:
    async def handled(named: str) -> None:
        reference.begin(named)
        await asyncio.sleep(0.01)
        OURS.info("done")
        await asyncio.to_thread(OURS.info, "and in a thread")

    await asyncio.gather(asyncio.create_task(handled("job-1")), asyncio.create_task(handled("job-2")))
    assert sorted(record["ref"] for record in written.records) == ["job-1", "job-1", "job-2", "job-2"]


@pytest.mark.parametrize("written", [LogFormat.TEXT], indirect=True)
def test_a_line_stays_a_line_and_nothing_in_it_looks_like_a_field(written: Written) -> None:
    OURS.info("one\ntwo level=error", extra={"fields": {"path": "/a b", "empty": ""}})
    [line] = written.lines
    assert line.endswith(r'logger=app.tests ref=- message="one\ntwo level=error" path="/a b" empty=""')


def fail() -> None:
    nothing: dict[str, str] = {}
    try:
        nothing[WORDS]
    except KeyError as error:
        raise ValueError(f"cannot read {WORDS}") from error


@pytest.mark.parametrize("written", list(LogFormat), indirect=True)
def test_an_error_says_where_it_happened_and_nothing_that_it_quotes(written: Written) -> None:
    try:
        fail()
    except ValueError:
        OURS.exception("a turn went wrong")
    [line] = written.lines
    assert WORDS not in line
    assert "ValueError" in line
    assert "caused by KeyError" in line
    assert "test_logs.fail:" in line


def test_the_text_of_an_outside_failure_is_written_since_it_quotes_nobody() -> None:
    assert describe(OutsideFailure("Graph answered 503")) == "OutsideFailure: Graph answered 503"


def test_an_error_of_the_database_is_named_by_its_code() -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as connection, pytest.raises(Exception, match="no such table") as raised:
        connection.exec_driver_sql("SELECT ? FROM nowhere", (WORDS,))
    engine.dispose()
    assert describe(raised.value) == "OperationalError SQLITE_ERROR"


def test_of_libraries_only_fixed_texts_and_only_warnings_are_written(written: Written) -> None:
    THEIRS.debug("Row %r", WORDS)
    THEIRS.info("GET /users?name=%s", WORDS)
    THEIRS.warning("cannot read %s", WORDS)
    THEIRS.error(f"cannot read {WORDS}")  # as libraries do
    first, second = (record["message"] for record in written.records)
    assert first.endswith("cannot read %s")
    assert WORDS not in first + second


async def test_each_request_is_written_without_its_query_and_a_bug_is_answered_with_its_reference(
    written: Written,
) -> None:
    async def broken(_: web.Request) -> web.Response:
        raise LookupError(WORDS)

    application = web.Application(middlewares=[accessed])
    application.router.add_get("/broken/{thing}", broken)
    async with TestClient(TestServer(application)) as client:
        async with client.get(f"/broken/{WORDS}?q={WORDS}") as answer:
            named = (await answer.json())["reference"]
            assert answer.status == 500
        async with client.get(f"/{WORDS}") as answer:
            assert answer.status == 404
    ours = [record for record in written.records if record["logger"] == "app.access"]
    assert [record.get("status") for record in ours] == [None, 500, 404]
    assert {record["ref"] for record in ours[:2]} == {named} != {ours[2]["ref"]}
    assert (ours[1]["method"], ours[1]["path"], ours[2]["path"]) == ("GET", "/broken/{thing}", "unknown")
    assert "words" not in written.stream.getvalue()
