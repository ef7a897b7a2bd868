"""What calendars know companions by is looked up in the directory; nothing else of them is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from learning.actions.telling import defer_calendar, refresh
from learning.companion import known_as
from learning.cycle import CycleId
from learning.entries import Guest
from learning.messages import MessageKind
from learning.people import PersonId
from learning.work import Work


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """A companion of this cycle of whom no address is known yet."""

    cycle: CycleId
    person: PersonId


def unknown_companions(work: Work, learner: PersonId, now: datetime) -> Sequence[Unknown]:
    """Those of the learner's running cycle."""
    cycle = work.cycles.newest_running(learner)
    invited = work.companies.of(cycle.id, learner=learner).invited if cycle else ()
    unknown = [each.person for each in invited if each.guest is None and each.unknown_at is None]
    return [Unknown(cycle=cycle.id, person=person) for person in unknown] if cycle else []


def companion_known(work: Work, learner: PersonId, unknown: Unknown, guest: Guest | None, now: datetime) -> None:
    """Keep what was found, None where nobody knows an address; the reviews' entries get them as guests."""
    company = work.companies.of(unknown.cycle, learner=learner)
    if unknown.person not in {each.person for each in company.invited}:
        return  # invited no more meanwhile
    work.companies.put(known_as(company, unknown.person, guest, now=now))
    refresh(work, MessageKind.OWN_CALENDAR, unknown.cycle, now=now)
    defer_calendar(work, learner, now=now)
