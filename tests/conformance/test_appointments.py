"""What is kept of steps, learning time and talks, on whatever database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from learning.appointment import Appointment, AppointmentId, AppointmentKind, begin_writing, end, let_go, removed
from learning.entries import Answered, EntryId, Guest, Reply, ShownAs
from learning.errors import NotHere, SomeoneWasFaster
from learning.work import Work
from tests.cast import ANA, BEN, NOW, slot
from tests.work_fixture import STORAGES, Run

pytestmark = pytest.mark.parametrize("engine", STORAGES, indirect=True)

WORDS = "Zuhören, „erst“ fragen 🙂\n{\"not\": 'json'}; DROP TABLE people --"
TEN = slot("2026-03-30 08:00", "08:30")
BARE = Appointment(
    id=AppointmentId("bare"), learner=ANA, kind=AppointmentKind.LEARNING_TIME, about="cycle", slot=TEN, planned=TEN
)
FULL = Appointment(
    id=AppointmentId("full"),
    learner=ANA,
    kind=AppointmentKind.TALK,
    about="request",
    slot=slot("2026-03-04 08:00", "08:20"),
    planned=slot("2026-03-03 08:00", "08:20"),
    words=WORDS,
    shows_words=True,
    is_all_day=True,
    guests=(
        Answered(guest=Guest(address="ben@example.org", name='Ben "Ö\'Kafor"'), reply=Reply.DECLINED, proposes=TEN),
        Answered(guest=Guest(address="mia@example.org")),
    ),
    shown_as=ShownAs.BUSY,
    entry=EntryId("AAMk+/="),
    stood=slot("2026-03-05 08:00", "08:20"),
    stood_as=ShownAs.ELSEWHERE,
    shown_by_hand_at=NOW,
    looked_at=NOW + timedelta(minutes=1),
    elsewhere_at=NOW + timedelta(minutes=5),
    writes=7,
    gone_at=NOW + timedelta(minutes=2),
    ended_at=NOW + timedelta(minutes=3),
    unwanted_at=NOW + timedelta(minutes=4),
)


@pytest.mark.parametrize("kept", [BARE, FULL])
def test_an_appointment_comes_back_as_it_was_kept(run: Run, kept: Appointment) -> None:
    run(lambda work: work.appointments.add(kept))
    assert run(_get, kept) == kept
    assert run(lambda work: work.appointments.about(kept.about, learner=ANA)) == [kept]


def test_a_changed_appointment_is_kept_unless_somebody_was_faster(run: Run) -> None:
    run(lambda work: work.appointments.add(FULL))
    changed = run(lambda work: work.appointments.put(replace(BARE, id=FULL.id)))
    assert changed == replace(BARE, id=FULL.id, version=2) == run(_get, FULL)
    with pytest.raises(SomeoneWasFaster):
        run(lambda work: work.appointments.put(FULL))


def test_nobody_gets_somebody_elses(run: Run) -> None:
    run(lambda work: work.appointments.add(BARE))
    with pytest.raises(NotHere):
        run(lambda work: work.appointments.for_learner(BARE.id, learner=BEN))
    assert run(lambda work: work.appointments.about(BARE.about, learner=BEN)) == []
    assert run(lambda work: work.appointments.to_follow(BEN)) == []


def test_what_is_not_ended_is_followed_by_time_and_what_was_let_go_too(run: Run) -> None:
    earlier = replace(BARE, id=AppointmentId("earlier"), slot=slot("2026-03-29 08:00", "08:30"))
    gone = let_go(replace(BARE, id=AppointmentId("gone"), about="another"), now=NOW)
    for each in (BARE, earlier, gone):
        run(_add, each)
    assert run(lambda work: work.appointments.to_follow(ANA)) == [earlier, BARE, gone]


def test_what_is_ended_is_followed_until_its_entry_has_left_the_calendar(run: Run) -> None:
    standing = replace(begin_writing(BARE), entry=EntryId("entry"))
    half_written = replace(begin_writing(BARE), id=AppointmentId("half"))
    passed = replace(standing, id=AppointmentId("passed"))
    never_written = replace(BARE, id=AppointmentId("never"))
    for each in (end(standing, now=NOW), end(half_written, now=NOW)):
        run(_add, each)
    for each in (end(passed, now=TEN.ends_at), end(never_written, now=NOW)):
        run(_add, each)
    assert [each.id for each in run(lambda work: work.appointments.to_follow(ANA))] == [standing.id, half_written.id]
    run(lambda work: work.appointments.put(removed(end(standing, now=NOW))))
    assert [each.id for each in run(lambda work: work.appointments.to_follow(ANA))] == [half_written.id]


def test_talks_whose_time_has_passed_are_everybodys_and_each_is_found_until_it_is_ended(run: Run) -> None:
    talk = replace(FULL, slot=TEN, gone_at=None, ended_at=None, unwanted_at=None)
    of_ben = replace(talk, id=AppointmentId("bens"), learner=BEN, slot=slot("2026-03-29 08:00", "08:20"))
    gone, ended = replace(FULL, id=AppointmentId("g")), replace(talk, id=AppointmentId("e"), ended_at=NOW)
    for each in (BARE, talk, of_ben, gone, ended):
        run(_add, each)
    assert run(lambda work: work.appointments.talks_over(TEN.ends_at, most=3)) == [of_ben, talk]
    assert run(lambda work: work.appointments.talks_over(TEN.starts_at, most=3)) == [of_ben]


def _add(work: Work, appointment: Appointment) -> None:
    work.appointments.add(appointment)


def _get(work: Work, appointment: Appointment) -> Appointment:
    return work.appointments.for_learner(appointment.id, learner=ANA)
