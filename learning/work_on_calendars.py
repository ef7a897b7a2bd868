"""The repositories of calendars in a unit of work: how they are reached, and what stands there beside reviews.

As in `learning/work.py`: a private thing is loaded only **for somebody**, and `put` raises SomeoneWasFaster.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from learning.appointment import Appointment, AppointmentId
from learning.companion import Company
from learning.connection import Connection
from learning.cycle import CycleId
from learning.feed import Feed, FeedEntry
from learning.people import PersonId
from learning.proposal import Proposal, ProposalId
from learning.review import ReviewId
from learning.sign_in import SignIn, SignInId
from learning.watching import Watching


class Appointments(Protocol):
    """What else of a cycle stands in its learner's calendar: steps, learning time, talks."""

    def add(self, appointment: Appointment) -> None: ...
    def put(self, appointment: Appointment) -> Appointment: ...
    def for_learner(self, appointment: AppointmentId, *, learner: PersonId) -> Appointment: ...
    def about(self, about: str, *, learner: PersonId) -> Sequence[Appointment]:
        """All of this learner's appointments about this cycle or request, those that are over too, by time."""
        ...

    def to_follow(self, learner: PersonId) -> Sequence[Appointment]:
        """What of this learner's is not ended, or has an entry that is to leave the calendar, by time."""
        ...

    def talks_over(self, now: datetime) -> Sequence[Appointment]:
        """Everybody's talks whose time has passed, and that were neither ended nor deleted from the calendar."""
        ...


class Companies(Protocol):
    """Who learns beside the learner in each cycle, for the learner alone."""

    def of(self, cycle: CycleId, *, learner: PersonId) -> Company:
        """This cycle's company; one of nobody when nothing was kept."""
        ...

    def put(self, company: Company) -> Company: ...


class Proposals(Protocol):
    """Other times that people proposed for reviews and talks, for the learner alone."""

    def add(self, proposal: Proposal) -> None: ...
    def put(self, proposal: Proposal) -> Proposal: ...
    def for_learner(self, proposal: ProposalId, *, learner: PersonId) -> Proposal: ...
    def of_review(self, review: ReviewId, *, learner: PersonId) -> Sequence[Proposal]:
        """What was proposed for this review, the oldest first."""
        ...

    def of_talk(self, talk: AppointmentId, *, learner: PersonId) -> Sequence[Proposal]:
        """What was proposed for this talk, the oldest first."""
        ...


class Watchings(Protocol):
    """The calendars that are followed."""

    def of(self, person: PersonId) -> Watching | None: ...
    def by_watch(self, watch: str) -> Watching | None: ...
    def add(self, watching: Watching) -> None: ...
    def put(self, watching: Watching) -> Watching: ...
    def remove(self, person: PersonId) -> None: ...
    def behind(self, *, read_before: datetime, ends_before: datetime) -> Sequence[PersonId]:
        """Whose calendar was read last before that time, or never; or whose watch ends before the other, or is none.

        Not whose calendar was tried in vain since the first time.
        """
        ...


class Connections(Protocol):
    """How it stands with people's own calendars."""

    def of(self, person: PersonId) -> Connection | None: ...
    def add(self, connection: Connection) -> None: ...
    def put(self, connection: Connection) -> Connection: ...
    def not_allowed(self) -> Sequence[Connection]:
        """Of everybody whose organisation has not allowed it."""
        ...


class SignIns(Protocol):
    """Wishes to connect. Who knows an id may load it: whose it is, the caller compares."""

    def find(self, sign_in: SignInId) -> SignIn | None: ...
    def by_state(self, state_hash: str) -> SignIn | None:
        """The one whose answer carries the state with this fingerprint."""
        ...

    def of(self, person: PersonId) -> Sequence[SignIn]: ...
    def over(self, now: datetime) -> Sequence[SignIn]:
        """Everybody's whose time is over."""
        ...

    def add(self, sign_in: SignIn) -> None: ...
    def put(self, sign_in: SignIn) -> SignIn: ...
    def remove(self, sign_in: SignInId) -> None: ...


class Feeds(Protocol):
    """The private addresses at which calendars read people's reviews, and what was handed out there."""

    def of(self, person: PersonId) -> Feed | None: ...
    def by_fingerprint(self, fingerprint: str) -> Feed | None:
        """The one whose address holds the secret with this fingerprint."""
        ...

    def add(self, feed: Feed) -> None: ...
    def put(self, feed: Feed) -> Feed: ...
    def entries_of(self, person: PersonId) -> Sequence[FeedEntry]: ...
    def add_entry(self, entry: FeedEntry) -> None: ...
    def put_entry(self, entry: FeedEntry) -> None: ...
