"""What is kept of companions, their proposals and talks, on whatever database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from learning.appointment import Appointment, AppointmentId, AppointmentKind
from learning.companion import Companion, Company
from learning.entries import Guest
from learning.errors import NotHere, SomeoneWasFaster
from learning.people import PersonId
from learning.proposal import Proposal, ProposalId
from learning.review import ReviewId
from learning.work import Work
from tests.cast import ANA, BEN, CHLOE, NOW, slot
from tests.storage.fixtures import samples
from tests.work_fixture import STORAGES, Run

pytestmark = pytest.mark.parametrize("engine", STORAGES, indirect=True)

TEN = slot("2026-03-30 08:00", "08:20")
BENS = Guest(address="ben@example.org", name='Ben "Ö\'Kafor" 🙂')
COMPANY = Company(
    cycle=samples.cycle.id,
    learner=samples.cycle.learner,
    companions=(
        Companion(
            person=BEN,
            invited_at=NOW,
            guest=BENS,
            ended_at=NOW + timedelta(minutes=1),
            not_at=frozenset({samples.review.id, ReviewId("another")}),
        ),
        Companion(person=CHLOE, invited_at=NOW, unknown_at=NOW + timedelta(minutes=2)),
    ),
    online_at=NOW,
    online_refused_at=NOW + timedelta(minutes=3),
    online=frozenset({samples.review.id}),
    changes=4,
)
PROPOSAL = Proposal(
    id=ProposalId("proposal"),
    review=samples.review.id,
    learner=samples.review.learner,
    guest=BENS,
    slot=slot("2026-03-31 09:00", "09:30"),
    made_at=NOW,
    moved_at=NOW + timedelta(minutes=1),
    left_at=NOW + timedelta(minutes=2),
    over_at=NOW + timedelta(minutes=3),
)


def a_review(work: Work) -> None:
    work.contracts.add(samples.contract)
    work.cycles.add(samples.cycle)
    work.reviews.add(samples.review)


def _put(work: Work, company: Company) -> Company:
    return work.companies.put(company)


def test_nobody_is_a_companion_before_anybody_was_invited(run: Run) -> None:
    nobody = run(lambda work: work.companies.of(COMPANY.cycle, learner=COMPANY.learner))
    assert nobody == Company(cycle=COMPANY.cycle, learner=COMPANY.learner)


def test_a_company_comes_back_as_it_was_kept_and_to_its_learner_alone(run: Run) -> None:
    run(a_review)
    kept = run(lambda work: work.companies.put(COMPANY))
    assert kept == replace(COMPANY, version=1)
    assert run(lambda work: work.companies.of(COMPANY.cycle, learner=COMPANY.learner)) == kept
    assert run(lambda work: work.companies.of(COMPANY.cycle, learner=BEN)).companions == ()
    changed = run(lambda work: work.companies.put(replace(kept, online_at=None)))
    assert run(lambda work: work.companies.of(COMPANY.cycle, learner=COMPANY.learner)) == changed
    for stale in (kept, COMPANY):
        with pytest.raises(SomeoneWasFaster):
            run(_put, stale)


def test_a_proposal_comes_back_as_it_was_kept_and_to_its_learner_alone(run: Run) -> None:
    run(a_review)
    run(lambda work: work.proposals.add(PROPOSAL))
    bare = replace(PROPOSAL, id=ProposalId("bare"), moved_at=None, left_at=None, over_at=None)
    run(lambda work: work.proposals.add(bare))
    assert run(_of_review, PROPOSAL.learner) == [PROPOSAL, bare]
    changed = run(lambda work: work.proposals.put(replace(bare, left_at=NOW)))
    assert run(lambda work: work.proposals.for_learner(bare.id, learner=bare.learner)) == changed
    with pytest.raises(SomeoneWasFaster):
        run(lambda work: work.proposals.put(bare))
    with pytest.raises(NotHere):
        run(lambda work: work.proposals.for_learner(bare.id, learner=BEN if bare.learner == ANA else ANA))
    assert run(_of_review, CHLOE) == []


def test_a_proposal_for_a_talk_is_found_by_its_talk(run: Run) -> None:
    talk = Appointment(
        id=AppointmentId("talk"), learner=ANA, kind=AppointmentKind.TALK, about="request", slot=TEN, planned=TEN
    )
    made = replace(PROPOSAL, learner=ANA, review=None, talk=talk.id)
    run(lambda work: work.appointments.add(talk))
    run(lambda work: work.proposals.add(made))
    assert run(lambda work: work.proposals.of_talk(talk.id, learner=ANA)) == [made]
    assert run(lambda work: work.proposals.of_talk(talk.id, learner=BEN)) == []
    assert run(_of_review, ANA) == []


def _of_review(work: Work, learner: PersonId) -> list[Proposal]:
    return list(work.proposals.of_review(samples.review.id, learner=learner))


def test_what_a_request_says_of_a_talk_comes_back_as_it_was_kept(run: Run) -> None:
    wished = replace(
        samples.request,
        talk_wished_at=NOW,
        talk_by_hand_at=NOW + timedelta(minutes=1),
        talk_off_at=NOW + timedelta(minutes=2),
    )
    run(lambda work: work.contracts.add(samples.contract))
    run(lambda work: work.contracts.add_revision(samples.revision))
    run(lambda work: work.requests.add(wished))
    assert run(lambda work: work.requests.for_peer(wished.id, peer=wished.peer)) == wished
