"""The tables of states say what the rules do, and the diagrams say what the tables do."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import pytest

from learning.contract import Contract, ContractId, begin_revising, new_contract, rewrite, show, start
from learning.cycle import Cycle, CycleId, close, pause, rest, resume, wake
from learning.entries import Entry, EntryId
from learning.errors import Refusal
from learning.feedback import (
    Feedback,
    FeedbackRequest,
    RequestId,
    answer,
    correct,
    could_not_reach,
    end,
    park,
    take,
    take_back,
    withdraw,
)
from learning.peer_side import (
    PeerSide,
    begin_correcting,
    begin_suggesting,
    keep_unfinished,
    leave_as_it_was,
    pass_by,
    stop_suggesting,
)
from learning.review import (
    CheckInAnswers,
    Review,
    ReviewId,
    ReviewKind,
    drop,
    hold,
    leave_out,
    place,
    restore,
    seek,
)
from learning.review_entry import begin_writing, follow, gone, moved, put_back, reopen, returned, written
from learning.states import (
    CONTRACT,
    CYCLE,
    PEER_SIDE,
    REQUEST,
    REVIEW,
    ContractState,
    CycleState,
    PeerSideState,
    RequestState,
    ReviewState,
    Transitions,
    diagram,
    state_of_contract,
    state_of_cycle,
    state_of_peer_side,
    state_of_request,
    state_of_review,
)
from learning.talk import arrange_by_hand, call_off, take_wish_back, wish_to_talk
from learning.terms import Draft
from tests.cast import ANA, BEN, NOW, TODAY, slot
from tests.learning.story import TERMS, with_goal

DOCUMENT = Path(__file__).parents[2] / "docs" / "states.md"
T = TypeVar("T")
TEN, ELEVEN = slot("2026-03-30 08:00", "08:30"), slot("2026-03-30 09:00", "09:30")
ENTRY = EntryId("entry")

DRAFT = rewrite(new_contract(ContractId("c"), ANA, now=NOW, today=TODAY), Draft(terms=TERMS), now=NOW, today=TODAY)
SHOWN = show(DRAFT, now=NOW)[0]


def saved(contract: Contract, goal: str) -> Contract:
    return rewrite(contract, Draft(terms=with_goal(goal)), now=NOW, today=TODAY)


CONTRACTS: dict[StrEnum, Contract] = {
    ContractState.DRAFT: DRAFT,
    ContractState.SHOWN: SHOWN,
    ContractState.CHANGED: saved(SHOWN, "another"),
    ContractState.STARTED: start(DRAFT, now=NOW, today=TODAY),
    ContractState.REVISING: begin_revising(start(DRAFT, now=NOW, today=TODAY), now=NOW),
}
CONTRACT_ACTS: dict[str, Callable[[Contract], Contract]] = {
    "save": lambda contract: saved(contract, "yet another"),
    "ask for advice": lambda contract: show(saved(contract, contract.terms.goals[0].words), now=NOW)[0],
    "start the cycle": lambda contract: start(contract, now=NOW, today=TODAY),
}

ASKED = FeedbackRequest(
    id=RequestId("r"), contract=ContractId("c"), revision=1, learner=ANA, peer=BEN, question="", asked_at=NOW
)
ANSWERED = answer(ASKED, Feedback(meet="Eva"), now=NOW)
REQUESTS: dict[StrEnum, FeedbackRequest] = {
    RequestState.ASKED: ASKED,
    RequestState.TALKING: wish_to_talk(ASKED, now=NOW),
    RequestState.ANSWERED: ANSWERED,
    RequestState.TAKEN: take(ANSWERED, now=NOW),
    RequestState.PARKED: park(ANSWERED, because="later", now=NOW),
    RequestState.TAKEN_BACK: take_back(take(ANSWERED, now=NOW), now=NOW),
    RequestState.WITHDRAWN: withdraw(ASKED, now=NOW),
    RequestState.ENDED: end(ASKED, now=NOW),
}
REQUEST_ACTS: dict[str, Callable[[FeedbackRequest], FeedbackRequest]] = {
    "answer": lambda request: answer(request, Feedback(meet="Eva"), now=NOW),
    "take": lambda request: take(request, now=NOW),
    "park": lambda request: park(request, because="later", now=NOW),
    "correct": lambda request: correct(request, Feedback(meet="Eva or Tom"), now=NOW),
    "take back": lambda request: take_back(request, now=NOW),
    "withdraw": lambda request: withdraw(request, now=NOW),
    "not delivered": lambda request: could_not_reach(request, now=NOW),
    "end": lambda request: end(request, now=NOW),
    "rather talk": lambda request: wish_to_talk(request, now=NOW),
    "arrange by hand": lambda request: arrange_by_hand(request, now=NOW),
    "no talk after all": take_wish_back,
    "call the talk off": lambda request: call_off(request, now=NOW),
}

UNTOUCHED, WORDS = PeerSide(request=ASKED.id, peer=BEN), Feedback(meet="Eva, or")
SIDES: dict[StrEnum, PeerSide] = {
    PeerSideState.UNTOUCHED: UNTOUCHED,
    PeerSideState.BEGUN: keep_unfinished(UNTOUCHED, ASKED, WORDS, now=NOW),
    PeerSideState.PASSED: pass_by(UNTOUCHED, ASKED, WORDS, now=NOW),
    PeerSideState.SUGGESTING: begin_suggesting(UNTOUCHED, ASKED, WORDS, now=NOW),
    PeerSideState.CORRECTING: begin_correcting(UNTOUCHED, ANSWERED, now=NOW),
}
SIDE_ACTS: dict[str, Callable[[PeerSide], PeerSide]] = {
    "save, not finished": lambda side: keep_unfinished(side, asked_of(side), WORDS, now=NOW),
    "not now": lambda side: pass_by(side, asked_of(side), WORDS, now=NOW),
    "suggest someone": lambda side: begin_suggesting(side, asked_of(side), WORDS, now=NOW),
    "suggested, or back": stop_suggesting,
    "correct": lambda side: begin_correcting(side, asked_of(side), now=NOW),
    "leave it as it was": leave_as_it_was,
}


def asked_of(side: PeerSide) -> FeedbackRequest:
    """The request beside it: only what was answered is corrected."""
    return ANSWERED if side.reopened_at else ASKED


WANTED = Review(id=ReviewId("r"), cycle=CycleId("c"), learner=ANA, kind=ReviewKind.CHECK_IN, ideal_on=TODAY)
STANDING = written(begin_writing(place(WANTED, TEN)), Entry(id=ENTRY, slot=TEN), now=NOW)
REVIEWS: dict[StrEnum, Review] = {
    ReviewState.WANTED: WANTED,
    ReviewState.PLACED: place(WANTED, TEN),
    ReviewState.STANDING: STANDING,
    ReviewState.GONE: gone(STANDING, now=NOW),
    ReviewState.HELD: hold(STANDING, CheckInAnswers(did="x"), now=NOW),
    ReviewState.LEFT_OUT: drop(STANDING, now=NOW),
}
ASKED_OF_REVIEWS: dict[str, Callable[[Review], Review]] = {
    "put back": lambda review: put_back(review, now=NOW),
    "put back after its time": lambda review: put_back(review, now=NOW + timedelta(weeks=9)),
    "leave out": lambda review: leave_out(review, now=NOW),
    "too heavy": lambda review: drop(review, now=NOW),
    "hold": lambda review: hold(review, CheckInAnswers(did="x"), now=NOW),
}
DONE_TO_REVIEWS: dict[str, Callable[[Review], Review]] = {
    "find a moment": lambda review: place(review, TEN),
    "write the entry": lambda review: written(begin_writing(review), Entry(id=ENTRY, slot=TEN), now=NOW),
    "drag": lambda review: follow(review, ELEVEN, now=NOW),
    "move": lambda review: moved(place(seek(review, TODAY), ELEVEN), ELEVEN),
    "delete the entry": lambda review: gone(review, now=NOW),
    "undo the deletion": returned,
    "undo": lambda review: restore(review, now=NOW),
    "stop early": lambda review: reopen(review, now=NOW),
}

CYCLE_RUNS = Cycle(id=CycleId("c"), contract=ContractId("c"), learner=ANA, opened_at=NOW, ends_on=TODAY)
CLOSED = close(CYCLE_RUNS, now=NOW)
CYCLES: dict[StrEnum, Cycle] = {
    CycleState.RUNNING: CYCLE_RUNS,
    CycleState.PAUSED: pause(CYCLE_RUNS, now=NOW),
    CycleState.RESTING: rest(CLOSED, TODAY + timedelta(days=9), today=TODAY),
    CycleState.CLOSED: CLOSED,
}
CYCLE_ACTS: dict[str, Callable[[Cycle], Cycle]] = {
    "pause": lambda cycle: pause(cycle, now=NOW),
    "resume": lambda cycle: resume(cycle, now=NOW),
    "close": lambda cycle: close(cycle, now=NOW),
    "close and rest": lambda cycle: rest(close(cycle, now=NOW), TODAY + timedelta(days=9), today=TODAY),
}


def check(
    table: Transitions,
    samples: Mapping[StrEnum, T],
    acts: Mapping[str, Callable[[T], T]],
    state_of: Callable[[T], StrEnum],
) -> None:
    for state, sample in samples.items():
        assert state_of(sample) == state
        for act, do in acts.items():
            if act in table[state]:
                assert state_of(do(sample)) == table[state][act], (state, act)
            else:
                with pytest.raises(Refusal):
                    do(sample)


def test_a_contract_changes_state_as_its_table_says() -> None:
    check(CONTRACT, CONTRACTS, CONTRACT_ACTS, state_of_contract)


def test_a_request_changes_state_as_its_table_says() -> None:
    check(REQUEST, REQUESTS, REQUEST_ACTS, state_of_request)


def test_the_peers_own_side_changes_state_as_its_table_says() -> None:
    check(PEER_SIDE, SIDES, SIDE_ACTS, state_of_peer_side)


def test_a_person_can_do_to_a_review_what_its_table_says() -> None:
    check(REVIEW, REVIEWS, ASKED_OF_REVIEWS, state_of_review)


def test_a_cycle_changes_state_as_its_table_says() -> None:
    check(CYCLE, CYCLES, CYCLE_ACTS, state_of_cycle)
    assert state_of_cycle(wake(CYCLES[CycleState.RESTING], now=NOW)) == CycleState.CLOSED


def test_what_the_calendar_does_to_a_review_leads_where_its_table_says() -> None:
    for state, ways in REVIEW.items():
        for act in ways.keys() & DONE_TO_REVIEWS.keys():
            assert state_of_review(DONE_TO_REVIEWS[act](REVIEWS[state])) == ways[act], (state, act)


def test_every_state_has_a_row_and_every_way_leads_to_one() -> None:
    for states, table in (
        (ContractState, CONTRACT),
        (RequestState, REQUEST),
        (PeerSideState, PEER_SIDE),
        (CycleState, CYCLE),
        (ReviewState, REVIEW),
    ):
        assert set(table) == set(states)
        assert {to for ways in table.values() for to in ways.values()} <= set(states)


def test_the_diagrams_are_those_of_the_tables() -> None:
    """`DIAGRAMS=write pytest tests/learning/test_states.py` writes them anew."""
    text = "# States\n\nMade from `learning/states.py`; a test compares. They are read off dated facts, never kept.\n"
    for title, table in (
        ("A contract", CONTRACT),
        ("A feedback request", REQUEST),
        ("The peer's own side of it", PEER_SIDE),
        ("A cycle", CYCLE),
        ("A review", REVIEW),
    ):
        text += f"\n## {title}\n\n```mermaid\n{diagram(table)}\n```\n"
    if os.environ.get("DIAGRAMS") == "write":
        DOCUMENT.write_text(text, "utf-8")
    assert DOCUMENT.read_text("utf-8") == text


def test_a_review_that_was_followed_may_come_due_again() -> None:
    assert follow(replace(STANDING, asked_at=NOW), ELEVEN, now=NOW).asked_at is None
