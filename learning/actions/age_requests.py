"""Time passes over requests: one reminder after a week, and a quiet end after two."""

from __future__ import annotations

from datetime import datetime

from learning.actions.talks import refresh_talk
from learning.actions.telling import bring
from learning.feedback import END_AFTER, REMIND_AFTER, end
from learning.messages import MessageKind
from learning.peer_side import remind
from learning.work import Work


def end_requests(work: Work, now: datetime, most: int) -> int:
    """End what has waited for two weeks, at most so many; how many those were."""
    ending = work.requests.to_end(asked_before=now - END_AFTER, most=most)
    for request in ending:
        refresh_talk(work, work.requests.put(end(request, now=now)), now)
    return len(ending)


def remind_of_requests(work: Work, now: datetime, most: int) -> int:
    """Remind of what has waited for one week, at most so many; how many those were. What waited for two is ended."""
    waiting = work.requests.to_remind(asked_after=now - END_AFTER, asked_before=now - REMIND_AFTER, most=most)
    for request in waiting:
        side = work.peer_sides.of(request.id, peer=request.peer)
        work.peer_sides.put(remind(side, request, now=now))
        bring(work, request.peer, MessageKind.REQUEST, request.id, now=now)
    return len(waiting)
