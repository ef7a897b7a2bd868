"""What an action may rely on when it has something done outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from learning.errors import SomeoneWasFaster
from learning.jobs import JobKind, calendar_lock, chat_lock
from tests.storage.fixtures.samples import ANA, BEN, HOUR, LATER, NOW
from tests.work_fixture import STORAGES

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from learning.people import PersonId
    from learning.work import Work
    from tests.work_fixture import Run, WaitingJob

    Look = Callable[[], list[WaitingJob]]


pytestmark = pytest.mark.parametrize("engine", STORAGES, indirect=True)


def show_chat(work: Work, person: PersonId, due_at: datetime) -> None:
    work.jobs.defer(JobKind.CHAT, person, lock=chat_lock(person), due_at=due_at)


def test_a_deferred_job_waits_with_what_it_is_about(run: Run, waiting_jobs: Look) -> None:
    run(show_chat, ANA, LATER)
    [job] = waiting_jobs()
    assert (job.kind, job.about, job.lock, job.due_at) == (JobKind.CHAT, ANA, chat_lock(ANA), LATER)


def test_a_job_of_an_action_that_failed_does_not_exist(run: Run, waiting_jobs: Look) -> None:
    def fail(work: Work) -> None:
        show_chat(work, ANA, NOW)
        raise SomeoneWasFaster

    with pytest.raises(SomeoneWasFaster):
        run(fail)
    assert not waiting_jobs()


@pytest.mark.parametrize("times", [(NOW, NOW + HOUR), (NOW + HOUR, NOW), (NOW, NOW)])
def test_a_second_wish_is_the_same_one_at_the_earlier_time(
    run: Run, waiting_jobs: Look, times: tuple[datetime, datetime]
) -> None:
    for due_at in times:
        run(show_chat, ANA, due_at)
    assert [job.due_at for job in waiting_jobs()] == [NOW]


def test_two_wishes_of_one_action_are_one(run: Run, waiting_jobs: Look) -> None:
    def twice(work: Work) -> None:
        show_chat(work, ANA, NOW + HOUR)
        show_chat(work, ANA, NOW)

    run(twice)
    assert [job.due_at for job in waiting_jobs()] == [NOW]


def test_another_kind_and_another_lock_are_other_wishes(run: Run, waiting_jobs: Look) -> None:
    def defer(work: Work) -> None:
        show_chat(work, ANA, NOW)
        show_chat(work, BEN, NOW)
        work.jobs.defer(JobKind.CALENDAR, ANA, lock=chat_lock(ANA), due_at=NOW)
        work.jobs.defer(JobKind.CALENDAR, ANA, lock=calendar_lock(ANA), due_at=NOW)

    run(defer)
    assert len(waiting_jobs()) == 4
