"""The job `calendar` keeps what was done in one go, whatever became of the rest of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.jobs.calendar import CalendarJob
from learning.actions.ask_to_connect import find_connecting
from learning.actions.connect import calendar_connected
from learning.actions.meet import Meet, meet
from learning.connection import WhyNot
from learning.entries import NewEntry
from learning.errors import OutsideFailure, SignInNeeded
from learning.people import PersonId
from learning.sign_in import SignInId
from learning.work import Work
from storage.engine import create_engine
from storage.runner import WorkRunner
from tests.app.test_calendar_job_places import Outlook, entry_of, two_reviews
from tests.cast import ANA, NOW, PEOPLE
from tests.empty_database import create_tables

LATER = OutsideFailure("not now", retry_after=timedelta(seconds=60))
NEVER = OutsideFailure("not ever", permanent=True)


class HalfAnOutlook(Outlook):
    """Takes all but the last entry that is written."""

    def __init__(self, failures: Sequence[OutsideFailure]) -> None:
        super().__init__()
        self.failures = list(failures)

    async def bring_about(self, person: PersonId, entries: Sequence[NewEntry]) -> list[Any]:
        refused = self.failures
        self.failures = []
        taken = await super().bring_about(person, entries[: len(entries) - len(refused)])
        return [*taken, *refused]


async def _job(folder: Path, outlook: Outlook) -> tuple[WorkRunner, CalendarJob]:
    engine, ana = create_engine(f"sqlite:///{folder}/jobs.db"), PEOPLE[0]
    create_tables(engine)
    runner = WorkRunner(engine)
    await runner.run(meet, Meet(name=ana.name, locale=ana.locale, zone=ana.zone, chat=ana.chat or ""), ANA, NOW)
    await runner.run(find_connecting, ANA, NOW)
    await runner.run(calendar_connected, SignInId("any"), ANA, NOW)
    await runner.run(two_reviews)
    calendar: Any = outlook
    return runner, CalendarJob(runner, calendar, lambda: NOW, entry_of)


def _unwritten(work: Work) -> int:
    return sum(review.entry is None for review in work.reviews.open_of(ANA))


async def test_what_was_written_is_kept_and_only_the_rest_is_tried_again(tmp_path: Path) -> None:
    outlook = HalfAnOutlook([LATER])
    runner, job = await _job(tmp_path, outlook)
    with pytest.raises(OutsideFailure) as caught:
        await job(ANA)
    assert caught.value.retry_after == timedelta(seconds=60)
    assert len(outlook.written) == 1
    await job(ANA)
    assert len(outlook.written) == len({entry.key for entry in outlook.written}) == 2
    assert await runner.run(_unwritten) == 0
    await runner.close()


@pytest.mark.parametrize("failures", [[LATER, NEVER], [NEVER, LATER]])
async def test_while_one_of_several_may_still_succeed_the_job_is_tried_again(
    tmp_path: Path, failures: list[OutsideFailure]
) -> None:
    runner, job = await _job(tmp_path, HalfAnOutlook(failures))
    with pytest.raises(OutsideFailure) as caught:
        await job(ANA)
    assert caught.value is LATER
    await runner.close()


async def test_a_right_that_is_refused_for_one_entry_is_told_and_not_tried_again(tmp_path: Path) -> None:
    runner, job = await _job(tmp_path, HalfAnOutlook([LATER, SignInNeeded(WhyNot.ENDED)]))
    await job(ANA)
    connection = await runner.run(lambda work: work.connections.of(ANA))
    assert connection is not None
    assert not connection.works
    await runner.close()
