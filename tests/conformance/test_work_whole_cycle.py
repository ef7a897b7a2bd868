"""What an action may rely on for pauses, rests, moved entries and evidence, whatever database is behind its work."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from learning.contract import ContractId, Revision
from learning.cycle import CycleId
from learning.entries import EntryId
from learning.errors import NotHere
from learning.evidence import Evidence, EvidenceId
from learning.goal import Outcome, numbered
from learning.lighter import Lighter
from learning.people import PersonId
from learning.review import ClosingAnswers, GoingOn, ReviewId
from learning.terms import Terms
from tests.storage.fixtures import samples
from tests.storage.fixtures.samples import ANA, BEN, HOUR, NOW
from tests.work_fixture import STORAGES

if TYPE_CHECKING:
    from learning.cycle import Cycle
    from learning.work import Work
    from tests.work_fixture import Run

pytestmark = [pytest.mark.parametrize("engine", STORAGES, indirect=True), pytest.mark.usefixtures("ground")]

DAY = date(2026, 6, 1)
NOTE = Evidence(id=EvidenceId("e"), cycle=samples.cycle.id, learner=ANA, note="Mia spoke", url="", collected_at=NOW)


def changed(run: Run, **facts: Any) -> Cycle:
    def change(work: Work) -> Cycle:
        cycle = work.cycles.for_learner(samples.cycle.id, learner=ANA)
        return work.cycles.put(replace(cycle, **facts))

    return run(change)


@pytest.mark.parametrize(
    "lighter",
    [
        Lighter(at=NOW, goals=(2, 3)),
        Lighter(at=NOW, check_ins=(ReviewId("a"), ReviewId("b"))),
        Lighter(at=NOW, ended_on=DAY),
        Lighter(at=NOW, ended_on=DAY, by_hand=samples.slot),
    ],
)
def test_a_cycle_comes_back_with_its_pause_its_rest_and_what_can_be_undone(run: Run, lighter: Lighter) -> None:
    kept = changed(run, paused_at=NOW, rest_ends_on=DAY, woken_at=NOW, lighter=lighter)
    assert run(lambda work: work.cycles.for_learner(kept.id, learner=ANA)) == kept


def test_goals_come_back_by_their_numbers_and_those_put_off_beside_them(run: Run) -> None:
    first, *others = numbered("one", "two", "three")
    contract = replace(
        samples.contract,
        id=ContractId("goals"),
        terms=Terms(goals=(others[1],)),
        put_off=(first, others[0]),
        adding_goal_at=NOW,
    )
    revision = Revision(contract=contract.id, number=1, terms=contract.terms, why="", shown_at=NOW)
    run(lambda work: work.contracts.add(contract))
    run(lambda work: work.contracts.add_revision(revision))
    assert run(lambda work: work.contracts.for_learner(contract.id, learner=ANA)) == contract
    assert run(lambda work: work.contracts.revision(contract.id, 1)) == revision
    back = run(lambda work: work.contracts.put(replace(contract, terms=Terms(goals=(first, *others)), put_off=())))
    assert run(lambda work: work.contracts.for_learner(contract.id, learner=ANA)) == back


def test_a_rest_is_found_from_its_day_on_until_the_next_draft_is_written(run: Run) -> None:
    def rested(work: Work) -> list[CycleId]:
        return [rest.cycle for rest in work.cycles.rests(DAY)]

    run(lambda work: work.people.put(samples.person))
    changed(run, rest_ends_on=DAY + timedelta(days=1), closed_at=NOW)
    assert run(rested) == []
    kept = changed(run, rest_ends_on=DAY)
    assert run(rested) == [kept.id]
    assert run(lambda work: work.cycles.resting(ANA)) == kept
    assert run(lambda work: work.cycles.resting(BEN)) is None
    changed(run, woken_at=NOW)
    assert run(rested) == []
    assert run(lambda work: work.cycles.resting(ANA)) is None


def test_a_review_comes_back_with_where_its_entry_stood_and_the_rest_it_led_to(run: Run) -> None:
    rest = ClosingAnswers(outcomes={1: Outcome.LET_GO}, going_on=GoingOn.REST, rest_until=DAY)
    review = replace(
        samples.closing_review,
        id=ReviewId("moved"),
        stood=samples.slot,
        dragged_at=NOW,
        unwanted_at=NOW,
        answers=rest,
    )
    run(lambda work: work.reviews.add(review))
    assert run(lambda work: work.reviews.for_learner(review.id, learner=ANA)) == review


def test_entries_to_remove_are_found_for_their_learner_alone_and_in_closed_cycles_too(run: Run) -> None:
    unwanted = replace(samples.review, id=ReviewId("u"), entry=EntryId("e"), held_at=NOW, unwanted_at=NOW)
    run(lambda work: work.reviews.add(unwanted))
    begun = replace(unwanted, id=ReviewId("begun"), entry=None, stood=samples.slot)
    run(lambda work: work.reviews.add(begun))
    run(lambda work: work.reviews.add(replace(unwanted, id=ReviewId("done"), entry=None)))
    changed(run, closed_at=NOW)
    assert [review.id for review in run(lambda work: work.reviews.unwanted_of(ANA))] == [unwanted.id, begun.id]
    assert run(lambda work: work.reviews.unwanted_of(PersonId(BEN))) == []


def test_no_review_of_a_paused_cycle_is_due(run: Run) -> None:
    review = replace(samples.review, id=ReviewId("due"), slot=samples.slot)
    run(lambda work: work.reviews.add(review))
    later = samples.slot.starts_at + HOUR
    assert review.id in [each.id for each in run(lambda work: work.reviews.due(later, most=3))]
    changed(run, paused_at=NOW)
    assert run(lambda work: work.reviews.due(later, most=3)) == []


def test_evidence_comes_back_in_order_and_is_removed_by_its_learner_alone(run: Run) -> None:
    link = replace(NOTE, id=EvidenceId("f"), note="", url="https://example.org")
    run(lambda work: work.evidence.add(NOTE))
    run(lambda work: work.evidence.add(link))
    assert run(lambda work: work.evidence.of_cycle(NOTE.cycle, learner=ANA)) == [NOTE, link]
    assert run(lambda work: work.evidence.of_cycle(NOTE.cycle, learner=BEN)) == []
    with pytest.raises(NotHere):
        run(lambda work: work.evidence.remove(NOTE.id, learner=BEN))
    run(lambda work: work.evidence.remove(NOTE.id, learner=ANA))
    assert run(lambda work: work.evidence.of_cycle(NOTE.cycle, learner=ANA)) == [link]
