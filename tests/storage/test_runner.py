"""What somebody who has an action run may rely on."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest

from learning.errors import NotHere
from learning.jobs import JobKind, chat_lock
from storage.engine import create_engine
from storage.migrate import upgrade
from storage.postgresql import THREADS
from storage.runner import WorkRunner
from tests.postgres import storage_on_postgresql
from tests.storage.fixtures import samples
from tests.storage.fixtures.samples import ANA, NOW

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from sqlalchemy.engine import Engine

    from learning.people import Person
    from learning.work import Work


@pytest.fixture(params=["sqlite", "postgresql"])
def file_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database at which the test looks while the runner works in it."""
    if request.param == "postgresql":
        with storage_on_postgresql() as engine:
            yield engine
        return
    engine = create_engine(f"sqlite:///{tmp_path}/learning.db")
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
async def runner(file_engine: Engine) -> AsyncIterator[WorkRunner]:
    runner = WorkRunner(file_engine)
    yield runner
    await runner.close()


def meet(work: Work, person: Person) -> str:
    work.people.put(person)
    return person.name


def defer(work: Work) -> None:
    work.jobs.defer(JobKind.CHAT, ANA, lock=chat_lock(ANA), due_at=NOW)


def is_known(work: Work) -> bool:
    return work.people.find(ANA) is not None


async def test_an_action_is_committed_before_its_result_is_there(runner: WorkRunner, file_engine: Engine) -> None:
    assert await runner.run(meet, samples.person) == "Ana Großmann"
    with file_engine.begin() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM people").scalar() == 1


async def test_the_loop_goes_on_while_an_action_works(runner: WorkRunner) -> None:
    may_go_on = threading.Event()
    working = asyncio.create_task(runner.run(lambda _work: may_go_on.wait(10)))
    await asyncio.sleep(0)
    may_go_on.set()
    assert await working


async def test_a_refusal_reaches_whoever_asked_and_undoes_everything(runner: WorkRunner) -> None:
    def refuse(work: Work) -> None:
        meet(work, samples.person)
        raise NotHere("goal", most=3)

    with pytest.raises(NotHere) as raised:
        await runner.run(refuse)
    assert (raised.value.field, raised.value.facts) == ("goal", {"most": 3})
    assert not await runner.run(is_known)


async def test_many_actions_at_once_are_carried_out_one_after_the_other(runner: WorkRunner) -> None:
    await runner.run(lambda work: work.contracts.add(samples.contract))

    def count(work: Work) -> int:
        contract = work.contracts.for_learner(samples.contract.id, learner=ANA)
        return work.contracts.put(contract).version

    versions = await asyncio.gather(*(runner.run(count) for _ in range(50)))
    assert sorted(versions) == list(range(2, 52))


async def test_the_worker_is_called_once_the_job_is_committed(runner: WorkRunner, file_engine: Engine) -> None:
    seen = asyncio.Event()

    def look() -> None:
        with file_engine.begin() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM jobs").scalar() == 1
        assert threading.current_thread() is threading.main_thread()
        seen.set()

    runner.on_deferred = look
    await runner.run(defer)
    await asyncio.wait_for(seen.wait(), 5)


async def test_the_worker_is_not_called_for_nothing(runner: WorkRunner) -> None:
    calls: list[str] = []
    runner.on_deferred = lambda: calls.append("called")

    def defer_and_fail(work: Work) -> None:
        defer(work)
        raise NotHere

    await runner.run(meet, samples.person)
    with pytest.raises(NotHere):
        await runner.run(defer_and_fail)
    await asyncio.sleep(0)
    assert not calls


async def test_an_action_that_nobody_waits_for_any_more_is_finished_whole(runner: WorkRunner) -> None:
    begun, may_go_on, called = threading.Event(), threading.Event(), asyncio.Event()
    runner.on_deferred = called.set

    def slow(work: Work) -> None:
        defer(work)
        begun.set()
        may_go_on.wait(10)
        meet(work, samples.person)

    waiting = asyncio.create_task(runner.run(slow))
    await asyncio.to_thread(begun.wait, 10)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    may_go_on.set()
    await asyncio.wait_for(called.wait(), 5)
    assert await runner.run(is_known)


async def test_an_action_that_nobody_waits_for_before_it_began_never_begins(runner: WorkRunner) -> None:
    may_go_on = threading.Event()
    busy = [asyncio.create_task(runner.run(lambda _work: may_go_on.wait(10))) for _ in range(THREADS)]
    second = asyncio.create_task(runner.run(meet, samples.person))
    await asyncio.sleep(0)
    second.cancel()
    await asyncio.sleep(0)
    may_go_on.set()
    assert all(await asyncio.gather(*busy))
    assert not await runner.run(is_known)


async def test_closing_finishes_what_was_asked_for_and_takes_nothing_new(file_engine: Engine) -> None:
    runner = WorkRunner(file_engine)
    asked = [asyncio.create_task(runner.run(meet, samples.person)) for _ in range(20)]
    await asyncio.sleep(0)
    await runner.close()
    assert await asyncio.gather(*asked) == ["Ana Großmann"] * 20
    with pytest.raises(RuntimeError):
        await runner.run(is_known)
