"""Keeps what stands, or should stand, in the chats."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from learning.messages import Message, MessageId, MessageKind
from learning.people import PersonId
from storage.rows import add_row, find_row, put_row
from storage.tables import DUE_MESSAGE, messages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.engine import Connection, Row


class SqlMessages:
    """Implements learning.work.Messages."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, message: Message) -> None:
        """Keep a new message."""
        add_row(self._connection, messages, asdict(message))

    def put(self, message: Message) -> Message:
        """Keep a changed message. Raises SomeoneWasFaster."""
        return replace(message, version=put_row(self._connection, messages, asdict(message)))

    def find(self, message: MessageId) -> Message | None:
        """This message."""
        row = find_row(self._connection, messages, id=message)
        return None if row is None else _message(row)

    def about(self, kind: MessageKind, about: str) -> Sequence[Message]:
        """The messages of this kind about this thing, in the order of their making."""
        return self._all(messages.c.kind == kind, messages.c.about == about)

    def waiting(self, person: PersonId) -> Sequence[Message]:
        """What is due in this person's chat (see Message.is_due), in the order of their making."""
        return self._all(messages.c.person == person, DUE_MESSAGE)

    def _all(self, *where: ColumnElement[bool]) -> Sequence[Message]:
        query = select(messages).where(*where).order_by(messages.c.created_at, messages.c.seq)
        return [_message(row) for row in self._connection.execute(query)]


def _message(row: Row[Any]) -> Message:
    return Message(
        id=MessageId(row.id),
        person=PersonId(row.person),
        kind=MessageKind(row.kind),
        about=row.about,
        created_at=row.created_at,
        wanted=row.wanted,
        shown=row.shown,
        sent=row.sent,
        failed_at=row.failed_at,
        version=row.version,
    )
