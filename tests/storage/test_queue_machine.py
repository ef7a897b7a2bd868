"""Whatever is wished, claimed, lost and tried again: nothing is forgotten, and one runs at a time under a lock."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from learning.jobs import JobKind
from storage import queue
from storage.runner import carry_out
from storage.tables import WAITING, jobs
from tests.storage.fixtures.samples import NOW
from tests.work_fixture import storage_in_memory

if TYPE_CHECKING:
    from learning.work import Work

MINUTE = timedelta(minutes=1)
LEASE = 5 * MINUTE
RUNS: Counter[str] = Counter()

Wish = tuple[str, str]


@dataclass(frozen=True)
class Held:
    job: queue.ClaimedJob
    until: datetime
    wish_number: int


class QueueMachine(RuleBasedStateMachine):
    """The model: the number of the last wish for each kind and lock, and of the last one that was served."""

    def __init__(self) -> None:
        super().__init__()
        self.engine = storage_in_memory()
        self.now = NOW
        self.held: list[Held] = []
        self.leases: dict[int, tuple[str, datetime]] = {}
        self.wished: Counter[Wish] = Counter()
        self.served: Counter[Wish] = Counter()

    def teardown(self) -> None:
        self.engine.dispose()

    @rule(kind=st.sampled_from(list(JobKind)), lock=st.sampled_from("ab"), minutes=st.integers(-4, 1))
    def wish(self, kind: JobKind, lock: str, minutes: int) -> None:
        RUNS["wish"] += 1
        self.wish_for(kind, lock, self.now + minutes * MINUTE)

    def wish_for(self, kind: JobKind, lock: str, due_at: datetime) -> None:
        def defer(work: Work) -> None:
            work.jobs.defer(kind, lock, lock=lock, due_at=due_at)

        carry_out(self.engine, defer)
        self.wished[kind, lock] += 1

    @rule(limit=st.integers(0, 3))
    def claim(self, limit: int) -> None:
        RUNS["claim"] += 1
        self.take(limit)

    def take(self, limit: int) -> None:
        running = {lock for lock, until in self.leases.values() if until > self.now}
        with self.engine.begin() as connection:
            claimed = queue.claim(connection, self.now, LEASE, limit)
        locks = [job.lock for job in claimed]
        assert len(locks) == len(set(locks)) <= limit
        assert not running & set(locks)
        self.leases |= {job.id: (job.lock, self.now + LEASE) for job in claimed}
        self.held += [Held(job, self.now + LEASE, self.wished[job.kind, job.lock]) for job in claimed]

    @rule(minutes=st.integers(1, 6))
    def time_passes(self, minutes: int) -> None:
        RUNS["time passes"] += 1
        self.now += minutes * MINUTE

    @rule(data=st.data())
    def finish(self, data: st.DataObject) -> None:
        RUNS["finish"] += 1
        held = self.one_held(data)
        with self.engine.begin() as connection:
            was_ours = queue.done(connection, held.job)
        assert was_ours or held.until <= self.now
        if was_ours:
            del self.leases[held.job.id]
            wish = held.job.kind, held.job.lock
            self.served[wish] = max(self.served[wish], held.wish_number)

    @rule(data=st.data())
    def fail(self, data: st.DataObject) -> None:
        RUNS["fail"] += 1
        held = self.one_held(data)
        with self.engine.begin() as connection:
            was_ours = queue.retry(connection, held.job, self.now + MINUTE, "Timeout")
        assert was_ours or held.until <= self.now
        if was_ours:
            del self.leases[held.job.id]

    @rule(data=st.data())
    def get_killed(self, data: st.DataObject) -> None:
        RUNS["get killed"] += 1
        self.one_held(data)

    def one_held(self, data: st.DataObject) -> Held:
        """One of the jobs that are held, taken from them; there is always one when every lease has ended."""
        if not self.held:
            self.wish_for(JobKind.CHAT, "a", self.now)
            self.now += LEASE
            self.take(1)
        return self.held.pop(data.draw(st.integers(0, len(self.held) - 1)))

    @invariant()
    def at_most_one_of_a_kind_waits_for_a_lock(self) -> None:
        with self.engine.begin() as connection:
            waiting = connection.execute(select(jobs.c.kind, jobs.c.lock).where(WAITING)).all()
        assert len(waiting) == len(set(waiting))

    @invariant()
    def no_wish_is_forgotten(self) -> None:
        with self.engine.begin() as connection:
            kept = {tuple(row) for row in connection.execute(select(jobs.c.kind, jobs.c.lock))}
        assert {wish for wish, number in self.wished.items() if number > self.served[wish]} <= kept

    @invariant()
    def the_worker_wakes_when_there_is_something_to_claim(self) -> None:
        with self.engine.connect() as connection, connection.begin() as transaction:
            wakes_at = queue.next_due_at(connection)
            claimable = queue.claim(connection, self.now, LEASE, 1)
            transaction.rollback()
        assert bool(claimable) == (wakes_at is not None and wakes_at <= self.now)


@pytest.mark.long
def test_no_wish_is_forgotten_and_one_runs_at_a_time_under_a_lock() -> None:
    RUNS.clear()
    run_state_machine_as_test(
        QueueMachine,
        settings=settings(
            max_examples=120,
            stateful_step_count=18,
            derandomize=True,
            phases=[Phase.generate],  # making a failing story shorter takes minutes
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
    print("\n".join(f"{name}: {times}" for name, times in sorted(RUNS.items())))  # noqa: T201  shown with -s
    assert all(times >= 50 for times in RUNS.values())
    assert len(RUNS) == 6
