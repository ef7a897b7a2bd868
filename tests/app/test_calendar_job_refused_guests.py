"""A calendar that does not take one guest takes all the rest: the learner reads who is not invited, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.jobs.appointments import AppointmentEntries
from app.jobs.calendar import CalendarJob
from learning.actions.talks import place_talk
from learning.appointment import Appointment
from learning.companion import CompanionState, Company, invite, known_as
from learning.entries import Answered, Entry, EntryChange, EntryId, Guest, InviteTo, NewEntry
from learning.errors import GuestsRefused, OutsideFailure
from learning.feedback import FeedbackRequest
from learning.messages import Message, MessageId, MessageKind
from learning.people import Person, PersonId
from learning.work import Work
from tests.app.calendar_world import AnasJob, Memory, anas_job, later
from tests.app.test_calendar_job_places import entry_of
from tests.cast import ANA, BEN, NOW, slot
from tests.storage.fixtures import samples

BENS = Guest(address="ben at example.org", name="Ben Okafor")
REFUSED = GuestsRefused("Graph answered 400 ErrorInvalidRecipients")
REQUEST = replace(samples.request, learner=ANA, peer=BEN, talk_wished_at=NOW)
TALK_AT = slot("2026-03-05 13:00", "13:20")


class Picky(Memory):
    """It takes no entry with guests, and says so of that entry alone."""

    is_picky = True

    async def bring_about(
        self, _person: PersonId, changes: Sequence[EntryChange]
    ) -> list[Entry | OutsideFailure | None]:
        self.done += changes
        return [self._take(change) for change in changes]

    def _take(self, change: EntryChange) -> Entry | OutsideFailure | None:
        guests = change.guests if isinstance(change, NewEntry | InviteTo) else ()
        if guests and self.is_picky:
            return REFUSED
        if not isinstance(change, InviteTo):
            return self._do(change)
        invited = tuple(Answered(guest=guest) for guest in guests)
        self.entries[change.entry] = replace(self.entries[change.entry], guests=invited)
        return self.entries[change.entry]


def _job(anas: AnasJob) -> tuple[Picky, CalendarJob]:
    picky = Picky(entries=anas.memory.entries)
    calendar: Any = picky
    talks = AppointmentEntries(anas.runner, calendar, lambda: anas.now, _entry_of_talk)
    return picky, CalendarJob(anas.runner, calendar, lambda: anas.now, entry_of, [talks])


def _entry_of_talk(talk: Appointment, _learner: Person) -> NewEntry:
    guests = tuple(each.guest for each in talk.guests)
    return NewEntry(key=talk.entry_key, slot=talk.slot, title="Talk", text="", link_text="", link="", guests=guests)


def _company(work: Work) -> Company:
    return work.companies.of(samples.cycle.id, learner=ANA)


def _invited(work: Work) -> None:
    company = invite(_company(work), [BEN], is_online=True, now=NOW)
    work.companies.put(known_as(company, BEN, BENS, now=NOW))


async def _states(anas: AnasJob) -> list[CompanionState]:
    return [each.state for each in (await anas.runner.run(_company)).invited]


async def test_a_refused_invitation_is_said_of_the_companion_and_the_drag_beside_it_is_followed(tmp_path: Path) -> None:
    async with anas_job(tmp_path) as anas:
        picky, job = _job(anas)
        await anas.runner.run(_invited)
        dragged = EntryId((await anas.reviews())[0].entry or "")
        picky.entries[dragged] = replace(picky.entries[dragged], slot=later(picky.entries[dragged].slot))
        picky.news = {dragged}
        await job(ANA)
        assert picky.entries[dragged].slot in [review.slot for review in await anas.reviews()]
        assert await _states(anas) == [CompanionState.REFUSED]
        assert MessageKind.CONNECTION not in await anas.new_kinds()
        assert (await anas.watching()).unreachable_at is None


async def test_who_is_refused_is_not_tried_for_ever_and_once_more_when_the_learner_says_so(tmp_path: Path) -> None:
    async with anas_job(tmp_path) as anas:
        picky, job = _job(anas)
        await anas.runner.run(_invited)
        await job(ANA)
        tried = len(picky.done)
        await job(ANA)
        assert len(picky.done) == tried
        picky.is_picky = False
        await anas.runner.run(_invited)
        await job(ANA)
        assert [review.guests for review in await anas.reviews()] == [(Answered(guest=BENS),)] * 2
        assert await _states(anas) == [CompanionState.KNOWN]


async def test_a_review_that_is_not_taken_with_guests_stands_without_them(tmp_path: Path) -> None:
    async with anas_job(tmp_path) as anas:
        picky, job = _job(anas)
        await anas.runner.run(_invited)
        await anas.runner.run(_unwritten)
        picky.entries.clear()
        await job(ANA)
        await job(ANA)
        assert [review.entry is None for review in await anas.reviews()] == [False, False]
        assert len(picky.entries) == 2
        assert await _states(anas) == [CompanionState.REFUSED]


def _unwritten(work: Work) -> None:
    for review in work.reviews.open_of(ANA):
        answered = (Answered(guest=BENS),)  # to the entry that stood before
        work.reviews.put(replace(review, entry=None, stood=None, writes=review.writes + 1, guests=answered))


async def test_a_refusal_that_is_nobodys_guest_is_a_failure_as_before(tmp_path: Path) -> None:
    async with anas_job(tmp_path) as anas:
        picky, job = _job(anas)
        picky.is_picky = False
        await anas.runner.run(_invited)
        await job(ANA)
        picky.is_picky = True
        await anas.runner.run(_one_more_online)
        with pytest.raises(GuestsRefused):
            await job(ANA)


def _one_more_online(work: Work) -> None:
    work.companies.put(replace(_company(work), online=frozenset()))


async def test_a_refused_talk_is_left_to_the_two_and_never_tried_again(tmp_path: Path) -> None:
    async with anas_job(tmp_path) as anas:
        picky, job = _job(anas)
        await anas.runner.run(_a_talk_is_placed)
        await job(ANA)
        request = await anas.runner.run(_request)
        assert request.talk_by_hand_at == NOW
        assert [type(change) for change in picky.done] == [NewEntry]
        await job(ANA)
        assert len(picky.done) == 1
        assert MessageKind.CONNECTION not in await anas.new_kinds()


async def test_a_refused_talk_that_was_called_off_meanwhile_stays_called_off(tmp_path: Path) -> None:
    async with anas_job(tmp_path) as anas:
        picky, job = _job(anas)
        await anas.runner.run(_a_talk_is_placed)
        await anas.runner.run(lambda work: work.requests.put(replace(REQUEST, talk_off_at=NOW)))
        await job(ANA)
        request = await anas.runner.run(_request)
        assert (request.talk_off_at, request.talk_by_hand_at) == (NOW, None)
        await job(ANA)
        assert len(picky.done) == 1


def _a_talk_is_placed(work: Work) -> None:
    work.contracts.add_revision(samples.revision)
    work.requests.add(REQUEST)
    work.messages.add(
        Message(id=MessageId("m"), person=BEN, kind=MessageKind.REQUEST, about=REQUEST.id, created_at=NOW)
    )
    place_talk(work, REQUEST.id, TALK_AT, BENS, NOW)


def _request(work: Work) -> FeedbackRequest:
    return work.requests.for_peer(REQUEST.id, peer=BEN)
