"""What an operator sees of the queue, and what happens when they have something tried again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from learning.jobs import JobKind, calendar_lock, chat_lock
from storage import queue
from storage.queue_listing import JobState, ListedJob, list_jobs, put_back
from storage.runner import carry_out
from tests.storage.fixtures.samples import ANA, BEN, HOUR, NOW

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

    from learning.people import PersonId
    from learning.work import Work

LATER = NOW + HOUR


def wish(engine: Engine, person: PersonId, kind: JobKind = JobKind.CALENDAR) -> None:
    lock = calendar_lock(person) if kind is JobKind.CALENDAR else chat_lock(person)

    def defer(work: Work) -> None:
        work.jobs.defer(kind, person, lock=lock, due_at=NOW)

    carry_out(engine, defer)


def claimed(engine: Engine) -> queue.ClaimedJob:
    with engine.begin() as connection:
        [job] = queue.claim(connection, NOW, HOUR, 1)
    return job


def fails(engine: Engine, *, for_good: bool, at: timedelta = timedelta()) -> int:
    job = claimed(engine)
    with engine.begin() as connection:
        if for_good:
            assert queue.set_aside(connection, job, NOW + at, "GraphFailure: Graph answered 503")
        else:
            assert queue.retry(connection, job, LATER, "TimeoutError")
    return job.id


def listed(engine: Engine, *, only_set_aside: bool = False) -> list[ListedJob]:
    with engine.begin() as connection:
        return list_jobs(connection, only_set_aside=only_set_aside)


def tried_again(engine: Engine, *ids: int) -> list[int]:
    with engine.begin() as connection:
        return put_back(connection, ids or None)


def test_every_job_is_listed_with_where_it_stands(engine: Engine) -> None:
    wish(engine, ANA)
    fails(engine, for_good=True)
    wish(engine, ANA, JobKind.CHAT)
    fails(engine, for_good=False)
    wish(engine, BEN)
    claimed(engine)
    wish(engine, BEN)
    states = [(job.kind, job.state, job.next_try) for job in listed(engine)]
    assert states == [
        ("calendar", JobState.SET_ASIDE, None),
        ("chat", JobState.FAILING, LATER),
        ("calendar", JobState.RUNNING, None),
        ("calendar", JobState.WAITING, NOW),
    ]


def test_the_listing_tells_one_person_from_another_and_nobody_who_they_are(engine: Engine) -> None:
    for person in (ANA, BEN):
        for kind in JobKind:
            if kind in {JobKind.CHAT, JobKind.CALENDAR}:
                wish(engine, person, kind)
    jobs = listed(engine)
    assert [job.who for job in jobs] == [1, 1, 2, 2]
    assert not any(part in repr(jobs) for person in (ANA, BEN) for part in person.split(":"))


def test_a_job_keeps_since_when_it_is_wished_for_however_often_it_is_put_off(engine: Engine) -> None:
    wish(engine, ANA)
    fails(engine, for_good=False)
    [job] = listed(engine)
    assert (job.since, job.attempts, job.last_error) == (NOW, 1, "TimeoutError")


def test_only_what_is_set_aside_is_listed_when_that_is_asked_for(engine: Engine) -> None:
    wish(engine, ANA)
    gone = fails(engine, for_good=True, at=HOUR)
    wish(engine, BEN)
    [job] = listed(engine, only_set_aside=True)
    assert (job.id, job.set_aside_at, job.last_error) == (gone, LATER, "GraphFailure: Graph answered 503")


def test_what_is_put_back_is_due_at_once_as_if_nobody_had_tried(engine: Engine) -> None:
    wish(engine, ANA)
    gone = fails(engine, for_good=True)
    assert tried_again(engine, gone) == [gone]
    [job] = listed(engine)
    assert (job.state, job.attempts, job.since, job.next_try) == (JobState.WAITING, 0, NOW, NOW)
    assert claimed(engine).about == ANA


def test_putting_back_what_is_wished_already_makes_one_of_the_two(engine: Engine) -> None:
    wish(engine, ANA)
    fails(engine, for_good=True)
    wish(engine, ANA)
    assert len(tried_again(engine)) == 1
    assert [job.state for job in listed(engine)] == [JobState.WAITING]


def test_all_are_put_back_when_none_is_named(engine: Engine) -> None:
    for person in (ANA, BEN):
        wish(engine, person)
        fails(engine, for_good=True)
    assert len(tried_again(engine)) == 2
    assert {job.state for job in listed(engine)} == {JobState.WAITING}


def test_a_job_that_is_not_set_aside_is_left_as_it_is(engine: Engine) -> None:
    wish(engine, ANA)
    running = claimed(engine)
    before = listed(engine)
    assert tried_again(engine, running.id, 4711) == []
    assert listed(engine) == before


def test_the_same_wish_is_set_aside_once_however_often_it_comes(engine: Engine) -> None:
    for _ in range(3):
        wish(engine, ANA)
        last = fails(engine, for_good=True)
    assert [job.id for job in listed(engine)] == [last]


def test_what_was_set_aside_is_forgotten_when_the_same_is_done_later(engine: Engine) -> None:
    for kind in (JobKind.CHAT, JobKind.CALENDAR):
        wish(engine, ANA, kind)
        fails(engine, for_good=True)
    wish(engine, ANA)
    with engine.begin() as connection:
        [job] = queue.claim(connection, NOW, HOUR, 1)
        assert queue.done(connection, job)
    assert [job.kind for job in listed(engine)] == ["chat"]
