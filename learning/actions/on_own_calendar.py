"""The card "In my calendar": what the actions of its buttons share."""

from __future__ import annotations

from datetime import datetime

from learning.actions.change_end import follow_until_end
from learning.actions.on_cycle import OnCycle
from learning.actions.pressing import check_press
from learning.actions.telling import refresh
from learning.cycle import Cycle, check_running
from learning.messages import MessageKind
from learning.people import PersonId
from learning.work import Work


def pressed_own_calendar(work: Work, command: OnCycle, actor: PersonId, now: datetime) -> Cycle:
    """The learner's cycle, when this button of its card may act. Raises NotHere, CycleClosed and as check_press."""
    cycle = work.cycles.for_learner(command.cycle, learner=actor)
    check_press(work, actor, command.press, version=own_calendar_version(work, cycle), now=now)
    check_running(cycle)
    return cycle


def own_calendar_version(work: Work, cycle: Cycle) -> int:
    """Which state of the card this is. It changes with each press, and not with what the calendar job keeps.

    Nothing is ever forgotten, so what was added and what was ended can be counted.
    """
    appointments = work.appointments.about(cycle.id, learner=cycle.learner)
    company = work.companies.of(cycle.id, learner=cycle.learner)
    return len(appointments) + sum(each.ended_at is not None for each in appointments) + company.changes


def follow_own_calendar(work: Work, cycle: Cycle, now: datetime) -> None:
    """Have the calendar brought up to date, and the card."""
    follow_until_end(work, cycle, now)
    refresh(work, MessageKind.OWN_CALENDAR, cycle.id, now=now)
