"""Puts together the card "In my calendar"."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from learning.actions.appointments import not_ended
from learning.actions.on_own_calendar import own_calendar_version
from learning.actions.see_companions import companions_of
from learning.actions.see_connection import is_in_chat
from learning.appointment import Appointment, AppointmentKind
from learning.cycle import CycleId
from learning.learning_time import as_planned, proposed
from learning.people import Person, today_of
from learning.views import OwnCalendarView, StepView
from learning.work import Work

A_WEEK = timedelta(weeks=1)
"""How far off a step is proposed: today's own work is seldom what one wants to plan."""


def see_own_calendar(work: Work, about: str, reader: Person, now: datetime) -> OwnCalendarView:
    """The reader's own cycle; what they let go, by deleting it from the calendar, is not shown."""
    cycle = work.cycles.for_learner(CycleId(about), learner=reader.id)
    steps = [each for each in not_ended(work, cycle, AppointmentKind.STEP) if each.is_wanted]
    blocks = [each for each in not_ended(work, cycle, AppointmentKind.LEARNING_TIME) if each.is_wanted]
    company = work.companies.of(cycle.id, learner=reader.id)
    return OwnCalendarView(
        cycle=cycle,
        version=own_calendar_version(work, cycle),
        steps=tuple(_step(each, reader) for each in steps),
        blocks=tuple(each for each in blocks if each.lies_ahead(now)),
        proposed_on=min(today_of(reader, now) + A_WEEK, cycle.ends_on),
        weekly=as_planned(blocks, zone=reader.zone) or proposed(today_of(reader, now)),
        is_in_chat=is_in_chat(work, reader.id),
        companions=companions_of(work, cycle),
        is_online=company.may_be_online,
        is_online_refused=company.online_refused_at is not None,
    )


def _step(step: Appointment, reader: Person) -> StepView:
    return StepView(id=step.id, on=step.slot.starts_at.astimezone(ZoneInfo(reader.zone)).date(), words=step.words)
