"""Keeps what peers began or chose, for nobody but themselves."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from learning.errors import SomeoneWasFaster
from learning.feedback import Feedback, RequestId
from learning.peer_side import PeerSide
from learning.people import PersonId
from storage.rows import Columns, add_row, find_row, put_row
from storage.tables import peer_sides

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


class SqlPeerSides:
    """Implements learning.work.PeerSides."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, request: RequestId, *, peer: PersonId) -> PeerSide:
        """This peer's side; one with nothing in it when nothing was kept."""
        row = find_row(self._connection, peer_sides, request=request, peer=peer)
        if row is None:
            return PeerSide(request=request, peer=peer)
        return PeerSide(
            request=RequestId(row.request),
            peer=PersonId(row.peer),
            unfinished=None if row.unfinished is None else Feedback(**json.loads(row.unfinished)),
            saved_at=row.saved_at,
            passed_at=row.passed_at,
            reopened_at=row.reopened_at,
            suggesting_at=row.suggesting_at,
            reminded_at=row.reminded_at,
            version=row.version,
        )

    def put(self, side: PeerSide) -> PeerSide:
        """Keep a side, new or changed. Raises SomeoneWasFaster."""
        if side.version:
            return replace(side, version=put_row(self._connection, peer_sides, _columns(side), key="request"))
        first = replace(side, version=1)
        try:
            with self._connection.begin_nested():
                add_row(self._connection, peer_sides, _columns(first))
        except IntegrityError as error:
            raise SomeoneWasFaster from error
        return first


def _columns(side: PeerSide) -> Columns:
    kept = side.unfinished
    return {
        "request": side.request,
        "version": side.version,
        "peer": side.peer,
        "unfinished": None if kept is None else json.dumps(asdict(kept), ensure_ascii=False),
        "saved_at": side.saved_at,
        "passed_at": side.passed_at,
        "reopened_at": side.reopened_at,
        "suggesting_at": side.suggesting_at,
        "reminded_at": side.reminded_at,
    }
