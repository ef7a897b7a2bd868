"""Keeps what people began to type on cards and did not send, for nobody but themselves."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import delete

from storage.rows import add_row, find_row
from storage.tables import unfinished as table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.engine import Connection

    from learning.messages import MessageKind
    from learning.people import PersonId


class SqlUnfinished:
    """Implements learning.work.Unfinished."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, person: PersonId, kind: MessageKind, about: str) -> Mapping[str, str]:
        """This person's words on their card about this thing, by the name of the input; empty when there are none."""
        row = find_row(self._connection, table, person=person, kind=kind, about=about)
        words: dict[str, str] = {} if row is None else json.loads(row.words)
        return words

    def put(self, person: PersonId, kind: MessageKind, about: str, words: Mapping[str, str]) -> None:
        """Keep exactly these in place of what was kept."""
        there = (table.c.person == person, table.c.kind == kind, table.c.about == about)
        self._connection.execute(delete(table).where(*there))
        if words:
            kept = json.dumps(dict(words), ensure_ascii=False)
            add_row(self._connection, table, {"person": person, "kind": kind, "about": about, "words": kept})
