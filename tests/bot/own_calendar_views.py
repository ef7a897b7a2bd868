"""What Ana gets to see of the card "In my calendar": one view for each state."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from learning.appointment import Appointment, AppointmentId, AppointmentKind
from learning.contract import ContractId
from learning.cycle import Cycle, CycleId
from learning.entries import Slot
from learning.learning_time import LONGEST_STEP, MOST_STEPS, proposed
from learning.views import OwnCalendarView, StepView, View
from tests.cast import ANA, NOW, TODAY, slot

CYCLE = Cycle(
    id=CycleId("cycle-1"), contract=ContractId("contract-1"), learner=ANA, opened_at=NOW, ends_on=date(2026, 4, 27)
)
NOTHING = OwnCalendarView(
    cycle=CYCLE,
    version=0,
    steps=(),
    blocks=(),
    proposed_on=TODAY,
    weekly=proposed(TODAY),
    is_in_chat=False,
)
WEEK = timedelta(weeks=1)
FIRST = slot("2026-03-03 14:00", "15:00")


def step(number: int, words: str) -> StepView:
    return StepView(id=AppointmentId(f"step-{number}"), on=TODAY + timedelta(days=3 * number), words=words)


def blocks(count: int) -> tuple[Appointment, ...]:
    slots = (
        Slot(starts_at=FIRST.starts_at + week * WEEK, ends_at=FIRST.ends_at + week * WEEK) for week in range(count)
    )
    return tuple(
        Appointment(
            id=AppointmentId(f"block-{each.starts_at:%m-%d}"),
            learner=ANA,
            kind=AppointmentKind.LEARNING_TIME,
            about=CYCLE.id,
            slot=each,
            planned=each,
        )
        for each in slots
    )


def full_of_steps(sign: str) -> OwnCalendarView:
    """As long as the rules allow."""
    steps = tuple(step(number, sign * LONGEST_STEP) for number in range(MOST_STEPS))
    return replace(NOTHING, version=40, steps=steps, blocks=blocks(26))


def own_calendar_states() -> dict[str, View]:
    two = replace(
        NOTHING, version=11, steps=(step(1, "Watch *two* interviews"), step(4, "Ask Chloé [how](x)")), blocks=blocks(8)
    )
    return {
        "own_calendar_nothing": NOTHING,
        "own_calendar_not_connected": replace(two, is_in_chat=True),
        "own_calendar_one_each": replace(NOTHING, version=2, steps=two.steps[:1], blocks=blocks(1)),
        "own_calendar_several": two,
        "own_calendar_paused": replace(two, cycle=replace(CYCLE, paused_at=NOW)),
        "own_calendar_closed": replace(NOTHING, cycle=replace(CYCLE, closed_at=NOW)),
    }
