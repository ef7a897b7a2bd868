"""Who companions are, and when they are free: looked up, and done without where nobody will say."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select

from app.jobs.companions import CompanionsJob
from app.jobs.companions_free import CompanionsFree
from learning.companion import Companion, CompanionState, Company, guests_of, invite
from learning.connection import WhyNot
from learning.entries import Availability, Guest, Slot
from learning.errors import OutsideFailure, SignInNeeded
from learning.jobs import LATER as LATER_AGAIN
from learning.jobs import JobKind
from learning.people import PersonId
from learning.placing import ALONE, Beside
from learning.reaching import DirectoryPerson
from learning.review import Review
from learning.work import Work
from storage.tables import jobs
from tests.app.calendar_world import AnasJob, anas_job
from tests.cast import ANA, BEN, CHLOE, FREE, NOW, slot

BENS = Guest(address="ben@example.org", name="Ben Okafor")
SUGGESTED = slot("2026-03-31 09:00", "09:30")
NEVER = OutsideFailure("never", permanent=True)
LATER = OutsideFailure("busy", retry_after=timedelta(seconds=30))
CLOSED = SignInNeeded(WhyNot.ENDED)


@dataclass
class Staff:
    """The directory: who has an address, and how it fails."""

    mails: Mapping[PersonId, str] = field(default_factory=dict)
    failure: OutsideFailure | None = None
    asked: list[PersonId] = field(default_factory=list)

    async def find(self, person: PersonId) -> DirectoryPerson:
        self.asked.append(person)
        if self.failure is not None:
            raise self.failure
        return DirectoryPerson(name=BENS.name, mail=self.mails.get(person), locale=None)


@dataclass
class Outlook:
    """What Ana's right shows of Ben's calendar."""

    suggestions: Sequence[Slot] | None = None
    free: Mapping[str, Availability] = field(default_factory=dict)
    failure: OutsideFailure | None = None

    async def suggest(self, *_: object) -> Sequence[Slot] | None:
        return self.suggestions

    async def availability_of(self, *_: object) -> Mapping[str, Availability]:
        if self.failure is not None:
            raise self.failure
        return self.free


@pytest.fixture
async def anas(tmp_path: Path) -> AsyncIterator[AnasJob]:
    """Ana's cycle runs, and she has just invited Ben and Chloé to its reviews."""
    async with anas_job(tmp_path) as anas:
        await anas.runner.run(_invited)
        yield anas


def _cycle_of(work: Work) -> Company:
    return work.companies.of(work.reviews.open_of(ANA)[0].cycle, learner=ANA)


def _invited(work: Work) -> None:
    work.companies.put(invite(_cycle_of(work), (BEN, CHLOE), is_online=False, now=NOW))


async def companions(anas: AnasJob) -> dict[PersonId, Companion]:
    return {each.person: each for each in (await anas.runner.run(_cycle_of)).invited}


async def looks_up(anas: AnasJob, staff: Staff) -> None:
    await CompanionsJob(anas.runner, staff, lambda: NOW)(ANA)


async def test_each_is_looked_up_once_and_who_has_no_address_is_said_to_have_none(anas: AnasJob) -> None:
    staff = Staff({BEN: BENS.address})
    await looks_up(anas, staff)
    await looks_up(anas, staff)
    found = await companions(anas)
    assert (found[BEN].guest, found[CHLOE].guest, found[CHLOE].unknown_at) == (BENS, None, NOW)
    assert staff.asked == [BEN, CHLOE]


async def test_a_directory_that_is_away_for_now_is_asked_again_and_nobody_is_given_up(anas: AnasJob) -> None:
    with pytest.raises(OutsideFailure):
        await looks_up(anas, Staff(failure=LATER))
    assert [each.unknown_at for each in (await companions(anas)).values()] == [None, None]
    await looks_up(anas, Staff({BEN: BENS.address}))
    assert (await companions(anas))[BEN].guest == BENS


@pytest.mark.parametrize("failure", [NEVER, OutsideFailure("no right", needs_consent=True)])
async def test_whom_nobody_may_look_up_is_not_said_to_have_no_address_and_is_asked_about_again_later(
    anas: AnasJob, failure: OutsideFailure
) -> None:
    staff = Staff(failure=failure)
    await looks_up(anas, staff)
    assert staff.asked == [BEN, CHLOE]
    await _is_put_right_later(anas)


async def test_an_outage_that_lasts_until_the_look_up_is_given_up_is_no_missing_address_either(anas: AnasJob) -> None:
    await CompanionsJob(anas.runner, Staff(), lambda: NOW).give_up(ANA)
    await _is_put_right_later(anas)


async def _is_put_right_later(anas: AnasJob) -> None:
    """The learner reads that nobody could be looked up, and when that is possible, who is invited and who cannot be."""
    assert [each.state for each in (await companions(anas)).values()] == [CompanionState.UNASKED] * 2
    assert await anas.runner.in_transaction(_jobs_due) == [NOW + LATER_AGAIN]
    await looks_up(anas, Staff({BEN: BENS.address}))
    found = await companions(anas)
    assert (found[BEN].state, found[CHLOE].state) == (CompanionState.KNOWN, CompanionState.UNKNOWN)


def _jobs_due(connection: Connection) -> list[datetime]:
    return list(connection.execute(select(jobs.c.due_at).where(jobs.c.kind == JobKind.COMPANIONS)).scalars())


async def test_who_was_taken_out_while_nobody_could_be_looked_up_is_not_looked_up_later(anas: AnasJob) -> None:
    await looks_up(anas, Staff(failure=NEVER))
    await anas.runner.run(lambda work: work.companies.put(invite(_cycle_of(work), (BEN,), is_online=False, now=NOW)))
    staff = Staff()
    await looks_up(anas, staff)
    assert staff.asked == [BEN]


async def free_beside(anas: AnasJob, outlook: Outlook) -> Beside:
    """What is known of Ben's time, for a review that has no moment."""
    await looks_up(anas, Staff({BEN: BENS.address}))
    review: Review = replace((await anas.reviews())[0], slot=None)
    assert guests_of(await anas.runner.run(_cycle_of), review.id) == (BENS,)
    calendar: Any = outlook
    return (await CompanionsFree(anas.runner, calendar)(ANA, [review], NOW))[review.id]


async def test_what_the_calendar_service_suggests_for_all_is_taken(anas: AnasJob) -> None:
    assert (await free_beside(anas, Outlook(suggestions=[SUGGESTED]))).suggested == [SUGGESTED]


async def test_where_it_suggests_nothing_their_free_time_is_looked_at(anas: AnasJob) -> None:
    assert (await free_beside(anas, Outlook(free={BENS.address: FREE}))).free == {BEN: FREE}


async def test_a_service_that_will_never_say_keeps_no_review_from_its_moment(anas: AnasJob) -> None:
    assert await free_beside(anas, Outlook(failure=NEVER)) == ALONE


@pytest.mark.parametrize("failure", [LATER, CLOSED], ids=["later", "closed"])
async def test_what_may_pass_or_needs_a_sign_in_is_not_passed_over(anas: AnasJob, failure: OutsideFailure) -> None:
    with pytest.raises(type(failure)):
        await free_beside(anas, Outlook(failure=failure))
