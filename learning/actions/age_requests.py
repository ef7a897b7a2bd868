"""Time passes over requests: one reminder after a week, and a quiet end after two."""

from __future__ import annotations

from datetime import datetime

from learning.actions.talks import refresh_talk
from learning.actions.telling import bring
from learning.feedback import END_AFTER, REMIND_AFTER, end
from learning.messages import MessageKind
from learning.peer_side import remind
from learning.work import Work


def age_requests(work: Work, now: datetime) -> None:
    """End what has waited for two weeks, then remind of what has waited for one: a late tick never does both."""
    for request in work.requests.to_end(asked_before=now - END_AFTER):
        refresh_talk(work, work.requests.put(end(request, now=now)), now)
    for request in work.requests.to_remind(asked_before=now - REMIND_AFTER):
        side = work.peer_sides.of(request.id, peer=request.peer)
        work.peer_sides.put(remind(side, request, now=now))
        bring(work, request.peer, MessageKind.REQUEST, request.id, now=now)
