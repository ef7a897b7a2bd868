"""A peer does not answer now: what they wrote is kept for them, or they say "not now". The learner sees neither."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from learning.actions.peer_pressing import pressed_request
from learning.actions.pressing import Press
from learning.actions.telling import refresh
from learning.feedback import Feedback, RequestId
from learning.messages import MessageKind
from learning.peer_side import PeerSide, keep_unfinished, pass_by
from learning.people import PersonId
from learning.work import Work


@dataclass(frozen=True, kw_only=True)
class SaveUnfinished:
    """What the peer wrote and does not send yet."""

    request: RequestId
    words: Feedback
    press: Press


@dataclass(frozen=True, kw_only=True)
class PassRequest:
    """The peer says "not now"."""

    request: RequestId
    words: Feedback
    press: Press


def leave_unfinished(work: Work, command: SaveUnfinished | PassRequest, actor: PersonId, now: datetime) -> PeerSide:
    """Keep it on the peer's own side; only their own card changes."""
    request, side = pressed_request(work, command.request, actor, command.press, now)
    match command:
        case SaveUnfinished(words=words):
            side = keep_unfinished(side, request, words, now=now)
        case PassRequest(words=words):
            side = pass_by(side, request, words, now=now)
    side = work.peer_sides.put(side)
    refresh(work, MessageKind.REQUEST, request.id, now=now)
    return side
