"""A cycle's steps and its learning time: added, ended, and fitted to a cycle that ends on another day.

Whoever calls these has the calendar brought up to date.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from learning.actions.telling import refresh
from learning.appointment import Appointment, AppointmentId, AppointmentKind, end
from learning.cycle import Cycle
from learning.entries import Slot
from learning.learning_time import fit
from learning.messages import MessageKind
from learning.work import Work


def not_ended(work: Work, cycle: Cycle, *kinds: AppointmentKind) -> list[Appointment]:
    """Those of these kinds that are not ended; what the learner let go by deleting it is among them."""
    appointments = work.appointments.about(cycle.id, learner=cycle.learner)
    return [each for each in appointments if each.kind in kinds and each.ended_at is None]


def add_blocks(work: Work, cycle: Cycle, blocks: Iterable[Slot]) -> None:
    """Keep blocks of learning time, to be written."""
    for slot in blocks:
        work.appointments.add(
            Appointment(
                id=AppointmentId(work.new_id()),
                learner=cycle.learner,
                kind=AppointmentKind.LEARNING_TIME,
                about=cycle.id,
                slot=slot,
                planned=slot,
            )
        )


def end_all(work: Work, appointments: Iterable[Appointment], now: datetime) -> None:
    """They are to be no more: what lies ahead leaves the calendar, what has passed stays there."""
    for each in appointments:
        work.appointments.put(end(each, now=now))


def end_appointments(work: Work, cycle: Cycle, now: datetime) -> None:
    """The cycle is over, and with it what was planned in it."""
    end_all(work, not_ended(work, cycle, *AppointmentKind), now)
    refresh(work, MessageKind.OWN_CALENDAR, cycle.id, now=now)


def fit_appointments(work: Work, cycle: Cycle, now: datetime) -> None:
    """The cycle ends on another day: learning time does too. Steps stay on the days that the learner gave them."""
    blocks = not_ended(work, cycle, AppointmentKind.LEARNING_TIME)
    fitted = fit(blocks, now=now, ends_on=cycle.ends_on, zone=work.people.get(cycle.learner).zone)
    end_all(work, fitted.too_many, now)
    add_blocks(work, cycle, fitted.missing)
    refresh(work, MessageKind.OWN_CALENDAR, cycle.id, now=now)
