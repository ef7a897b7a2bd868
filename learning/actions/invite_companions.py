"""The learner says who learns beside them in this cycle, and whether they meet online; or goes on alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from learning.actions.on_cycle import OnCycle
from learning.actions.on_own_calendar import follow_own_calendar, pressed_own_calendar
from learning.actions.telling import refresh
from learning.companion import Company, invite, invite_nobody
from learning.jobs import JobKind, companions_lock
from learning.messages import MessageKind
from learning.people import PersonId
from learning.work import Work


@dataclass(frozen=True, kw_only=True)
class InviteCompanions:
    """Exactly these people, whoever was invited before."""

    on: OnCycle
    companions: tuple[PersonId, ...]
    is_online: bool


def invite_companions(work: Work, command: InviteCompanions, actor: PersonId, now: datetime) -> Company:
    """Keep them, have their addresses looked up, and have the reviews' entries get them as guests."""
    cycle = pressed_own_calendar(work, command.on, actor, now)
    company = work.companies.of(cycle.id, learner=actor)
    company = work.companies.put(invite(company, command.companions, is_online=command.is_online, now=now))
    work.jobs.defer(JobKind.COMPANIONS, actor, lock=companions_lock(actor), due_at=now)
    follow_own_calendar(work, cycle, now)
    refresh(work, MessageKind.CYCLE, cycle.id, now=now)
    return company


def uninvite_companions(work: Work, command: OnCycle, actor: PersonId, now: datetime) -> Company:
    """Nobody is invited any more: their calendars say so by themselves."""
    cycle = pressed_own_calendar(work, command, actor, now)
    company = work.companies.put(invite_nobody(work.companies.of(cycle.id, learner=actor), now=now))
    follow_own_calendar(work, cycle, now)
    refresh(work, MessageKind.CYCLE, cycle.id, now=now)
    return company
