"""What every store keeps of the asking: own questions, peers' own sides, suggestions, and what time finds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from learning.errors import NotHere, SomeoneWasFaster
from learning.feedback import Feedback, FeedbackRequest, RequestId
from learning.peer_side import PeerSide
from learning.people import PersonId
from learning.suggestion import Suggestion, SuggestionId
from learning.work import Work
from tests.storage.fixtures import samples
from tests.storage.fixtures.samples import ANA, BEN, CHLOE, DAN, LATER, NOW, WORDS
from tests.work_fixture import STORAGES, Run

pytestmark = pytest.mark.parametrize("engine", STORAGES, indirect=True)

BEFORE = NOW - timedelta(microseconds=1)

SIDE = PeerSide(request=samples.request.id, peer=BEN)
FULL_SIDE = replace(
    SIDE,
    unfinished=Feedback(try_or_drop=WORDS, answer=WORDS),
    saved_at=LATER,
    passed_at=LATER,
    reopened_at=LATER,
    suggesting_at=LATER,
    reminded_at=LATER,
)
SUGGESTION = Suggestion(
    id=SuggestionId("suggestion"),
    request=samples.request.id,
    contract=samples.contract.id,
    learner=ANA,
    peer=BEN,
    suggested=CHLOE,
    reason=WORDS,
    suggested_at=NOW,
)


@pytest.fixture
def asked(run: Run) -> Run:
    """Ana asked Ben."""
    run(samples.ground)
    run(lambda work: work.requests.add(samples.request))
    return run


def side_of(run: Run, person: PersonId) -> PeerSide:
    return run(lambda work: work.peer_sides.of(samples.request.id, peer=person))


def put_side(work: Work, side: PeerSide) -> PeerSide:
    return work.peer_sides.put(side)


def add_request(work: Work, request: FeedbackRequest) -> None:
    work.requests.add(request)


def suggestion_for(work: Work, learner: PersonId) -> Suggestion:
    return work.suggestions.for_learner(SUGGESTION.id, learner=learner)


def test_own_questions_come_back_by_peer(run: Run) -> None:
    contract = replace(samples.contract, questions={BEN: WORDS, CHLOE: "?"})
    run(lambda work: work.contracts.add(contract))
    assert run(lambda work: work.contracts.for_learner(contract.id, learner=ANA)) == contract


def test_the_facts_of_a_request_that_is_over_come_back(asked: Run) -> None:
    facts = replace(
        samples.request,
        corrected_at=LATER,
        taken_back_at=LATER,
        withdrawn_at=LATER,
        ended_at=LATER,
        undeliverable_at=LATER,
        outcome=WORDS,
        outcome_at=LATER,
    )
    kept = asked(lambda work: work.requests.put(facts))
    assert asked(lambda work: work.requests.for_peer(kept.id, peer=BEN)) == kept


def test_a_side_that_was_never_kept_is_empty(asked: Run) -> None:
    assert asked(lambda work: work.peer_sides.of(samples.request.id, peer=BEN)) == SIDE


def test_a_side_comes_back_to_its_peer_alone(asked: Run) -> None:
    kept = asked(lambda work: work.peer_sides.put(FULL_SIDE))
    assert kept == replace(FULL_SIDE, version=1)
    assert asked(lambda work: work.peer_sides.of(samples.request.id, peer=BEN)) == kept
    for other in (ANA, CHLOE, DAN):
        assert side_of(asked, other).unfinished is None


def test_a_side_of_an_older_state_is_refused(asked: Run) -> None:
    kept = asked(lambda work: work.peer_sides.put(SIDE))
    asked(lambda work: work.peer_sides.put(replace(kept, passed_at=NOW)))
    for stale in (SIDE, kept):
        with pytest.raises(SomeoneWasFaster):
            asked(put_side, stale)
    assert asked(lambda work: work.peer_sides.of(SIDE.request, peer=BEN)).passed_at == NOW


def test_a_suggestion_comes_back_to_the_learner_and_in_the_list_of_its_peer(asked: Run) -> None:
    asked(lambda work: work.suggestions.add(SUGGESTION))
    kept = asked(lambda work: work.suggestions.put(replace(SUGGESTION, asked_at=LATER, passed_at=LATER)))
    assert asked(lambda work: work.suggestions.for_learner(SUGGESTION.id, learner=ANA)) == kept
    assert asked(lambda work: work.suggestions.of_peer(samples.request.id, peer=BEN)) == [kept]
    for other in (BEN, CHLOE, DAN):
        with pytest.raises(NotHere):
            asked(suggestion_for, other)
    assert not asked(lambda work: work.suggestions.of_peer(samples.request.id, peer=CHLOE))


def test_time_finds_the_requests_that_still_wait(asked: Run) -> None:
    """The bound counts; what is answered, withdrawn or ended waits no more."""
    facts = ("answered_at", "withdrawn_at", "ended_at")
    for fact in facts:
        one: dict[str, Any] = {fact: NOW}
        over = replace(samples.request, id=RequestId(fact), **one)
        asked(add_request, over)
    long_ago = NOW - timedelta(days=1)
    assert asked(lambda work: work.requests.to_end(asked_before=NOW, most=2)) == [samples.request]
    reminding = asked(lambda work: work.requests.to_remind(asked_after=BEFORE, asked_before=NOW, most=2))
    assert reminding == [samples.request]
    assert not asked(lambda work: work.requests.to_end(asked_before=BEFORE, most=2))
    assert not asked(lambda work: work.requests.to_remind(asked_after=long_ago, asked_before=BEFORE, most=2))


def test_nobody_is_reminded_of_what_is_to_end(asked: Run) -> None:
    later = NOW + timedelta(days=1)
    assert not asked(lambda work: work.requests.to_remind(asked_after=NOW, asked_before=later, most=2))


def test_of_many_requests_the_oldest_come_first(asked: Run) -> None:
    older = replace(samples.request, id=RequestId("older"), asked_at=NOW - timedelta(days=1))
    asked(add_request, older)
    after = NOW - timedelta(days=2)
    assert asked(lambda work: work.requests.to_end(asked_before=NOW, most=1)) == [older]
    assert asked(lambda work: work.requests.to_remind(asked_after=after, asked_before=NOW, most=1)) == [older]


@pytest.mark.parametrize(("fact", "is_found"), [("passed_at", False), ("reminded_at", False), ("saved_at", True)])
def test_who_said_not_now_or_was_reminded_is_not_to_be_reminded(asked: Run, fact: str, is_found: bool) -> None:
    one: dict[str, Any] = {fact: NOW}
    asked(lambda work: work.peer_sides.put(replace(SIDE, **one)))
    assert bool(asked(lambda work: work.requests.to_remind(asked_after=BEFORE, asked_before=NOW, most=2))) == is_found
    assert asked(lambda work: work.requests.to_end(asked_before=NOW, most=2)) == [samples.request]


def test_what_never_arrived_is_not_to_be_reminded_of(asked: Run) -> None:
    asked(lambda work: work.requests.put(replace(samples.request, undeliverable_at=NOW)))
    assert not asked(lambda work: work.requests.to_remind(asked_after=BEFORE, asked_before=NOW, most=2))
