"""The learner wants a step no more, or none of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from learning.actions.appointments import end_all, not_ended
from learning.actions.on_cycle import OnCycle
from learning.actions.on_own_calendar import follow_own_calendar, pressed_own_calendar
from learning.appointment import AppointmentKind
from learning.cycle import Cycle
from learning.learning_time import NoSteps
from learning.people import PersonId
from learning.work import Work


@dataclass(frozen=True, kw_only=True)
class RemoveSteps:
    """The step that was chosen; empty for all of them."""

    on: OnCycle
    step: str


def remove_steps(work: Work, command: RemoveSteps, actor: PersonId, now: datetime) -> Cycle:
    """Take it off the card. What lies ahead leaves the calendar, what has passed stays there, as what happened."""
    cycle = pressed_own_calendar(work, command.on, actor, now)
    steps = not_ended(work, cycle, AppointmentKind.STEP)
    chosen = [each for each in steps if command.step in ("", each.id)]
    if not chosen:
        raise NoSteps
    end_all(work, chosen, now)
    follow_own_calendar(work, cycle, now)
    return cycle
