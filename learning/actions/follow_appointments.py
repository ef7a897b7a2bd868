"""The calendar says what stands in it: steps, learning time and talks follow, and what must go out is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from learning.actions.companions_replied import talk_replied
from learning.actions.follow_calendar import Ours
from learning.actions.talks import refresh_talk
from learning.actions.telling import defer_calendar, refresh
from learning.appointment import (
    Appointment,
    AppointmentId,
    AppointmentKind,
    begin_writing,
    follow,
    in_whole_days,
    let_go,
    moved,
    removed,
    replied,
    returned,
    shown,
    shown_by_hand,
    stands_elsewhere,
    written,
)
from learning.appointment_plan import (
    Arrived,
    Follow,
    KeepShownAs,
    LetGo,
    Move,
    Remove,
    Replied,
    Return,
    Show,
    StandsElsewhere,
    Step,
    Write,
    compare,
)
from learning.calendar_plan import Seen
from learning.entries import Entry
from learning.feedback import RequestId
from learning.messages import MessageKind
from learning.people import Person, PersonId
from learning.work import Work

ToDo = Sequence[tuple[Appointment, Write | Move | Show | Remove]]
"""What the app writes, moves, shows otherwise or removes, each with the step that says which."""


def entries_of_appointments(work: Work, person: PersonId) -> Ours:
    """The entries of this person's appointments.

    What is about to be touched by us is looked at anyway; so is what readings do not tell of.
    """
    standing, looked_at, former = set(), set(), set()
    for each in work.appointments.to_follow(person):
        if each.entry is None:
            continue
        if each.gone_at is not None:
            former.add(each.entry)
        elif each.ended_at is not None:
            looked_at.add(each.entry)
        else:
            standing.add(each.entry)
            if each.is_elsewhere or each.slot != each.stood or each.shown_as is not each.stood_as:
                looked_at.add(each.entry)
    return Ours(standing=frozenset(standing), looked_at=frozenset(looked_at), former=frozenset(former))


def follow_appointments(work: Work, person: Person, seen: Seen, now: datetime) -> ToDo:
    """Let the appointments follow what was seen, and return what we write, move, show otherwise or remove."""
    kept = {each.id: each for each in work.appointments.to_follow(person.id)}
    there = {entry: found and as_kept(found, person) for entry, found in seen.entries.items()}
    to_do: list[tuple[AppointmentId, Write | Move | Show | Remove]] = []
    for step in compare(kept.values(), replace(seen, entries=there), now=now):
        appointment = kept[step.appointment]
        match step:
            case Write():
                kept[appointment.id] = work.appointments.put(begin_writing(appointment))
                to_do.append((appointment.id, step))
            case Move() | Show() | Remove():
                to_do.append((appointment.id, step))
            case _:
                kept[appointment.id] = work.appointments.put(_followed(appointment, step, now))
                if not isinstance(step, StandsElsewhere):  # no card says that
                    _refresh_cards(work, appointment, now)
                if isinstance(step, Replied):
                    talk_replied(work, kept[appointment.id], now)
    return [(kept[each], step) for each, step in to_do]


def appointment_written(work: Work, person: PersonId, about: AppointmentId, entry: Entry, now: datetime) -> None:
    """Keep the entry that was written."""
    begun = work.appointments.for_learner(about, learner=person)
    appointment = work.appointments.put(written(begun, as_kept(entry, work.people.get(person)), now=now))
    if begun.kind is AppointmentKind.TALK or appointment.slot != begun.slot:
        _refresh_cards(work, appointment, now)
    if appointment.ended_at is not None or appointment.slot != appointment.stood:
        defer_calendar(work, person, now=now)  # it is to be otherwise since it was begun to be written


def appointment_moved(work: Work, person: PersonId, about: AppointmentId, entry: Entry, now: datetime) -> None:
    """Keep where the app moved the entry."""
    appointment = work.appointments.for_learner(about, learner=person)
    work.appointments.put(moved(appointment, as_kept(entry, work.people.get(person)).slot))
    _refresh_cards(work, appointment, now)


def appointment_shown(work: Work, person: PersonId, about: AppointmentId, entry: Entry, now: datetime) -> None:
    """Keep what the app had the entry make of the learner's time; where it stands, the next reading tells."""
    work.appointments.put(shown(work.appointments.for_learner(about, learner=person), entry.shown_as))


def appointment_removed(work: Work, person: PersonId, about: AppointmentId, now: datetime) -> None:
    """Keep that the app removed the entry."""
    work.appointments.put(removed(work.appointments.for_learner(about, learner=person)))


def as_kept(entry: Entry, person: Person) -> Entry:
    """The entry; one of whole days lies where these days are for its owner."""
    return replace(entry, slot=in_whole_days(entry.slot, person.zone)) if entry.is_all_day else entry


def _followed(appointment: Appointment, step: Step, now: datetime) -> Appointment:  # noqa: PLR0911 - one line a step
    match step:
        case Follow(slot=slot, is_all_day=is_all_day):
            return follow(appointment, slot, is_all_day=is_all_day)
        case Arrived(slot=slot):
            return moved(appointment, slot)
        case KeepShownAs(shown_as=shown_as) if shown_as is appointment.shown_as:
            return shown(appointment, shown_as)
        case KeepShownAs(shown_as=shown_as):
            return shown_by_hand(appointment, shown_as, now=now)
        case LetGo():
            return let_go(appointment, now=now)
        case Return():
            return returned(appointment)
        case StandsElsewhere(is_elsewhere=is_elsewhere):
            return stands_elsewhere(appointment, is_elsewhere=is_elsewhere, now=now)
        case Replied(guests=guests):
            return replied(appointment, guests)
        case Write() | Move() | Show() | Remove():
            raise ValueError("a step that the app takes in the calendar")


def _refresh_cards(work: Work, appointment: Appointment, now: datetime) -> None:
    """The cards that say when it is: nobody is told in a message of its own."""
    if appointment.kind is AppointmentKind.TALK:
        refresh_talk(work, work.requests.for_learner(RequestId(appointment.about), learner=appointment.learner), now)
    else:
        refresh(work, MessageKind.OWN_CALENDAR, appointment.about, now=now)
