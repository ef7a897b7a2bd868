"""No statement of the service reads a table that grows with the company from its beginning to its end.

The plans are SQLite's for a database without figures about its tables, as ours are: what is chosen there depends on
the statement and the indices alone, not on how many people a test invents.
"""

from __future__ import annotations

import inspect
import re
from contextlib import suppress
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, insert

from learning.actions.find_due import find_due
from learning.errors import NotHere, SomeoneWasFaster
from learning.jobs import JobKind
from learning.messages import MessageKind
from storage import queue, queue_listing, token_rows
from storage.tables import jobs, metadata
from storage.work import SqlWork
from tests.cast import ANA, BEN, NOW, PEOPLE
from tests.learning.story import Story
from tests.storage.fixtures import samples
from tests.work_fixture import run_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine

HOUR = timedelta(hours=1)

READS_THEM_ALL = {
    queue.next_due_at: "only tests ask for it: the worker looks once a second",
    queue.take_back: "once, when the program starts, and only where it is alone",
    queue_listing.list_jobs: "the operator's own listing of all jobs",
    queue_listing.put_back: "the operator's own word, over the jobs that were set aside",
    token_rows._people: "`learning-cycles rotate-keys`: everybody's tokens are what it is about",
}
"""What may read a whole table, and why."""

GIVEN: dict[str, Any] = {
    "Collection[str]": ("a", "b"),
    "FeedbackRequest": samples.request,
    "JobKind": JobKind.CHAT,
    "Mapping[str, str]": {"a": "b"},
    "MessageKind": MessageKind.REVIEW,
    "Sequence[PersonId]": [ANA, BEN],
    "Sequence[int] | None": None,
    "ClaimedJob": queue.ClaimedJob(id=1, kind="chat", about="a", lock="chat:a", attempts=1),
    "bool": True,
    "date": date(2026, 3, 2),
    "datetime": NOW,
    "int": 7,
    "timedelta": HOUR,
}
"""Something for each type that is asked for; every id is a text."""


class Plans:
    """How SQLite would carry each statement out that was sent meanwhile."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.sent: dict[str, Any] = {}

    def __call__(self, _connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        is_plain = statement.startswith(("SELECT", "UPDATE", "DELETE")) and not isinstance(parameters, list)
        if is_plain and "sqlite_master" not in statement:
            self.sent[statement] = parameters

    def of_all(self) -> dict[str, list[str]]:
        sent, self.sent = self.sent, {}
        with self._engine.begin() as connection:
            explained = {
                statement: connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
                for statement, parameters in sent.items()
            }
        self.sent.clear()
        return {statement: [row.detail for row in rows] for statement, rows in explained.items()}

    def whole_readings(self) -> list[str]:
        """The steps that go through all of a table, by an index or not, each with its statement."""
        return [f"{step}: {statement}" for statement, plan in self.of_all().items() for step in plan if _is_whole(step)]


def _is_whole(step: str) -> bool:
    """`SCAN jobs`, or `SEARCH jobs` that compares nothing; of a table of ours, by its alias too."""
    found = re.match(r"SCAN (\w+)|SEARCH (\w+)[^(]*$", step)
    return found is not None and (found[1] or found[2]) in {*metadata.tables, "mate"}


@pytest.fixture
def plans(engine: Engine) -> Iterator[Plans]:
    listening = Plans(engine)
    event.listen(engine, "before_cursor_execute", listening)
    yield listening
    event.remove(engine, "before_cursor_execute", listening)


def given(function: Callable[..., Any]) -> dict[str, Any] | None:
    """Arguments for all that this takes beside its first; None where it takes a thing to keep."""
    taken = list(inspect.signature(function).parameters.values())[1:]
    if not all(_is_text(each.annotation) or each.annotation in GIVEN for each in taken):
        return None
    return {each.name: GIVEN.get(each.annotation, "someone") for each in taken}


def _is_text(annotation: str) -> bool:
    return annotation == "str" or annotation.endswith("Id")


def test_no_question_to_a_repository_reads_a_whole_table(engine: Engine, plans: Plans) -> None:
    with engine.begin() as connection:
        repositories = {name: type(repository) for name, repository in vars(SqlWork(connection)).items()}
    asked = set()
    for name, repository in repositories.items():
        for method, function in inspect.getmembers(repository, inspect.isfunction):
            arguments = None if method.startswith(("_", "add")) else given(function)
            if arguments is not None:
                with engine.begin() as connection, suppress(NotHere, SomeoneWasFaster):
                    getattr(getattr(SqlWork(connection), name), method)(**arguments)
                asked.add(f"{name}.{method}")
                assert plans.whole_readings() == [], f"{name}.{method}"
    assert len(asked) > 50
    assert asked >= {"watchings.behind", "reviews.due", "requests.to_remind", "messages.waiting", "presses.forget"}


QUEUE = [
    *(queue.claim, queue.done, queue.retry, queue.set_aside, queue.take_back, queue.next_due_at),
    *(queue_listing.list_jobs, queue_listing.put_back),
    *(token_rows._load, token_rows._people),
]


@pytest.mark.parametrize("function", QUEUE, ids=lambda function: function.__name__)
def test_no_step_of_the_queue_reads_all_jobs(engine: Engine, plans: Plans, function: Callable[..., Any]) -> None:
    arguments = given(function)
    assert arguments is not None
    with engine.begin() as connection:
        connection.execute(insert(jobs).values(kind="chat", about="a", lock="chat:a", due_at=NOW, attempts=0))
        claimed = queue.claim(connection, NOW, HOUR, 1)
    plans.of_all()
    if "job" in arguments:
        arguments["job"] = claimed[0]
    with engine.begin() as connection:
        function(connection, **arguments)
    whole = plans.whole_readings()
    assert bool(whole) == (function in READS_THEM_ALL), whole


def test_neither_what_people_do_nor_the_tick_reads_a_whole_table(engine: Engine, plans: Plans) -> None:
    story = Story(run_on(engine), NOW)
    for person in PEOPLE:
        story.arrives(person)
    contract = story.asks(story.drafts())
    story.chat_of(BEN)
    story.takes(story.answers(story.request_to(BEN, contract)))
    story.starts(story.run(lambda work: work.contracts.for_learner(contract.id, learner=ANA)))
    [first, *_] = story.calendar_is_written()
    story.chat_of(ANA)
    assert first.slot is not None
    for story.now in (first.slot.starts_at - timedelta(minutes=5), first.slot.starts_at, NOW + timedelta(days=400)):
        story.run(find_due, story.now)
        story.chat_of(ANA)
    assert len(plans.sent) > 40
    assert plans.whole_readings() == []
