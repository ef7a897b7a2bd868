"""What people may rely on when several processes work in one PostgreSQL at the same time."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from learning.actions.draft_contract import draft_contract
from learning.actions.meet import Meet, meet
from learning.actions.pressing import Press, check_press
from learning.contract import ContractId
from learning.errors import PressedAlready, SomeoneWasFaster
from learning.people import Person
from learning.work import Work
from storage.engine import create_engine
from storage.runner import MOST_ATTEMPTS, WorkRunner, carry_out
from storage.tables import contracts, jobs, messages
from tests.storage.fixtures import samples
from tests.storage.fixtures.samples import ANA, BEN, NOW
from tests.storage.two_programs import SECONDS, Halfway, each_at_once

pytestmark = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)


async def test_a_button_that_is_pressed_twice_at_once_acts_once(programs: list[WorkRunner]) -> None:
    await programs[0].run(lambda work: work.contracts.add(samples.contract))

    def press(work: Work) -> int:
        contract = work.contracts.for_learner(samples.contract.id, learner=ANA)
        check_press(work, ANA, Press(key="key", version=1), version=contract.version, now=NOW)
        return work.contracts.put(contract).version

    said = await each_at_once(programs, press, times=4)
    assert said.count(2) == 1
    assert all(isinstance(each, PressedAlready) for each in said if each != 2)
    assert (
        await programs[0].run(lambda work: work.contracts.for_learner(samples.contract.id, learner=ANA))
    ).version == 2


async def test_of_two_buttons_on_one_state_one_acts_and_the_other_says_so(programs: list[WorkRunner]) -> None:
    await programs[0].run(lambda work: work.contracts.add(samples.contract))

    async def press(runner: WorkRunner, key: str) -> int:
        def act(work: Work) -> int:
            contract = work.contracts.for_learner(samples.contract.id, learner=ANA)
            check_press(work, ANA, Press(key=key, version=1), version=contract.version, now=NOW)
            return work.contracts.put(contract).version

        return await runner.run(act)

    said = await asyncio.gather(
        *(press(runner, f"key {n}") for n, runner in enumerate(programs)), return_exceptions=True
    )
    assert sorted(map(str, said)) == ["2", "SomeoneWasFaster"]


async def test_what_changed_under_an_action_is_looked_at_again_and_nobody_is_refused(
    programs: list[WorkRunner],
) -> None:
    await programs[0].run(lambda work: work.contracts.add(samples.contract))
    halfway, looks = Halfway(), Counter[int]()

    def change(work: Work) -> int:
        contract = work.contracts.for_learner(samples.contract.id, learner=ANA)
        looks[contract.version] += 1
        if contract.version == 1:
            halfway.here()
        return work.contracts.put(contract).version

    slow = asyncio.create_task(programs[0].run(change))
    await halfway.is_reached()
    await programs[1].run(lambda work: work.contracts.put(samples.contract))
    halfway.go_on.set()
    assert await slow == 3
    assert looks == {1: 1, 2: 1}


async def test_a_put_of_an_older_state_is_refused_and_not_tried_again(programs: list[WorkRunner]) -> None:
    await programs[0].run(lambda work: work.contracts.add(samples.contract))
    await programs[1].run(lambda work: work.contracts.put(samples.contract))
    tries: list[int] = []

    def put(work: Work) -> None:
        tries.append(1)
        work.contracts.put(samples.contract)

    with pytest.raises(SomeoneWasFaster):
        await programs[0].run(put)
    assert len(tries) == 1


async def test_whoever_is_met_twice_at_once_is_one_person_and_welcomed_once(
    programs: list[WorkRunner], engine: Engine
) -> None:
    arrival = Meet(name="Ana", locale="en-GB", zone="UTC", chat="{}", has_arrived=True)
    said = await each_at_once(programs, lambda work: meet(work, arrival, ANA, NOW), times=4)
    assert all(isinstance(each, Person) for each in said)
    with engine.begin() as connection:
        assert len(connection.execute(select(messages)).all()) == 1
        assert len(connection.execute(select(jobs)).all()) == 1


async def test_what_an_action_saw_missing_is_missing_until_it_is_committed(
    programs: list[WorkRunner], engine: Engine
) -> None:
    halfway = Halfway()

    def draft(work: Work, halfway: Halfway | None = None) -> None:
        if work.contracts.newest_draft(ANA) is None:
            if halfway is not None:
                halfway.here()
            work.contracts.add(replace(samples.contract, id=ContractId(work.new_id())))

    slow = asyncio.create_task(programs[0].run(draft, halfway))
    await halfway.is_reached()
    await programs[1].run(draft)
    halfway.go_on.set()
    await slow
    with engine.begin() as connection:
        assert len(connection.execute(select(contracts)).all()) == 1


async def test_two_first_presses_at_once_begin_one_draft(programs: list[WorkRunner], engine: Engine) -> None:
    await programs[0].run(lambda work: work.people.put(samples.person))
    await each_at_once(programs, lambda work: draft_contract(work, None, ANA, NOW), times=4)
    with engine.begin() as connection:
        assert len(connection.execute(select(contracts)).all()) == 1


async def test_many_actions_on_one_thing_all_come_to_their_end(programs: list[WorkRunner]) -> None:
    await programs[0].run(lambda work: work.contracts.add(samples.contract))

    def change(work: Work) -> int:
        return work.contracts.put(work.contracts.for_learner(samples.contract.id, learner=ANA)).version

    versions = await each_at_once(programs, change, times=50)
    assert sorted(map(str, versions)) == sorted(map(str, range(2, 102)))


async def test_actions_that_wait_for_each_other_both_come_to_their_end(programs: list[WorkRunner]) -> None:
    both = threading.Barrier(2)
    tries = Counter[str]()

    def meet_two(work: Work, first: Person, second: Person) -> None:
        tries[first.id] += 1
        work.people.put(first)
        if tries[first.id] == 1:
            both.wait(SECONDS)
        work.people.put(second)

    ana = samples.person
    ben = Person(id=BEN, name="Ben", locale="", zone="", chat=None)
    await asyncio.gather(programs[0].run(meet_two, ana, ben), programs[1].run(meet_two, ben, ana))
    assert await programs[0].run(lambda work: work.people.get(BEN)) == ben
    assert max(tries.values()) > 1


def test_a_race_that_is_lost_every_time_ends_as_an_error(engine: Engine) -> None:
    tries: list[int] = []

    def never(work: Work) -> None:
        tries.append(1)
        carry_out(engine, lambda other: other.people.put(samples.person))
        work.contracts.add(samples.contract)
        work.contracts.add(samples.contract)

    with pytest.raises(Exception, match="uq_contracts_id"):
        carry_out(engine, never)
    assert len(tries) == MOST_ATTEMPTS


def test_a_statement_that_hangs_is_ended(engine: Engine) -> None:
    impatient = create_engine(f"{engine.url.render_as_string(hide_password=False)}?options=-c%20lock_timeout%3D200ms")
    carry_out(engine, lambda work: work.people.put(samples.person))
    with engine.begin() as connection:
        connection.exec_driver_sql("SELECT 1 FROM people FOR UPDATE")
        with pytest.raises(OperationalError, match="lock timeout"):
            carry_out(impatient, lambda work: work.people.put(samples.person))
    impatient.dispose()
