"""What the worker does about people's own calendars: nothing in a storm, and nothing left after disconnecting."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn

import pytest

from app.jobs.calendar import CalendarJob
from app.jobs.disconnect import DisconnectJob
from learning.actions.ask_to_connect import find_connecting
from learning.actions.connect import calendar_connected
from learning.actions.disconnect import find_disconnecting
from learning.actions.follow_calendar import keep_watch
from learning.actions.meet import Meet, meet
from learning.connection import WhyNot
from learning.entries import Slot, Watch
from learning.errors import OutsideFailure, SignInNeeded
from learning.people import PersonId
from learning.review import Review, ReviewId, ReviewKind
from learning.sign_in import SignInId
from learning.watching import Watching
from learning.work import Work
from storage.engine import create_engine
from storage.runner import WorkRunner
from tests.cast import ANA, NOW, PEOPLE
from tests.empty_database import create_tables
from tests.small_sign_ins import SmallSignIns
from tests.storage.fixtures import samples


@dataclass
class Calendars:
    """Everybody's calendars, as far as these jobs ask for them."""

    fails: OutsideFailure | None = None
    stopped: list[tuple[PersonId, str]] = field(default_factory=list)

    async def stop_watching(self, person: PersonId, watch: str) -> None:
        self.stopped.append((person, watch))
        if self.fails:
            raise self.fails

    async def watch(self, *_: object, **__: object) -> NoReturn:
        raise self.fails or AssertionError("nobody should ask")


@pytest.fixture
async def runner(tmp_path: Path) -> AsyncIterator[WorkRunner]:
    engine = create_engine(f"sqlite:///{tmp_path}/jobs.db")
    create_tables(engine)
    runner = WorkRunner(engine)
    ana = PEOPLE[0]
    await runner.run(meet, Meet(name=ana.name, locale=ana.locale, zone=ana.zone, chat=ana.chat or ""), ANA, NOW)
    yield runner
    await runner.close()
    engine.dispose()


def clock() -> datetime:
    return NOW


def follow(work: Work) -> None:
    """Ana has a cycle with a review to hold."""
    work.contracts.add(replace(samples.contract, learner=ANA))
    work.cycles.add(replace(samples.cycle, learner=ANA))
    work.reviews.add(
        Review(
            id=ReviewId("review"),
            cycle=samples.cycle.id,
            learner=ANA,
            kind=ReviewKind.CLOSING,
            ideal_on=NOW.date() + timedelta(days=28),
        )
    )
    window = Slot(starts_at=NOW, ends_at=NOW + timedelta(days=60))
    work.watchings.add(Watching(person=ANA, secret="s", window=window))


async def connects(runner: WorkRunner) -> None:
    await runner.run(find_connecting, ANA, NOW)
    await runner.run(calendar_connected, SignInId("any"), ANA, NOW)


async def disconnects(runner: WorkRunner) -> None:
    await runner.run(find_disconnecting, ANA, NOW)


def job_of(runner: WorkRunner, calendars: Any, sign_ins: SmallSignIns | None) -> DisconnectJob:
    return DisconnectJob(runner, calendars, sign_ins, clock)


@pytest.mark.parametrize("fails", [None, OutsideFailure("away"), SignInNeeded(WhyNot.ENDED)])
async def test_after_disconnecting_no_right_is_kept_whatever_becomes_of_the_watch(
    runner: WorkRunner, fails: OutsideFailure | None
) -> None:
    calendars, sign_ins = Calendars(fails=fails), SmallSignIns(rights=[ANA])
    await runner.run(follow)
    await connects(runner)
    await runner.run(keep_watch, ANA, Watch(id="watch-1", ends_at=NOW + timedelta(days=6)), NOW)
    await disconnects(runner)
    job = job_of(runner, calendars, sign_ins)
    for _ in range(2):
        await job(ANA)
    assert sign_ins.rights == []
    assert calendars.stopped == [(ANA, "watch-1")]


async def test_who_has_connected_again_meanwhile_keeps_the_right(runner: WorkRunner) -> None:
    calendars, sign_ins = Calendars(), SmallSignIns(rights=[ANA])
    await connects(runner)
    await disconnects(runner)
    await connects(runner)
    await job_of(runner, calendars, sign_ins)(ANA)
    assert sign_ins.rights == [ANA]
    assert calendars.stopped == []


async def test_where_nobody_connects_for_themselves_there_is_nothing_to_forget(runner: WorkRunner) -> None:
    await connects(runner)
    await disconnects(runner)
    await job_of(runner, Calendars(), None)(ANA)


@pytest.mark.parametrize("why", WhyNot)
async def test_a_right_that_does_not_work_is_kept_as_the_reason_and_no_failure_of_the_job(
    runner: WorkRunner, why: WhyNot
) -> None:
    calendars: Any = Calendars(fails=SignInNeeded(why, claims="{}"))
    await runner.run(follow)
    job = CalendarJob(runner, calendars, clock, _no_entry)
    await job(ANA)
    connection = await runner.run(lambda work: work.connections.of(ANA))
    assert connection
    assert connection.why is why
    watching = await runner.run(lambda work: work.watchings.of(ANA))
    assert watching
    assert watching.unreachable_at == NOW
    (review,) = await runner.run(lambda work: work.reviews.open_of(ANA))
    assert review.slot
    assert review.slot.starts_at.isoformat() == "2026-03-30T08:00:00+00:00"


def _no_entry(*_: object) -> NoReturn:
    raise AssertionError("nothing should be written")
