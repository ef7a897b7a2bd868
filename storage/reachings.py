"""Keeps how requests are brought to people without the app."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from learning.feedback import RequestId
from learning.reaching import Reaching, Way
from storage.rows import add_row, find_row, put_row
from storage.tables import reachings

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Row

    from learning.feedback import FeedbackRequest


class SqlReachings:
    """Implements learning.work.Reachings."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, request: FeedbackRequest) -> Reaching | None:
        """What was done so that the peer gets this request; None when nothing had to be."""
        row = find_row(self._connection, reachings, request=request.id)
        return None if row is None else _reaching(row)

    def add(self, reaching: Reaching) -> None:
        """Keep that a way is looked for."""
        add_row(self._connection, reachings, asdict(reaching))

    def put(self, reaching: Reaching) -> Reaching:
        """Keep what was done. Raises SomeoneWasFaster."""
        return replace(reaching, version=put_row(self._connection, reachings, asdict(reaching), key="request"))


def _reaching(row: Row[Any]) -> Reaching:
    return Reaching(
        request=RequestId(row.request),
        link=row.link,
        way=None if row.way is None else Way(row.way),
        mailing_at=row.mailing_at,
        done_at=row.done_at,
        version=row.version,
    )
