"""The unit of work that an action receives: its repositories, its jobs, one commit. `storage/` implements it.

Repositories load a private thing only **for somebody**: "not yours" and "not there" both raise NotHere. `put` keeps a
changed value and raises SomeoneWasFaster when its row has changed since it was loaded.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from learning.contract import Contract, ContractId, Revision
from learning.cycle import Cycle, CycleId, Rest
from learning.evidence import Evidence, EvidenceId
from learning.feedback import FeedbackRequest, RequestId
from learning.jobs import JobKind
from learning.messages import Message, MessageId, MessageKind
from learning.peer_side import PeerSide
from learning.people import Person, PersonId
from learning.reaching import Reaching
from learning.review import Review, ReviewId
from learning.suggestion import Suggestion, SuggestionId
from learning.work_on_calendars import (
    Appointments,
    Companies,
    Connections,
    Feeds,
    Proposals,
    SignIns,
    Watchings,
)

P = ParamSpec("P")
T = TypeVar("T")


class People(Protocol):
    """Everybody who has, or had, the app."""

    def find(self, person: PersonId) -> Person | None: ...
    def get(self, person: PersonId) -> Person: ...
    def put(self, person: Person) -> None: ...


class Contracts(Protocol):
    """Contracts with the revisions that were shown."""

    def add(self, contract: Contract) -> None: ...
    def put(self, contract: Contract) -> Contract: ...
    def for_learner(self, contract: ContractId, *, learner: PersonId) -> Contract: ...
    def newest_draft(self, learner: PersonId) -> Contract | None: ...
    def add_revision(self, revision: Revision) -> None: ...
    def revision(self, contract: ContractId, number: int) -> Revision: ...


class Requests(Protocol):
    """Feedback requests with the feedback in them."""

    def add(self, request: FeedbackRequest) -> None: ...
    def put(self, request: FeedbackRequest) -> FeedbackRequest: ...
    def for_peer(self, request: RequestId, *, peer: PersonId) -> FeedbackRequest: ...
    def for_learner(self, request: RequestId, *, learner: PersonId) -> FeedbackRequest: ...
    def of_contract(self, contract: ContractId, *, learner: PersonId) -> Sequence[FeedbackRequest]: ...
    def to_remind(self, *, asked_after: datetime, asked_before: datetime, most: int) -> Sequence[FeedbackRequest]:
        """Open requests that were asked between these times, whose peer was not reminded yet.

        Nor did they choose "not now", or wish to talk. The oldest first, and at most so many.
        """
        ...

    def to_end(self, *, asked_before: datetime, most: int) -> Sequence[FeedbackRequest]:
        """Open requests that were asked by then, the oldest first, and at most so many."""
        ...


class PeerSides(Protocol):
    """What peers began or chose, for nobody but themselves."""

    def of(self, request: RequestId, *, peer: PersonId) -> PeerSide:
        """This peer's side; one with nothing in it when nothing was kept."""
        ...

    def put(self, side: PeerSide) -> PeerSide: ...


class Suggestions(Protocol):
    """Whom peers suggested to ask."""

    def add(self, suggestion: Suggestion) -> None: ...
    def put(self, suggestion: Suggestion) -> Suggestion: ...
    def for_learner(self, suggestion: SuggestionId, *, learner: PersonId) -> Suggestion: ...
    def of_peer(self, request: RequestId, *, peer: PersonId) -> Sequence[Suggestion]: ...


class Reachings(Protocol):
    """How requests are brought to people without the app. Who has loaded the request may see it."""

    def of(self, request: FeedbackRequest) -> Reaching | None: ...
    def add(self, reaching: Reaching) -> None: ...
    def put(self, reaching: Reaching) -> Reaching: ...


class Cycles(Protocol):
    """Cycles."""

    def add(self, cycle: Cycle) -> None: ...
    def put(self, cycle: Cycle) -> Cycle: ...
    def for_learner(self, cycle: CycleId, *, learner: PersonId) -> Cycle: ...
    def of_contract(self, contract: ContractId, *, learner: PersonId) -> Cycle | None: ...
    def newest_running(self, learner: PersonId) -> Cycle | None: ...
    def resting(self, learner: PersonId) -> Cycle | None:
        """The closed cycle after which this learner rests."""
        ...

    def rests(self, by: date) -> Sequence[Rest]:
        """Everybody's rests that end by this day, where they are, the earliest first."""
        ...


class Reviews(Protocol):
    """Reviews of cycles."""

    def add(self, review: Review) -> None: ...
    def put(self, review: Review) -> Review: ...
    def for_learner(self, review: ReviewId, *, learner: PersonId) -> Review: ...
    def of_cycle(self, cycle: CycleId, *, learner: PersonId) -> Sequence[Review]: ...
    def open_of(self, learner: PersonId) -> Sequence[Review]: ...
    def unwanted_of(self, learner: PersonId) -> Sequence[Review]:
        """This learner's reviews that are over, and whose entry, if there is one, is to leave the calendar."""
        ...

    def left_out_of(self, learner: PersonId) -> Sequence[Review]:
        """What this learner left out after deleting its entry, in cycles that are not closed."""
        ...

    def due(self, now: datetime, *, most: int) -> Sequence[Review]:
        """Everybody's reviews that are to be asked about now, the earliest first, and at most so many."""
        ...


class Collected(Protocol):
    """The evidence that learners collect."""

    def add(self, evidence: Evidence) -> None: ...
    def remove(self, evidence: EvidenceId, *, learner: PersonId) -> None:
        """Forget the learner's own evidence; NotHere when it is not theirs."""
        ...

    def of_cycle(self, cycle: CycleId, *, learner: PersonId) -> Sequence[Evidence]: ...


class Messages(Protocol):
    """What stands, or should stand, in the chats."""

    def add(self, message: Message) -> None: ...
    def put(self, message: Message) -> Message: ...
    def find(self, message: MessageId) -> Message | None: ...
    def about(self, kind: MessageKind, about: str) -> Sequence[Message]:
        """Every message about this thing, the oldest first."""
        ...

    def waiting(self, person: PersonId) -> Sequence[Message]: ...


class Unfinished(Protocol):
    """What people began to type on cards and did not send, for nobody but themselves."""

    def of(self, person: PersonId, kind: MessageKind, about: str) -> Mapping[str, str]:
        """This person's words on their card about this thing, by the name of the input; empty when there are none."""
        ...

    def put(self, person: PersonId, kind: MessageKind, about: str, words: Mapping[str, str]) -> None:
        """Keep exactly these in place of what was kept."""
        ...


class Presses(Protocol):
    """The buttons that were pressed."""

    def note(self, person: PersonId, key: str, now: datetime) -> bool:
        """Keep that this key was pressed; False when it had been pressed before."""
        ...

    def forget(self, *, pressed_before: datetime, most: int) -> None:
        """Forget the oldest that were pressed before then, at most so many."""
        ...


class Jobs(Protocol):
    """What is to be done outside our database once this work is committed."""

    def defer(self, kind: JobKind, about: str, *, lock: str, due_at: datetime) -> None:
        """Have this done. At most one job of a kind waits for a lock: a second one is the same wish."""
        ...


class Work(Protocol):
    """One unit of work: everything in it is kept together, or nothing of it."""

    @property
    def people(self) -> People: ...
    @property
    def contracts(self) -> Contracts: ...
    @property
    def requests(self) -> Requests: ...
    @property
    def reachings(self) -> Reachings: ...
    @property
    def peer_sides(self) -> PeerSides: ...
    @property
    def suggestions(self) -> Suggestions: ...
    @property
    def cycles(self) -> Cycles: ...
    @property
    def reviews(self) -> Reviews: ...
    @property
    def appointments(self) -> Appointments: ...
    @property
    def companies(self) -> Companies: ...
    @property
    def proposals(self) -> Proposals: ...
    @property
    def evidence(self) -> Collected: ...
    @property
    def messages(self) -> Messages: ...
    @property
    def watchings(self) -> Watchings: ...
    @property
    def connections(self) -> Connections: ...
    @property
    def sign_ins(self) -> SignIns: ...
    @property
    def feeds(self) -> Feeds: ...
    @property
    def unfinished(self) -> Unfinished: ...
    @property
    def presses(self) -> Presses: ...
    @property
    def jobs(self) -> Jobs: ...

    def new_id(self) -> str:
        """An id that nobody can guess and nothing else has."""
        ...


class Runner(Protocol):
    """Carries an action out in one unit of work and commits it."""

    def run(self, action: Callable[Concatenate[Work, P], T], *args: P.args, **kwargs: P.kwargs) -> Awaitable[T]:
        """What the action returned, after the commit."""
        ...
