"""What calendars know companions by is looked up in the directory; nothing else of them is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from learning.actions.telling import defer_calendar, refresh
from learning.companion import known_as, not_asked
from learning.cycle import CycleId
from learning.entries import Guest
from learning.jobs import LATER, JobKind, companions_lock
from learning.messages import MessageKind
from learning.people import PersonId
from learning.work import Work


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """A companion of this cycle of whom it is not known whether they have an address."""

    cycle: CycleId
    person: PersonId


def unknown_companions(work: Work, learner: PersonId, now: datetime) -> Sequence[Unknown]:
    """Those of each cycle of the learner's that runs."""
    newest = work.cycles.newest_running(learner)
    cycles = {review.cycle: None for review in work.reviews.open_of(learner)} | ({newest.id: None} if newest else {})
    return [
        Unknown(cycle=cycle, person=each.person)
        for cycle in cycles
        for each in work.companies.of(cycle, learner=learner).invited
        if each.guest is None and each.unknown_at is None
    ]


def companion_known(work: Work, learner: PersonId, unknown: Unknown, guest: Guest | None, now: datetime) -> None:
    """Keep what was found, None where nobody knows an address; the reviews' entries get them as guests."""
    company = work.companies.of(unknown.cycle, learner=learner)
    if unknown.person not in {each.person for each in company.invited}:
        return  # invited no more meanwhile
    work.companies.put(known_as(company, unknown.person, guest, now=now))
    refresh(work, MessageKind.OWN_CALENDAR, unknown.cycle, now=now)
    defer_calendar(work, learner, now=now)


def companion_not_asked(work: Work, learner: PersonId, unknown: Unknown, now: datetime) -> None:
    """Nobody could be asked: the learner reads just that, and it is tried again later."""
    company = work.companies.of(unknown.cycle, learner=learner)
    if unknown.person not in {each.person for each in company.invited}:
        return  # invited no more meanwhile
    work.companies.put(not_asked(company, unknown.person, now=now))
    refresh(work, MessageKind.OWN_CALENDAR, unknown.cycle, now=now)
    work.jobs.defer(JobKind.COMPANIONS, learner, lock=companions_lock(learner), due_at=now + LATER)
