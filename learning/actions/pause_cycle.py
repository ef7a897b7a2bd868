"""The learner pauses the cycle, or goes on. Nobody else sees either."""

from __future__ import annotations

from datetime import datetime

from learning.actions.change_end import change_end, follow_until_end
from learning.actions.on_cycle import OnCycle, pressed_cycle
from learning.actions.telling import bring, refresh
from learning.contract import move_end
from learning.cycle import Cycle, pause, resume
from learning.ending import after_pause
from learning.messages import MessageKind
from learning.people import PersonId
from learning.work import Work


def pause_cycle(work: Work, command: OnCycle, actor: PersonId, now: datetime) -> Cycle:
    """No card and no reminder comes until the learner goes on. What stands in the calendar stays."""
    cycle = work.cycles.put(pause(pressed_cycle(work, command, actor, now), now=now))
    refresh(work, MessageKind.CYCLE, cycle.id, now=now)
    refresh(work, MessageKind.OWN_CALENDAR, cycle.id, now=now)
    return cycle


def resume_cycle(work: Work, command: OnCycle, actor: PersonId, now: datetime) -> Cycle:
    """Go on: reviews whose time passed meanwhile get a new one; after a long pause the end moves as much."""
    paused = pressed_cycle(work, command, actor, now)
    going = resume(paused, now=now)
    learner, later = work.people.get(actor), going.ends_on - paused.ends_on
    for review in work.reviews.of_cycle(going.id, learner=actor):
        changed = after_pause(review, later=later, learner=learner, now=now)
        if changed != review:
            work.reviews.put(changed)
    going = work.cycles.put(going)
    if later:
        contract = work.contracts.for_learner(going.contract, learner=actor)
        work.contracts.put(move_end(contract, going.ends_on))
        refresh(work, MessageKind.CONTRACT, contract.id, now=now)
        going = change_end(work, going, going.ends_on, now)
    follow_until_end(work, going, now)
    refresh(work, MessageKind.CYCLE, going.id, now=now)
    refresh(work, MessageKind.OWN_CALENDAR, going.id, now=now)
    return going


def find_pause(work: Work, actor: PersonId, now: datetime) -> Cycle | None:
    """The word "pause": pause the running cycle and bring its card, on which one can go on. None when none runs.

    What comes back is the cycle as it was before: one that was paused already stays so.
    """
    cycle = work.cycles.newest_running(actor)
    if cycle is None:
        return None
    if cycle.paused_at is None:
        work.cycles.put(pause(cycle, now=now))
        refresh(work, MessageKind.OWN_CALENDAR, cycle.id, now=now)
    bring(work, actor, MessageKind.CYCLE, cycle.id, now=now)
    return cycle
