"""What a person gets to see, put together for them alone. An adapter draws it; nothing in it is looked up later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from learning.appointment import Appointment, AppointmentId, AppointmentKind
from learning.companion import CompanionState
from learning.connection import Connection
from learning.contract import Contract, Revision
from learning.cycle import Cycle
from learning.entries import Slot
from learning.evidence import Evidence
from learning.feed import Feed
from learning.feedback import FeedbackRequest
from learning.goal import Goal
from learning.learning_time import Weekly
from learning.messages import MessageKind
from learning.peer_side import PeerSide
from learning.people import Person, PersonId
from learning.proposal import Proposal
from learning.reaching import Way
from learning.review import Review, ReviewKind
from learning.sign_in import SignInId
from learning.suggestion import Suggestion
from learning.talk import NO_TALK, Talk


@dataclass(frozen=True, kw_only=True)
class WithInputs:
    """Something into which one can type. `unfinished` is what its reader began there and did not send, by input."""

    unfinished: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class WelcomeView:
    """The first words, to one person."""

    reader: Person


@dataclass(frozen=True, kw_only=True)
class RequestState:
    """How one request stands, for the learner: who was asked, about which revision, and whether they answered.

    `has_arrived` says that the peer can read it; else it waits until the app is there for them, or never came.
    """

    peer: str
    revision: int
    request: FeedbackRequest
    has_arrived: bool = True
    talk: Talk = NO_TALK


@dataclass(frozen=True, kw_only=True)
class ContractView(WithInputs):
    """The learner's own contract. `is_placing` says that reviews of its cycle do not stand in the calendar yet."""

    contract: Contract
    today: date
    peers: tuple[str, ...]
    requests: tuple[RequestState, ...]
    grown_from_take_away: str
    is_placing: bool


@dataclass(frozen=True, kw_only=True)
class RequestView(WithInputs):
    """A peer's view of the revision they were sent, their answer, what they began, and whom they suggested."""

    request: FeedbackRequest
    side: PeerSide
    suggested: tuple[str, ...]
    revision: Revision
    learner: str
    talk: Talk = NO_TALK


@dataclass(frozen=True, kw_only=True)
class AdviceView(WithInputs):
    """The learner's view of one peer's advice, or of their wish to talk instead."""

    request: FeedbackRequest
    peer: str
    is_started: bool
    talk: Talk = NO_TALK


@dataclass(frozen=True, kw_only=True)
class RequestsView:
    """Whom the learner asked about a contract, and how each request stands."""

    contract: Contract
    requests: tuple[RequestState, ...]


@dataclass(frozen=True, kw_only=True)
class SuggestionView:
    """The learner's view of whom a peer suggested."""

    suggestion: Suggestion
    peer: str
    suggested: str


@dataclass(frozen=True, kw_only=True)
class UndeliveredView:
    """The learner's view of a request that could not be brought to its peer."""

    request: FeedbackRequest
    peer: str


@dataclass(frozen=True, kw_only=True)
class InvitedView:
    """The learner's view of a request whose peer did not have the app: what was done, and where it can be added.

    `has_arrived` says that the peer has the app by now.
    """

    peer: str
    way: Way
    link: str
    has_arrived: bool = False


@dataclass(frozen=True, kw_only=True)
class OutcomeView:
    """How it went in the end, for a peer who advised; `was_taken` says that the learner took their advice."""

    request: FeedbackRequest
    learner: str
    was_taken: bool


@dataclass(frozen=True, kw_only=True)
class CycleView(WithInputs):
    """The learner's cycle, when its reviews stand, and what was collected.

    `is_in_chat`: the reviews are in the chat alone, since the app may not use the learner's calendar. `feed` is the
    learner's calendar file, if they ever had one.
    """

    cycle: Cycle
    goals: tuple[Goal, ...]
    put_off: tuple[Goal, ...] = ()
    reviews: tuple[Review, ...]
    evidence: tuple[Evidence, ...] = ()
    is_in_chat: bool = False
    feed: Feed | None = None


@dataclass(frozen=True, kw_only=True)
class StepView:
    """A dated step, and its day where the learner is."""

    id: AppointmentId
    on: date
    words: str


@dataclass(frozen=True, kw_only=True)
class CompanionView:
    """Somebody who learns beside the learner, and how it stands with their invitation to the reviews."""

    person: PersonId
    name: str
    state: CompanionState


@dataclass(frozen=True, kw_only=True)
class ProposalView:
    """Another time that a guest proposed for a review or a talk, and whether the learner can have it moved there.

    `stands` is where it is now.
    """

    proposal: Proposal
    kind: ReviewKind | AppointmentKind
    stands: Slot | None
    can_be_answered: bool


@dataclass(frozen=True, kw_only=True)
class OwnCalendarView(WithInputs):
    """What of the learner's cycle stands, or may stand, in their calendar beside its reviews.

    `version` is the state of the card. `blocks` is the learning time that lies ahead, the next one first, `proposed_on`
    the day that the inputs propose for a step, `weekly` the learning time that they propose. `is_in_chat`: the app may
    not use the learner's calendar, so all of it waits.
    `companions` are invited to the reviews, which `is_online` gives an online meeting, unless the calendar made none
    (`is_online_refused`).
    """

    cycle: Cycle
    version: int
    steps: tuple[StepView, ...]
    blocks: tuple[Appointment, ...]
    proposed_on: date
    weekly: Weekly
    is_in_chat: bool
    companions: tuple[CompanionView, ...] = ()
    is_online: bool = False
    is_online_refused: bool = False


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
class ReviewClashView:
    """A review whose moment no longer suits, and the question whether to find another one."""

    review: Review


@dataclass(frozen=True, kw_only=True)
class ReviewView(WithInputs):
    """A review whose time has come. `has_advisers` says that somebody advised who can be told how it went."""

    review: Review
    contract: Contract
    has_advisers: bool = False
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ConnectionView:
    """How it stands with the reader's own calendar.

    `connection` is None where people need not connect it themselves. `is_signing_in`: they were asked to sign in,
    can still do so, and have not answered. The others say whether the calendar is followed at all, is reached, and is
    being tried again; `is_empty`, that all that stood there seems to be gone. `feed` is the reader's calendar file, if
    they ever had one.
    """

    connection: Connection | None
    is_signing_in: bool
    is_followed: bool
    is_reached: bool
    is_tried_again: bool
    is_empty: bool = False
    feed: Feed | None = None


@dataclass(frozen=True, kw_only=True)
class SignInView:
    """The question to sign in, for as long as it is open; after that whether the calendar is connected."""

    id: SignInId
    is_open: bool
    is_connected: bool


@dataclass(frozen=True, kw_only=True)
class MovedDownView:
    """What stood here was brought to the end of the chat: two cards of one thing would only confuse."""

    kind: MessageKind


View = (
    WelcomeView
    | ContractView
    | RequestView
    | AdviceView
    | RequestsView
    | SuggestionView
    | UndeliveredView
    | InvitedView
    | OutcomeView
    | CycleView
    | OwnCalendarView
    | ProposalView
    | ReviewMovedView
    | ReviewGoneView
    | ReviewClashView
    | ReviewView
    | ConnectionView
    | SignInView
    | MovedDownView
)
