"""What may happen in which state, as tables. A state is never kept: it is read off the dated facts.

The diagrams in docs/states.md are made from these tables, and the tests hold the tables against the rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from learning.contract import Contract
from learning.feedback import FeedbackRequest
from learning.review import Review


class ContractState(StrEnum):
    """Where a contract stands."""

    DRAFT = "draft"
    SHOWN = "shown"
    CHANGED = "changed since it was shown"
    STARTED = "started"


class RequestState(StrEnum):
    """Where a feedback request stands."""

    ASKED = "asked"
    ANSWERED = "answered"
    TAKEN = "taken"
    PARKED = "parked"


class ReviewState(StrEnum):
    """Where a review stands."""

    WANTED = "wanted"
    PLACED = "placed"
    STANDING = "standing in the calendar"
    GONE = "gone from the calendar"
    HELD = "held"
    LEFT_OUT = "left out"


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
    ContractState.STARTED: {},
}

REQUEST: Transitions = {
    RequestState.ASKED: {"answer": RequestState.ANSWERED},
    RequestState.ANSWERED: {"take": RequestState.TAKEN, "park": RequestState.PARKED},
    RequestState.TAKEN: {},
    RequestState.PARKED: {},
}

REVIEW: Transitions = {
    ReviewState.WANTED: {"find a moment": ReviewState.PLACED, "hold": ReviewState.HELD},
    ReviewState.PLACED: {"write the entry": ReviewState.STANDING, "hold": ReviewState.HELD},
    ReviewState.STANDING: {
        "drag": ReviewState.STANDING,
        "delete the entry": ReviewState.GONE,
        "hold": ReviewState.HELD,
    },
    ReviewState.GONE: {
        "put back": ReviewState.PLACED,
        "put back after its time": ReviewState.WANTED,
        "leave out": ReviewState.LEFT_OUT,
        "hold": ReviewState.HELD,
    },
    ReviewState.HELD: {},
    ReviewState.LEFT_OUT: {},
}


def state_of_contract(contract: Contract) -> ContractState:
    """The state that the contract's facts amount to."""
    if contract.started_at is not None:
        return ContractState.STARTED
    if contract.shown_revision == 0:
        return ContractState.DRAFT
    return ContractState.SHOWN if contract.shown_revision == contract.revision else ContractState.CHANGED


def state_of_request(request: FeedbackRequest) -> RequestState:
    """The state that the request's facts amount to."""
    if request.taken_at is not None:
        return RequestState.TAKEN
    if request.parked_at is not None:
        return RequestState.PARKED
    return RequestState.ANSWERED if request.answered_at is not None else RequestState.ASKED


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
