"""A person asks where their cycle stands."""

from __future__ import annotations

from datetime import datetime

from learning.actions.telling import bring
from learning.cycle import Cycle
from learning.messages import MessageKind
from learning.people import PersonId
from learning.work import Work


def find_cycle(work: Work, actor: PersonId, now: datetime) -> Cycle | None:
    """Bring the running cycle to the end of the chat; None when none runs."""
    cycle = work.cycles.newest_running(actor)
    if cycle is not None:
        bring(work, actor, MessageKind.CYCLE, cycle.id, now=now)
    return cycle
