"""The learner protects time to learn: a block in their calendar each week, until the cycle ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from learning.actions.appointments import add_blocks, end_all, not_ended
from learning.actions.on_cycle import OnCycle
from learning.actions.on_own_calendar import follow_own_calendar, pressed_own_calendar
from learning.appointment import AppointmentKind
from learning.cycle import Cycle
from learning.learning_time import BlockLength, TimeOfDayMissing, WeekdayMissing, Weekly, weekly_blocks
from learning.people import PersonId
from learning.work import Work


@dataclass(frozen=True, kw_only=True)
class ProtectTime:
    """When, by the learner's clock: 0 for Monday to 6 for Sunday. None is what was not answered, or not readable."""

    on: OnCycle
    weekday: int | None
    starts: time | None
    minutes: int | None


def protect_time(work: Work, command: ProtectTime, actor: PersonId, now: datetime) -> Cycle:
    """Keep the blocks and have them written, shown free. They take the place of earlier ones that lie ahead."""
    cycle = pressed_own_calendar(work, command.on, actor, now)
    zone = work.people.get(actor).zone
    blocks = weekly_blocks(_weekly(command), now=now, ends_on=cycle.ends_on, zone=zone)
    end_all(work, not_ended(work, cycle, AppointmentKind.LEARNING_TIME), now)
    add_blocks(work, cycle, blocks)
    follow_own_calendar(work, cycle, now)
    return cycle


def _weekly(command: ProtectTime) -> Weekly:
    if command.weekday is None:
        raise WeekdayMissing("weekday")
    if command.starts is None:
        raise TimeOfDayMissing("starts")
    if command.minutes is None:
        raise BlockLength("minutes")
    return Weekly(weekday=command.weekday, starts=command.starts, minutes=command.minutes)
