"""What may happen in which state, as tables. A state is never kept: it is read off the dated facts.

The diagrams in docs/states.md are made from these tables, and the tests hold the tables against the rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from learning.contract import Contract
from learning.cycle import Cycle
from learning.feedback import FeedbackRequest
from learning.peer_side import PeerSide
from learning.review import Review


class ContractState(StrEnum):
    """Where a contract stands."""

    DRAFT = "draft"
    SHOWN = "shown"
    CHANGED = "changed since it was shown"
    STARTED = "started"
    REVISING = "being revised"


class RequestState(StrEnum):
    """Where a feedback request stands."""

    ASKED = "asked"
    TALKING = "would rather talk"
    ANSWERED = "answered"
    TAKEN = "taken"
    PARKED = "parked"
    TAKEN_BACK = "taken back by the peer"
    WITHDRAWN = "withdrawn by the learner"
    ENDED = "ended without an answer"


class PeerSideState(StrEnum):
    """Where the peer's own side of a request stands. The learner never learns of it."""

    UNTOUCHED = "untouched"
    BEGUN = "begun"
    PASSED = "not now"
    SUGGESTING = "suggesting somebody"
    CORRECTING = "correcting"


class ReviewState(StrEnum):
    """Where a review stands."""

    WANTED = "wanted"
    PLACED = "placed"
    STANDING = "standing in the calendar"
    GONE = "gone from the calendar"
    HELD = "held"
    LEFT_OUT = "left out"


class CycleState(StrEnum):
    """Where a cycle stands."""

    RUNNING = "running"
    PAUSED = "paused"
    RESTING = "closed, with a rest after it"
    CLOSED = "closed"


Transitions = Mapping[StrEnum, Mapping[str, StrEnum]]
"""For each state, what can happen to it and where that leads. What is not there is refused."""

CONTRACT: Transitions = {
    ContractState.DRAFT: {
        "save": ContractState.DRAFT,
        "ask for advice": ContractState.SHOWN,
        "start the cycle": ContractState.STARTED,
    },
    ContractState.SHOWN: {
        "save": ContractState.CHANGED,
        "ask for advice": ContractState.SHOWN,
        "start the cycle": ContractState.STARTED,
    },
    ContractState.CHANGED: {
        "save": ContractState.CHANGED,
        "ask for advice": ContractState.SHOWN,
        "start the cycle": ContractState.STARTED,
    },
    ContractState.STARTED: {"revise": ContractState.REVISING},
    ContractState.REVISING: {"save": ContractState.STARTED, "ask for advice": ContractState.STARTED},
}

REQUEST: Transitions = {
    RequestState.ASKED: {
        "answer": RequestState.ANSWERED,
        "not delivered": RequestState.ASKED,
        "withdraw": RequestState.WITHDRAWN,
        "end": RequestState.ENDED,
        "rather talk": RequestState.TALKING,
    },
    RequestState.TALKING: {
        "answer": RequestState.ANSWERED,
        "not delivered": RequestState.TALKING,
        "withdraw": RequestState.WITHDRAWN,
        "end": RequestState.ENDED,
        "arrange by hand": RequestState.TALKING,
        "no talk after all": RequestState.ASKED,
        "call the talk off": RequestState.ASKED,
    },
    RequestState.ANSWERED: {
        "take": RequestState.TAKEN,
        "park": RequestState.PARKED,
        "correct": RequestState.ANSWERED,
        "take back": RequestState.TAKEN_BACK,
    },
    RequestState.TAKEN: {"correct": RequestState.TAKEN, "take back": RequestState.TAKEN_BACK},
    RequestState.PARKED: {"correct": RequestState.PARKED, "take back": RequestState.TAKEN_BACK},
    RequestState.TAKEN_BACK: {},
    RequestState.WITHDRAWN: {},
    RequestState.ENDED: {},
}

PEER_SIDE: Transitions = {
    PeerSideState.UNTOUCHED: {
        "save, not finished": PeerSideState.BEGUN,
        "not now": PeerSideState.PASSED,
        "suggest someone": PeerSideState.SUGGESTING,
    },
    PeerSideState.BEGUN: {
        "save, not finished": PeerSideState.BEGUN,
        "not now": PeerSideState.PASSED,
        "suggest someone": PeerSideState.SUGGESTING,
    },
    PeerSideState.PASSED: {
        "save, not finished": PeerSideState.BEGUN,
        "not now": PeerSideState.PASSED,
        "suggest someone": PeerSideState.SUGGESTING,
    },
    PeerSideState.SUGGESTING: {"suggested, or back": PeerSideState.UNTOUCHED},
    PeerSideState.CORRECTING: {
        "save, not finished": PeerSideState.CORRECTING,
        "correct": PeerSideState.CORRECTING,
        "leave it as it was": PeerSideState.UNTOUCHED,
    },
}
"""On an open request; CORRECTING on one that was answered. Going back from a suggestion leads to where it was."""

REVIEW: Transitions = {
    ReviewState.WANTED: {
        "find a moment": ReviewState.PLACED,
        "too heavy": ReviewState.LEFT_OUT,
        "hold": ReviewState.HELD,
    },
    ReviewState.PLACED: {
        "write the entry": ReviewState.STANDING,
        "too heavy": ReviewState.LEFT_OUT,
        "hold": ReviewState.HELD,
    },
    ReviewState.STANDING: {
        "drag": ReviewState.STANDING,
        "move": ReviewState.STANDING,
        "delete the entry": ReviewState.GONE,
        "too heavy": ReviewState.LEFT_OUT,
        "hold": ReviewState.HELD,
    },
    ReviewState.GONE: {
        "undo the deletion": ReviewState.STANDING,
        "put back": ReviewState.PLACED,
        "put back after its time": ReviewState.WANTED,
        "leave out": ReviewState.LEFT_OUT,
        "too heavy": ReviewState.LEFT_OUT,
        "hold": ReviewState.HELD,
    },
    ReviewState.HELD: {},
    ReviewState.LEFT_OUT: {
        "undo": ReviewState.STANDING,
        "undo the deletion": ReviewState.STANDING,
        "stop early": ReviewState.PLACED,
    },
}

CYCLE: Transitions = {
    CycleState.RUNNING: {
        "pause": CycleState.PAUSED,
        "close": CycleState.CLOSED,
        "close and rest": CycleState.RESTING,
    },
    CycleState.PAUSED: {
        "resume": CycleState.RUNNING,
        "close": CycleState.CLOSED,
        "close and rest": CycleState.RESTING,
    },
    CycleState.RESTING: {"write the next draft": CycleState.CLOSED},
    CycleState.CLOSED: {},
}


def state_of_contract(contract: Contract) -> ContractState:
    """The state that the contract's facts amount to."""
    if contract.started_at is not None:
        return ContractState.REVISING if contract.revising_at else ContractState.STARTED
    if contract.shown_revision == 0:
        return ContractState.DRAFT
    return ContractState.SHOWN if contract.shown_revision == contract.revision else ContractState.CHANGED


def state_of_request(request: FeedbackRequest) -> RequestState:
    """The state that the request's facts amount to."""
    for fact, state in (
        (request.taken_back_at, RequestState.TAKEN_BACK),
        (request.withdrawn_at, RequestState.WITHDRAWN),
        (request.ended_at, RequestState.ENDED),
    ):
        if fact is not None:
            return state
    if request.taken_at is not None:
        return RequestState.TAKEN
    if request.parked_at is not None:
        return RequestState.PARKED
    if request.answered_at is not None:
        return RequestState.ANSWERED
    return RequestState.TALKING if request.wants_talk else RequestState.ASKED


def state_of_peer_side(side: PeerSide) -> PeerSideState:
    """The state that the facts on the peer's own side amount to."""
    for fact, state in (
        (side.reopened_at, PeerSideState.CORRECTING),
        (side.suggesting_at, PeerSideState.SUGGESTING),
        (side.passed_at, PeerSideState.PASSED),
        (side.saved_at, PeerSideState.BEGUN),
    ):
        if fact is not None:
            return state
    return PeerSideState.UNTOUCHED


def state_of_review(review: Review) -> ReviewState:
    """The state that the review's facts amount to."""
    if review.held_at is not None:
        return ReviewState.HELD
    if review.skipped_at is not None:
        return ReviewState.LEFT_OUT
    if review.gone_at is not None:
        return ReviewState.GONE
    if review.entry is not None:
        return ReviewState.STANDING
    return ReviewState.WANTED if review.slot is None else ReviewState.PLACED


def state_of_cycle(cycle: Cycle) -> CycleState:
    """The state that the cycle's facts amount to."""
    if cycle.closed_at is not None:
        is_resting = cycle.rest_ends_on is not None and cycle.woken_at is None
        return CycleState.RESTING if is_resting else CycleState.CLOSED
    return CycleState.PAUSED if cycle.paused_at is not None else CycleState.RUNNING


def diagram(transitions: Transitions) -> str:
    """The table as a Mermaid state diagram."""
    names = {state: f"s{number}" for number, state in enumerate(transitions)}
    lines = ["stateDiagram-v2", f"    [*] --> {next(iter(names.values()))}"]
    lines += [f'    state "{state}" as {name}' for state, name in names.items()]
    for state, ways in transitions.items():
        lines += [f"    {names[state]} --> {names[to]} : {act}" for act, to in ways.items()]
        if not ways:
            lines.append(f"    {names[state]} --> [*]")
    return "\n".join(lines)
