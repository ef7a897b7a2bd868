"""The learner puts a dated step into their calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from learning.actions.appointments import not_ended
from learning.actions.on_cycle import OnCycle
from learning.actions.on_own_calendar import follow_own_calendar, pressed_own_calendar
from learning.appointment import Appointment, AppointmentId, AppointmentKind, whole_day
from learning.entries import Slot
from learning.errors import PressedAlready
from learning.learning_time import check_step
from learning.people import Person, PersonId, today_of
from learning.work import Work


@dataclass(frozen=True, kw_only=True)
class AddStep:
    """What the step is, and its day; `shows_words` wants the words in the calendar too, not in this chat alone."""

    on: OnCycle
    words: str
    day: date | None
    shows_words: bool


def add_step(work: Work, command: AddStep, actor: PersonId, now: datetime) -> Appointment:
    """Keep the step, and have it written: a day in the calendar, shown free. Without a calendar it waits for one.

    Raises PressedAlready for the same words on the same day: somebody pressed again who had seen no answer.
    """
    cycle = pressed_own_calendar(work, command.on, actor, now)
    learner = work.people.get(actor)
    steps = [each for each in not_ended(work, cycle, AppointmentKind.STEP) if each.is_wanted]
    if any((step.words, step.slot) == (command.words, _slot(command, learner)) for step in steps):
        raise PressedAlready
    day = check_step(command.words, command.day, today=today_of(learner, now), ends_on=cycle.ends_on, steps=len(steps))
    slot = whole_day(day, learner.zone)
    step = Appointment(
        id=AppointmentId(work.new_id()),
        learner=actor,
        kind=AppointmentKind.STEP,
        about=cycle.id,
        slot=slot,
        planned=slot,
        words=command.words,
        shows_words=command.shows_words,
        is_all_day=True,
    )
    work.appointments.add(step)
    follow_own_calendar(work, cycle, now)
    return step


def _slot(command: AddStep, learner: Person) -> Slot | None:
    return None if command.day is None else whole_day(command.day, learner.zone)
