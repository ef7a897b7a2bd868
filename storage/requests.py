"""Keeps feedback requests and the feedback in them."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from learning.contract import ContractId
from learning.feedback import Feedback, FeedbackRequest, RequestId
from learning.people import PersonId
from storage.rows import Columns, add_row, get_row, put_row
from storage.tables import OPEN_REQUEST, peer_sides, requests

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.engine import Connection, Row


class SqlRequests:
    """Implements learning.work.Requests."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, request: FeedbackRequest) -> None:
        """Keep a new request; the revision it is about is kept already."""
        add_row(self._connection, requests, _columns(request))

    def put(self, request: FeedbackRequest) -> FeedbackRequest:
        """Keep a changed request. Raises SomeoneWasFaster."""
        return replace(request, version=put_row(self._connection, requests, _columns(request)))

    def for_peer(self, request: RequestId, *, peer: PersonId) -> FeedbackRequest:
        """The request that this peer was sent. Raises NotHere."""
        return _request(get_row(self._connection, requests, id=request, peer=peer))

    def for_learner(self, request: RequestId, *, learner: PersonId) -> FeedbackRequest:
        """The request that this learner sent. Raises NotHere."""
        return _request(get_row(self._connection, requests, id=request, learner=learner))

    def of_contract(self, contract: ContractId, *, learner: PersonId) -> Sequence[FeedbackRequest]:
        """What the learner asked about this contract, in the order of asking."""
        return self._all(requests.c.contract == contract, requests.c.learner == learner)

    def to_remind(self, *, asked_after: datetime, asked_before: datetime, most: int) -> Sequence[FeedbackRequest]:
        """Open requests that were asked between these times, whose peer was not reminded yet.

        Nor did they choose "not now", or wish to talk. The oldest first, and at most so many.
        """
        # Counted, one request after the other: from "not exists" PostgreSQL makes a join with everybody's peer sides.
        not_to_remind = select(func.count()).where(
            peer_sides.c.request == requests.c.id,
            or_(peer_sides.c.passed_at.is_not(None), peer_sides.c.reminded_at.is_not(None)),
        )
        return self._all(
            OPEN_REQUEST,
            requests.c.asked_at > asked_after,
            requests.c.asked_at <= asked_before,
            requests.c.undeliverable_at.is_(None),
            requests.c.talk_wished_at.is_(None),
            not_to_remind.scalar_subquery() == 0,
            most=most,
        )

    def to_end(self, *, asked_before: datetime, most: int) -> Sequence[FeedbackRequest]:
        """Open requests that were asked by then, the oldest first, and at most so many."""
        return self._all(OPEN_REQUEST, requests.c.asked_at <= asked_before, most=most)

    def _all(self, *where: ColumnElement[bool], most: int | None = None) -> Sequence[FeedbackRequest]:
        query = select(requests).where(*where).order_by(requests.c.asked_at, requests.c.seq).limit(most)
        return [_request(row) for row in self._connection.execute(query)]


def _columns(request: FeedbackRequest) -> Columns:
    given = request.feedback
    return {
        "id": request.id,
        "contract": request.contract,
        "revision": request.revision,
        "learner": request.learner,
        "peer": request.peer,
        "question": request.question,
        "asked_at": request.asked_at,
        **(dict.fromkeys((f.name for f in fields(Feedback)), None) if given is None else asdict(given)),
        "answered_at": request.answered_at,
        "taken_at": request.taken_at,
        "parked_at": request.parked_at,
        "parked_because": request.parked_because,
        "corrected_at": request.corrected_at,
        "taken_back_at": request.taken_back_at,
        "withdrawn_at": request.withdrawn_at,
        "ended_at": request.ended_at,
        "undeliverable_at": request.undeliverable_at,
        "talk_wished_at": request.talk_wished_at,
        "talk_by_hand_at": request.talk_by_hand_at,
        "talk_off_at": request.talk_off_at,
        "outcome": request.outcome,
        "outcome_at": request.outcome_at,
        "version": request.version,
    }


def _request(row: Row[Any]) -> FeedbackRequest:
    return FeedbackRequest(
        id=RequestId(row.id),
        contract=ContractId(row.contract),
        revision=row.revision,
        learner=PersonId(row.learner),
        peer=PersonId(row.peer),
        question=row.question,
        asked_at=row.asked_at,
        feedback=_feedback(row),
        answered_at=row.answered_at,
        taken_at=row.taken_at,
        parked_at=row.parked_at,
        parked_because=row.parked_because,
        corrected_at=row.corrected_at,
        taken_back_at=row.taken_back_at,
        withdrawn_at=row.withdrawn_at,
        ended_at=row.ended_at,
        undeliverable_at=row.undeliverable_at,
        talk_wished_at=row.talk_wished_at,
        talk_by_hand_at=row.talk_by_hand_at,
        talk_off_at=row.talk_off_at,
        outcome=row.outcome,
        outcome_at=row.outcome_at,
        version=row.version,
    )


def _feedback(row: Row[Any]) -> Feedback | None:
    if row.try_or_drop is None:
        return None
    return Feedback(try_or_drop=row.try_or_drop, meet=row.meet, convince=row.convince, answer=row.answer)
