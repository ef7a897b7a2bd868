"""The person wants to connect their calendar: a sign-in of ten minutes, and a message that asks them to sign in."""

from __future__ import annotations

from datetime import datetime

from learning.actions.connections import connection_of
from learning.actions.pressing import Press, check_press
from learning.actions.telling import bring, refresh, tell
from learning.connection import Connection, wished
from learning.messages import MessageKind
from learning.people import PersonId
from learning.sign_in import SignIn, SignInId
from learning.work import Work


def ask_to_connect(work: Work, command: Press, actor: PersonId, now: datetime) -> Connection:
    """Ask the person to sign in. An earlier asking counts no more; a calendar that is connected needs none."""
    connection = connection_of(work, actor, now)
    check_press(work, actor, command, version=command.version, now=now)
    return connection if connection.works else _ask(work, connection, now)


def find_connection(work: Work, actor: PersonId, now: datetime) -> Connection:
    """The word "calendar": bring the card that says how it stands."""
    connection = connection_of(work, actor, now)
    bring(work, actor, MessageKind.CONNECTION, actor, now=now)
    return connection


def find_connecting(work: Work, actor: PersonId, now: datetime) -> Connection:
    """The word "connect": the same, and when it is not connected, ask the person to sign in."""
    connection = find_connection(work, actor, now)
    return connection if connection.works else _ask(work, connection, now)


def _ask(work: Work, connection: Connection, now: datetime) -> Connection:
    person = connection.person
    for earlier in work.sign_ins.of(person):
        work.sign_ins.remove(earlier.id)
        refresh(work, MessageKind.SIGN_IN, earlier.id, now=now)
    chat = work.people.get(person).chat or ""
    sign_in = SignIn(id=SignInId(work.new_id()), person=person, chat=chat, asked_at=now)
    work.sign_ins.add(sign_in)
    connection = work.connections.put(wished(connection, now=now))
    refresh(work, MessageKind.CONNECTION, person, now=now)
    tell(work, person, MessageKind.SIGN_IN, sign_in.id, now=now)
    return connection
