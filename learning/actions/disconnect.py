"""The person disconnects their calendar: one press, and the app forgets its right to it."""

from __future__ import annotations

from datetime import datetime

from learning.actions.connections import connection_of, go_on_in_chat
from learning.actions.pressing import Press, check_press
from learning.actions.telling import bring, refresh
from learning.connection import Connection, WhyNot, left
from learning.jobs import JobKind, calendar_lock
from learning.messages import MessageKind
from learning.people import PersonId
from learning.watching import ended, unreachable
from learning.work import Work


def disconnect(work: Work, command: Press, actor: PersonId, now: datetime) -> Connection:
    """End it. What stands in the calendar stays there; the reviews come to the chat."""
    connection = connection_of(work, actor, now)
    check_press(work, actor, command, version=command.version, now=now)
    return _disconnect(work, connection, now)


def find_disconnecting(work: Work, actor: PersonId, now: datetime) -> Connection:
    """The word "disconnect": the same, and the card comes that says so."""
    connection = _disconnect(work, connection_of(work, actor, now), now)
    bring(work, actor, MessageKind.CONNECTION, actor, now=now)
    return connection


def watch_to_end(work: Work, person: PersonId, now: datetime) -> str | None:
    """The watch over a calendar that is connected no more; from now on there is none."""
    watching = work.watchings.of(person)
    if watching is None or not is_disconnected(work, person, now):
        return None
    work.watchings.put(ended(watching))
    return watching.watch


def is_disconnected(work: Work, person: PersonId, now: datetime) -> bool:
    """Whether the person wants no right kept: not when they have connected again meanwhile."""
    connection = work.connections.of(person)
    return connection is not None and connection.left_at is not None


def _disconnect(work: Work, connection: Connection, now: datetime) -> Connection:
    """Nothing is to be done where no right was given."""
    if connection.why is WhyNot.NOT_CONNECTED:
        return connection
    person = connection.person
    connection = work.connections.put(left(connection, now=now))
    watching = work.watchings.of(person)
    if watching is not None:
        work.watchings.put(unreachable(watching, now=now))
        go_on_in_chat(work, person, now)
    work.jobs.defer(JobKind.DISCONNECT, person, lock=calendar_lock(person), due_at=now)
    refresh(work, MessageKind.CONNECTION, person, now=now)
    return connection
