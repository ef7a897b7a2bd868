"""While moments are sought in full calendars, nothing else in the service has to wait for more than a moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.jobs.calendar import CalendarJob
from learning.companion import invite, known_as
from learning.entries import Availability, Guest, Slot
from learning.people import PersonId, person_id
from learning.review import seek
from learning.work import Work
from tests.app.calendar_world import Memory, anas_job
from tests.app.test_calendar_job_places import entry_of
from tests.cast import ANA, NOW, OFFICE_HOURS
from tests.graph.test_graph_batch_loop import LONGEST_STEP_MS, watched

HALF_A_YEAR = Slot(starts_at=NOW, ends_at=NOW + timedelta(days=183))
MEETINGS = tuple(
    Slot(starts_at=NOW + timedelta(hours=hour), ends_at=NOW + timedelta(hours=hour + 1)) for hour in range(24 * 90)
)
FULL = Availability(hours=OFFICE_HOURS, busy=MEETINGS, away=(HALF_A_YEAR,))
COMPANIONS = [person_id(tenant="t", object_id=f"companion-{number}") for number in range(5)]


class FullCalendars(Memory):
    """Nobody is free at any time."""

    async def availability(self, _person: PersonId, _within: Slot) -> Availability:
        return FULL

    async def availability_of(
        self, _person: PersonId, guests: Sequence[Guest], _within: Slot
    ) -> Mapping[str, Availability]:
        self.asked["availability of guests"] += 1
        return {guest.address: FULL for guest in guests}

    async def suggest(self, *_: object) -> None:
        return None


def both_are_sought_anew_with_companions(work: Work) -> None:
    reviews = work.reviews.open_of(ANA)
    company = invite(work.companies.of(reviews[0].cycle, learner=ANA), COMPANIONS, is_online=False, now=NOW)
    for number, person in enumerate(COMPANIONS):
        company = known_as(company, person, Guest(address=f"c{number}@meadow.example"), now=NOW)
    work.companies.put(company)
    for review in reviews:
        work.reviews.put(seek(review, review.ideal_on))


async def test_seeking_moments_in_full_calendars_holds_nobody_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with anas_job(tmp_path) as anas:
        full: Any = FullCalendars(entries=anas.memory.entries)
        await anas.runner.run(both_are_sought_anew_with_companions)
        job = CalendarJob(anas.runner, full, lambda: anas.now, entry_of)
        with watched(monkeypatch) as watchdog:
            await job(ANA)
        assert full.asked["availability of guests"] == 2
        assert [review.slot is not None for review in await anas.reviews()] == [True, True]
    assert watchdog.longest[0] < LONGEST_STEP_MS, watchdog.longest
