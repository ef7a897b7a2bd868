"""What a person gets to see, put together for them alone. An adapter draws it; nothing in it is looked up later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from learning.contract import Contract, Revision
from learning.cycle import Cycle
from learning.feedback import FeedbackRequest
from learning.messages import MessageKind
from learning.people import Person
from learning.review import Review


@dataclass(frozen=True, kw_only=True)
class WelcomeView:
    """The first words, to one person."""

    reader: Person


@dataclass(frozen=True, kw_only=True)
class RequestState:
    """How one request stands, for the learner: who was asked, about which revision, and whether they answered."""

    peer: str
    revision: int
    request: FeedbackRequest


@dataclass(frozen=True, kw_only=True)
class ContractView:
    """The learner's own contract. `is_placing` says that reviews of its cycle do not stand in the calendar yet."""

    contract: Contract
    today: date
    peers: tuple[str, ...]
    requests: tuple[RequestState, ...]
    grown_from_take_away: str
    is_placing: bool


@dataclass(frozen=True, kw_only=True)
class RequestView:
    """A peer's view of the revision they were sent, and their own answer."""

    request: FeedbackRequest
    revision: Revision
    learner: str


@dataclass(frozen=True, kw_only=True)
class AdviceView:
    """The learner's view of one peer's advice."""

    request: FeedbackRequest
    peer: str
    is_started: bool


@dataclass(frozen=True, kw_only=True)
class CycleView:
    """The learner's cycle and when its reviews stand."""

    cycle: Cycle
    goal: str
    reviews: tuple[Review, ...]


@dataclass(frozen=True, kw_only=True)
class ReviewMovedView:
    """A review that followed its calendar entry."""

    review: Review


@dataclass(frozen=True, kw_only=True)
class ReviewGoneView:
    """A review whose calendar entry was deleted, and the question what that means."""

    review: Review
    now: datetime


@dataclass(frozen=True, kw_only=True)
class ReviewView:
    """A review whose time has come."""

    review: Review
    contract: Contract


@dataclass(frozen=True, kw_only=True)
class MovedDownView:
    """What stood here was brought to the end of the chat: two cards of one thing would only confuse."""

    kind: MessageKind


View = (
    WelcomeView
    | ContractView
    | RequestView
    | AdviceView
    | CycleView
    | ReviewMovedView
    | ReviewGoneView
    | ReviewView
    | MovedDownView
)
