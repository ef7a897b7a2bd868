"""Learning time that comes soon is shown busy once little of its day is left: looked at once a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from learning.appointment import Appointment, AppointmentKind, looked_around, show_as
from learning.entries import Availability, ShownAs, Slot
from learning.people import PersonId
from learning.scarce import is_scarce
from learning.work import Work

AHEAD = timedelta(days=7)
AGAIN_AFTER = timedelta(days=1)
_MARGIN = timedelta(days=1)


def to_look_around(work: Work, person: PersonId, now: datetime) -> Slot | None:
    """The stretch of calendar in which learning time is to be looked at; None when nothing is."""
    blocks = _blocks(work, person, now)
    if not blocks:
        return None
    first, last = min(each.slot for each in blocks), max(each.slot for each in blocks)
    return Slot(starts_at=first.starts_at - _MARGIN, ends_at=last.ends_at + _MARGIN)


def keep_scarce(work: Work, person: PersonId, availability: Availability, now: datetime) -> None:
    """What is scarce is to be shown busy. It stays so: who moved a meeting meanwhile shall not see it flicker."""
    for each in _blocks(work, person, now):
        looked_at = looked_around(each, now=now)
        work.appointments.put(show_as(looked_at, ShownAs.BUSY) if is_scarce(each.slot, availability) else looked_at)


def _blocks(work: Work, person: PersonId, now: datetime) -> Sequence[Appointment]:
    """Learning time of the next days that stands, is shown free by the app, and was not looked at for a day."""
    return [
        each
        for each in work.appointments.to_follow(person)
        if each.kind is AppointmentKind.LEARNING_TIME
        and each.is_wanted
        and each.entry is not None
        and each.shown_as is ShownAs.FREE
        and each.shown_by_hand_at is None
        and now < each.slot.starts_at <= now + AHEAD
        and (each.looked_at is None or each.looked_at <= now - AGAIN_AFTER)
    ]
