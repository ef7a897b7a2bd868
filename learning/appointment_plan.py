"""Compares the appointments that are wanted with what stands in the learner's calendar: a list of steps, none done yet.

As `learning/calendar_plan.py` does for reviews, with one difference: nothing is asked. Whatever the learner makes of
an entry is how they want it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from learning.appointment import Appointment, AppointmentId
from learning.calendar_plan import Seen
from learning.entries import Answered, Entry, ShownAs, Slot


@dataclass(frozen=True, kw_only=True)
class Write:
    """Its entry is not written, or may be though we do not know its id: the same key gives the one there is."""

    appointment: AppointmentId


@dataclass(frozen=True, kw_only=True)
class Move:
    """It is to be elsewhere than its entry stands: the app moves the entry."""

    appointment: AppointmentId


@dataclass(frozen=True, kw_only=True)
class Show:
    """It is to make something else of the learner's time than its entry does: the app changes that."""

    appointment: AppointmentId


@dataclass(frozen=True, kw_only=True)
class Remove:
    """It is over before its time: the app removes the entry."""

    appointment: AppointmentId


@dataclass(frozen=True, kw_only=True)
class Follow:
    """The learner moved the entry, made it longer or shorter: this appointment goes along, and no other."""

    appointment: AppointmentId
    slot: Slot
    is_all_day: bool


@dataclass(frozen=True, kw_only=True)
class Arrived:
    """The entry stands where the app moved it, though nobody could say so before."""

    appointment: AppointmentId
    slot: Slot


@dataclass(frozen=True, kw_only=True)
class KeepShownAs:
    """The entry makes this of the learner's time: their own choice, or the app's, just before a crash."""

    appointment: AppointmentId
    shown_as: ShownAs


@dataclass(frozen=True, kw_only=True)
class LetGo:
    """The learner deleted the entry, or made it recur: it is theirs, and nothing is put back."""

    appointment: AppointmentId


@dataclass(frozen=True, kw_only=True)
class Return:
    """The learner took the deleting back: it counts again."""

    appointment: AppointmentId


@dataclass(frozen=True, kw_only=True)
class StandsElsewhere:
    """The entry stands where readings of the calendar do not tell of it, or no longer does: look at it each time."""

    appointment: AppointmentId
    is_elsewhere: bool


@dataclass(frozen=True, kw_only=True)
class Replied:
    """Those whom the app invited answered, or the learner took one of them out: these are invited by now."""

    appointment: AppointmentId
    guests: tuple[Answered, ...]


Step = Write | Move | Show | Remove | Follow | Arrived | KeepShownAs | LetGo | Return | StandsElsewhere | Replied


def compare(kept: Iterable[Appointment], seen: Seen, *, now: datetime) -> list[Step]:
    """The steps that bring the appointments and the calendar together; of one, where it is and how it is shown."""
    return [step for appointment in kept for step in _steps(appointment, seen, now)]


def _steps(appointment: Appointment, seen: Seen, now: datetime) -> list[Step]:
    entry = seen.entries.get(appointment.entry) if appointment.entry else None
    if appointment.ended_at is not None:
        return _some(_over(appointment, entry))
    if appointment.gone_at is not None:
        return _some(_gone(appointment, entry), _elsewhere(appointment, entry, seen))
    if appointment.entry is None:
        return _some(_unwritten(appointment, now))
    if appointment.entry in seen.entries and (entry is None or entry.is_series):
        return [LetGo(appointment=appointment.id)]
    elsewhere = _elsewhere(appointment, entry, seen)
    return _some(elsewhere, _place(appointment, entry), _show(appointment, entry), _guests(appointment, entry))


def _some(*steps: Step | None) -> list[Step]:
    return [step for step in steps if step is not None]


def _over(appointment: Appointment, entry: Entry | None) -> Step | None:
    if appointment.unwanted_at is None:
        return None  # what has passed stays, as what happened; what was let go is the learner's
    if appointment.is_half_written:
        return Write(appointment=appointment.id)  # so that we know what is to be removed
    if appointment.entry is None:
        return None  # it was never written, or has been removed
    if entry is not None and entry.is_series:
        return LetGo(appointment=appointment.id)  # the app removes what it wrote, never a series
    return Remove(appointment=appointment.id)


def _gone(appointment: Appointment, entry: Entry | None) -> Step | None:
    if entry is None or entry.is_series:
        return None  # it stays deleted, or the learner's own
    return Return(appointment=appointment.id)


def _unwritten(appointment: Appointment, now: datetime) -> Step | None:
    if appointment.is_half_written or appointment.lies_ahead(now):
        return Write(appointment=appointment.id)
    return None  # its time passed while the calendar could not be used


def _elsewhere(appointment: Appointment, entry: Entry | None, seen: Seen) -> Step | None:
    if entry is None or entry.id not in (seen.here if appointment.is_elsewhere else seen.elsewhere):
        return None
    return StandsElsewhere(appointment=appointment.id, is_elsewhere=not appointment.is_elsewhere)  # or it came back


def _place(appointment: Appointment, entry: Entry | None) -> Step | None:
    """`slot` is our wish, `stood` where we last knew it, and what is neither is the learner's hand."""
    stands = entry.slot if entry else appointment.stood
    if entry is not None and entry.slot not in (appointment.slot, appointment.stood):
        return Follow(appointment=appointment.id, slot=entry.slot, is_all_day=entry.is_all_day)
    if stands != appointment.slot:
        return Move(appointment=appointment.id)  # it has not been moved yet by us
    if stands != appointment.stood:
        return Arrived(appointment=appointment.id, slot=stands)  # moved by us, just before a crash
    return None


def _show(appointment: Appointment, entry: Entry | None) -> Step | None:
    """The same for what it makes of the learner's time."""
    stands_as = entry.shown_as if entry else appointment.stood_as
    if entry is not None and entry.shown_as not in (appointment.shown_as, appointment.stood_as):
        return KeepShownAs(appointment=appointment.id, shown_as=entry.shown_as)
    if stands_as is not appointment.shown_as:
        return Show(appointment=appointment.id)
    if stands_as is not appointment.stood_as:
        return KeepShownAs(appointment=appointment.id, shown_as=stands_as)
    return None


def _guests(appointment: Appointment, entry: Entry | None) -> Step | None:
    """Whom the learner invited besides is no business of ours."""
    if entry is None or not appointment.guests:
        return None
    there = {each.guest.key: each for each in entry.guests}
    stay = [each.guest for each in appointment.guests if each.guest.key in there]
    if there and not stay:
        return None  # the calendar knows them by another address
    guests = tuple(replace(there[guest.key], guest=guest) for guest in stay)
    return None if guests == appointment.guests else Replied(appointment=appointment.id, guests=guests)
