"""A person's connection to their own calendar: the right that they gave, and why it may not work now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from learning.people import PersonId


class WhyNot(StrEnum):
    """Why a calendar cannot be used with its person's own right. Each is told in one sentence with one button."""

    NOT_CONNECTED = "not connected"
    """The person has not connected it."""
    ENDED = "ended"
    """The right ended: taken back, expired, password changed, account locked or disabled."""
    MORE_PROOF = "more proof"
    """Entra wants to see the person sign in again: a second proof, another device, another place."""
    NOT_ALLOWED = "not allowed"
    """The organisation has not allowed this app, or allows it no longer."""


@dataclass(frozen=True, kw_only=True)
class Begun:
    """A sign-in that was begun in a browser.

    `url` is where the browser goes; `state` comes back with the answer; `flow` is what finishing it needs, encrypted.
    """

    url: str
    state: str
    flow: str


@dataclass(frozen=True, kw_only=True)
class TokenRow:
    """What is kept of a person's tokens: encrypted, and numbered so that a stale writer is noticed."""

    sealed: bytes
    version: int


@dataclass(frozen=True, kw_only=True)
class Connection:
    """How it stands with one person's calendar and the app.

    `connected_at` says when the person connected it last, None when never; `ended_at` since when it does not work, and
    `why`; `claims` is what Entra wants the next sign-in to show in addition. `left_at` says when the person
    disconnected it themselves, `asked_at` when they wished to connect, until that is answered.
    """

    person: PersonId
    asked_at: datetime | None = None
    connected_at: datetime | None = None
    ended_at: datetime | None = None
    why: WhyNot | None = None
    claims: str | None = None
    left_at: datetime | None = None
    version: int = 1

    @property
    def works(self) -> bool:
        """Whether the app may read and write the calendar, as far as we know."""
        return self.ended_at is None


def unconnected(person: PersonId, *, now: datetime) -> Connection:
    """Somebody who has not connected their calendar yet."""
    return Connection(person=person, ended_at=now, why=WhyNot.NOT_CONNECTED)


def wished(connection: Connection, *, now: datetime) -> Connection:
    """The person wants to connect."""
    return replace(connection, asked_at=now)


def connected(connection: Connection, *, now: datetime) -> Connection:
    """The person gave the right."""
    return replace(connection, asked_at=None, connected_at=now, ended_at=None, why=None, claims=None, left_at=None)


def works_again(connection: Connection) -> Connection:
    """The calendar answers again, though the person did nothing: their organisation did."""
    return replace(connection, ended_at=None, why=None, claims=None)


def refused(connection: Connection, why: WhyNot, *, now: datetime, claims: str | None = None) -> Connection:
    """The person wished to connect, and this stands in the way."""
    return replace(ended(connection, why, now=now, claims=claims), asked_at=None)


def ended(connection: Connection, why: WhyNot, *, now: datetime, claims: str | None = None) -> Connection:
    """The right does not work, and this is why.

    That there is none is no news where there was none before: the reason that is known says more.
    """
    if connection.ended_at is not None and why is WhyNot.NOT_CONNECTED:
        return connection
    return replace(connection, ended_at=connection.ended_at or now, why=why, claims=claims)


def undecided(connection: Connection) -> Connection:
    """The person was asked to sign in and did not: nothing else has changed."""
    return replace(connection, asked_at=None)


def left(connection: Connection, *, now: datetime) -> Connection:
    """The person disconnected it."""
    return replace(connection, ended_at=now, why=WhyNot.NOT_CONNECTED, claims=None, left_at=now)


def allowed(connection: Connection) -> Connection:
    """The organisation has allowed it: now it is up to the person."""
    return replace(connection, why=WhyNot.NOT_CONNECTED) if connection.why is WhyNot.NOT_ALLOWED else connection
