"""Keeps whom peers suggested to ask."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from learning.contract import ContractId
from learning.feedback import RequestId
from learning.people import PersonId
from learning.suggestion import Suggestion, SuggestionId
from storage.rows import add_row, get_row, put_row
from storage.tables import suggestions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Connection, Row


class SqlSuggestions:
    """Implements learning.work.Suggestions. The suggested person loads nothing."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, suggestion: Suggestion) -> None:
        """Keep a new suggestion."""
        add_row(self._connection, suggestions, asdict(suggestion))

    def put(self, suggestion: Suggestion) -> Suggestion:
        """Keep a changed suggestion. Raises SomeoneWasFaster."""
        return replace(suggestion, version=put_row(self._connection, suggestions, asdict(suggestion)))

    def for_learner(self, suggestion: SuggestionId, *, learner: PersonId) -> Suggestion:
        """The suggestion that was made to this learner. Raises NotHere."""
        return _suggestion(get_row(self._connection, suggestions, id=suggestion, learner=learner))

    def of_peer(self, request: RequestId, *, peer: PersonId) -> Sequence[Suggestion]:
        """What this peer suggested when they were asked, in the order of suggesting."""
        query = (
            select(suggestions)
            .where(suggestions.c.request == request, suggestions.c.peer == peer)
            .order_by(suggestions.c.suggested_at, suggestions.c.seq)
        )
        return [_suggestion(row) for row in self._connection.execute(query)]


def _suggestion(row: Row[Any]) -> Suggestion:
    return Suggestion(
        id=SuggestionId(row.id),
        request=RequestId(row.request),
        contract=ContractId(row.contract),
        learner=PersonId(row.learner),
        peer=PersonId(row.peer),
        suggested=PersonId(row.suggested),
        reason=row.reason,
        suggested_at=row.suggested_at,
        asked_at=row.asked_at,
        passed_at=row.passed_at,
        version=row.version,
    )
