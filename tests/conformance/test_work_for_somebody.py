"""A private thing is loaded for somebody: for anybody else it is not there, whatever database keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from learning.errors import NotHere
from learning.messages import MessageId
from learning.people import PersonId
from learning.review import ReviewId
from tests.storage.fixtures import samples
from tests.storage.fixtures.samples import ANA, ANA_ELSEWHERE, BEN, CHLOE, DAN
from tests.work_fixture import STORAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from learning.work import Work
    from tests.work_fixture import Run


pytestmark = pytest.mark.parametrize("engine", STORAGES, indirect=True)


@pytest.mark.parametrize("other", [BEN, DAN, ANA_ELSEWHERE])
@pytest.mark.parametrize(
    "look",
    [
        lambda work, who: work.contracts.for_learner(samples.contract.id, learner=who),
        lambda work, who: work.requests.for_learner(samples.request.id, learner=who),
        lambda work, who: work.cycles.for_learner(samples.cycle.id, learner=who),
        lambda work, who: work.reviews.for_learner(samples.review.id, learner=who),
    ],
)
@pytest.mark.usefixtures("ground")
def test_what_is_the_learners_is_not_here_for_anybody_else(
    run: Run, look: Callable[[Work, PersonId], object], other: PersonId
) -> None:
    run(samples.request_and_review)
    assert run(look, ANA)
    with pytest.raises(NotHere):
        run(look, other)


@pytest.mark.parametrize("other", [ANA, CHLOE, DAN])
@pytest.mark.usefixtures("ground")
def test_a_request_is_not_here_for_a_peer_it_was_not_sent_to(run: Run, other: PersonId) -> None:
    run(lambda work: work.requests.add(samples.request))
    with pytest.raises(NotHere):
        run(lambda work: work.requests.for_peer(samples.request.id, peer=other))


@pytest.mark.usefixtures("ground")
def test_lists_hold_nothing_of_anybody_else(run: Run) -> None:
    run(samples.request_and_review)
    assert not run(lambda work: work.requests.of_contract(samples.contract.id, learner=DAN))
    assert not run(lambda work: work.reviews.of_cycle(samples.cycle.id, learner=DAN))
    assert not run(lambda work: work.reviews.open_of(DAN))
    assert run(lambda work: work.cycles.of_contract(samples.contract.id, learner=DAN)) is None
    assert run(lambda work: work.cycles.newest_running(DAN)) is None
    assert run(lambda work: work.contracts.newest_draft(DAN)) is None
    assert not run(lambda work: work.messages.waiting(DAN))
    assert run(lambda work: work.watchings.of(DAN)) is None


def test_a_thing_that_never_was_looks_like_somebody_elses(run: Run) -> None:
    with pytest.raises(NotHere):
        run(lambda work: work.reviews.for_learner(ReviewId("never"), learner=ANA))
    with pytest.raises(NotHere):
        run(lambda work: work.contracts.revision(samples.contract.id, 9))
    assert run(lambda work: work.messages.find(MessageId("never"))) is None
