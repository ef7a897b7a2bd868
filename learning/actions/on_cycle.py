"""A button of the cycle's card: about the learner's own cycle, as long as it runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from learning.actions.pressing import Press, check_press
from learning.cycle import Cycle, CycleId, check_running
from learning.people import PersonId
from learning.work import Work


@dataclass(frozen=True, kw_only=True)
class OnCycle:
    """The cycle whose button was pressed."""

    cycle: CycleId
    press: Press


def pressed_cycle(work: Work, command: OnCycle, actor: PersonId, now: datetime) -> Cycle:
    """The learner's cycle, when this button may act on it. Raises NotHere, CycleClosed and what check_press raises."""
    cycle = work.cycles.for_learner(command.cycle, learner=actor)
    check_press(work, actor, command.press, version=cycle.version, now=now)
    check_running(cycle)
    return cycle
