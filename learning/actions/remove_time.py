"""The learner wants learning time in their calendar no more."""

from __future__ import annotations

from datetime import datetime

from learning.actions.appointments import end_all, not_ended
from learning.actions.on_cycle import OnCycle
from learning.actions.on_own_calendar import follow_own_calendar, pressed_own_calendar
from learning.appointment import AppointmentKind
from learning.cycle import Cycle
from learning.learning_time import NoLearningTime
from learning.people import PersonId
from learning.work import Work


def remove_time(work: Work, command: OnCycle, actor: PersonId, now: datetime) -> Cycle:
    """Every block that lies ahead leaves the calendar; those that have passed stay there, as what happened."""
    cycle = pressed_own_calendar(work, command, actor, now)
    blocks = not_ended(work, cycle, AppointmentKind.LEARNING_TIME)
    if not blocks:
        raise NoLearningTime
    end_all(work, blocks, now)
    follow_own_calendar(work, cycle, now)
    return cycle
