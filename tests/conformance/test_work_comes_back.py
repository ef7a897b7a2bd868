"""What was kept comes back as it was, whatever database is behind the unit of work."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy.exc import StatementError

from learning.contract import ContractId
from learning.errors import NotHere
from learning.messages import Message
from learning.review import Review
from tests.storage.fixtures import samples
from tests.storage.fixtures.samples import ANA, ANA_ELSEWHERE, BEN, DAN, LATER
from tests.work_fixture import STORAGES

if TYPE_CHECKING:
    from learning.contract import Contract
    from learning.cycle import Cycle
    from learning.feedback import FeedbackRequest
    from learning.people import Person
    from learning.watching import Watching
    from learning.work import Work
    from tests.work_fixture import Run


pytestmark = pytest.mark.parametrize("engine", STORAGES, indirect=True)


@pytest.mark.parametrize("person", [samples.person, samples.unreached_person])
def test_a_person_comes_back_as_they_were_met(run: Run, person: Person) -> None:
    run(lambda work: work.people.put(person))
    assert run(lambda work: work.people.find(ANA)) == person
    assert run(lambda work: work.people.get(ANA)) == person


def test_a_person_who_is_met_again_is_who_they_are_now(run: Run) -> None:
    run(lambda work: work.people.put(samples.person))
    renamed = replace(samples.person, name="Ana Klein", chat=None)
    run(lambda work: work.people.put(renamed))
    assert run(lambda work: work.people.get(ANA)) == renamed


def test_somebody_never_met_is_not_here(run: Run) -> None:
    assert run(lambda work: work.people.find(DAN)) is None
    with pytest.raises(NotHere):
        run(lambda work: work.people.get(DAN))


def test_the_same_object_id_in_another_tenant_is_another_person(run: Run) -> None:
    run(lambda work: work.people.put(samples.person))
    assert run(lambda work: work.people.find(ANA_ELSEWHERE)) is None


@pytest.mark.parametrize("contract", [replace(samples.contract, id=ContractId("new")), samples.full_contract])
@pytest.mark.usefixtures("ground")
def test_a_contract_comes_back_as_it_was_kept(run: Run, contract: Contract) -> None:
    run(lambda work: work.contracts.add(contract))
    assert run(lambda work: work.contracts.for_learner(contract.id, learner=ANA)) == contract


@pytest.mark.parametrize("revision", [samples.revision, samples.bare_revision])
def test_a_revision_comes_back_exactly_as_it_was_shown(run: Run, revision: Any) -> None:
    def keep(work: Work) -> None:
        work.contracts.add(samples.contract)
        work.contracts.add_revision(revision)

    run(keep)
    assert run(lambda work: work.contracts.revision(revision.contract, revision.number)) == revision


@pytest.mark.parametrize("request_", [samples.request, samples.answered_request])
@pytest.mark.usefixtures("ground")
def test_a_request_comes_back_with_its_advice(run: Run, request_: FeedbackRequest) -> None:
    run(lambda work: work.requests.add(request_))
    assert run(lambda work: work.requests.for_peer(request_.id, peer=BEN)) == request_
    assert run(lambda work: work.requests.for_learner(request_.id, learner=ANA)) == request_


@pytest.mark.parametrize("cycle", [samples.cycle, samples.closed_cycle])
def test_a_cycle_comes_back_as_it_was_kept(run: Run, cycle: Cycle) -> None:
    def keep(work: Work) -> None:
        work.contracts.add(samples.contract)
        work.cycles.add(cycle)

    run(keep)
    assert run(lambda work: work.cycles.for_learner(cycle.id, learner=ANA)) == cycle
    assert run(lambda work: work.cycles.of_contract(cycle.contract, learner=ANA)) == cycle


@pytest.mark.parametrize("review", [samples.review, samples.held_review, samples.closing_review])
@pytest.mark.usefixtures("ground")
def test_a_review_comes_back_with_its_answers(run: Run, review: Review) -> None:
    run(lambda work: work.reviews.add(review))
    assert run(lambda work: work.reviews.for_learner(review.id, learner=ANA)) == review


@pytest.mark.parametrize("message", [samples.message, samples.refused_message])
def test_a_message_comes_back_as_it_was_kept(run: Run, message: Message) -> None:
    run(lambda work: work.messages.add(message))
    assert run(lambda work: work.messages.find(message.id)) == message


@pytest.mark.parametrize("watching", [samples.watching, samples.full_watching])
def test_a_followed_calendar_comes_back_as_it_was_kept(run: Run, watching: Watching) -> None:
    run(lambda work: work.watchings.add(watching))
    assert run(lambda work: work.watchings.of(ANA)) == watching


def test_every_time_comes_back_in_utc(run: Run) -> None:
    run(lambda work: work.messages.add(replace(samples.message, created_at=LATER)))
    kept = run(lambda work: work.messages.find(samples.message.id))
    assert kept is not None
    assert (kept.created_at, kept.created_at.utcoffset()) == (LATER, timedelta(0))


def test_a_time_without_a_zone_is_not_kept(run: Run) -> None:
    naive = replace(samples.message, created_at=datetime(2026, 3, 2, 9, 0))  # noqa: DTZ001  the point of the test
    with pytest.raises(StatementError, match="a time without a zone"):
        run(lambda work: work.messages.add(naive))
