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

    def talks_over(self, now: datetime, *, most: int) -> Sequence[Appointment]:
        """Everybody's talks whose time has passed, and that were neither ended nor deleted from the calendar.

        The earliest first, and at most so many.
        """
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
    def behind(self, now: datetime, *, most: int) -> Sequence[PersonId]:
        """Whose calendar was to be looked at before now (see look_again_at), the longest ago first; at most so many."""
        ...

    def before_review(self, now: datetime, *, until: datetime, read_before: datetime, most: int) -> Sequence[PersonId]:
        """Who has a review that begins after now and by then, and whose calendar was read last before that time.

        Not whose calendar is out of reach, or about to be read; at most so many.
        """
        ...

    def look_again(self, people: Sequence[PersonId], at: datetime) -> None:
        """Have it looked at these people's calendars then, unless one is kept meanwhile."""
        ...


class Connections(Protocol):
    """How it stands with people's own calendars."""

    def of(self, person: PersonId) -> Connection | None: ...
    def add(self, connection: Connection) -> None: ...
    def put(self, connection: Connection) -> Connection: ...
    def not_allowed(self, *, most: int) -> Sequence[Connection]:
        """Of people whose organisation has not allowed it, at most so many."""
        ...


class SignIns(Protocol):
    """Wishes to connect. Who knows an id may load it: whose it is, the caller compares."""

    def find(self, sign_in: SignInId) -> SignIn | None: ...
    def by_state(self, state_hash: str) -> SignIn | None:
        """The one whose answer carries the state with this fingerprint."""
        ...

    def of(self, person: PersonId) -> Sequence[SignIn]: ...
    def over(self, now: datetime, *, most: int) -> Sequence[SignIn]:
        """Everybody's whose time is over, at most so many."""
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
