"""The organisation has allowed the app: who waited for that can go on."""

from __future__ import annotations

from datetime import datetime

from learning.actions.telling import defer_calendar, refresh
from learning.connection import allowed
from learning.messages import MessageKind
from learning.work import Work

PIECE = 100
"""How many one piece of work takes: nobody else waits until a whole company is told."""


def organisation_allowed(work: Work, now: datetime) -> int:
    """Offer `PIECE` people at most who wait to connect, and try who was connected before. How many those are.

    Nobody can be harmed by saying so wrongly: where it is not true, the next try says so again.
    """
    waiting = work.connections.not_allowed(most=PIECE)
    for connection in waiting:
        work.connections.put(allowed(connection))
        if connection.connected_at is not None:
            defer_calendar(work, connection.person, now=now)
        refresh(work, MessageKind.CONNECTION, connection.person, now=now)
    return len(waiting)
