"""A person asks what of their cycle stands in their calendar beside its reviews."""

from __future__ import annotations

from datetime import datetime

from learning.actions.telling import bring
from learning.cycle import Cycle, CycleId
from learning.messages import MessageKind
from learning.people import PersonId
from learning.work import Work


def find_own_calendar(work: Work, actor: PersonId, now: datetime) -> Cycle | None:
    """Bring the card "In my calendar" of the running cycle to the end of the chat; None when none runs."""
    cycle = work.cycles.newest_running(actor)
    if cycle is not None:
        bring(work, actor, MessageKind.OWN_CALENDAR, cycle.id, now=now)
    return cycle


def bring_own_calendar(work: Work, cycle_id: CycleId, actor: PersonId, now: datetime) -> Cycle:
    """The same for this cycle, from its own card."""
    cycle = work.cycles.for_learner(cycle_id, learner=actor)
    bring(work, actor, MessageKind.OWN_CALENDAR, cycle.id, now=now)
    return cycle
