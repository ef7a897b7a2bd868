"""A peer would rather talk than write, or would not after all. The learner alone is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from learning.actions.peer_pressing import pressed_request
from learning.actions.pressing import Press
from learning.actions.talks import check_talk_ahead, defer_talk, end_talk, refresh_talk
from learning.actions.telling import bring
from learning.feedback import Feedback, FeedbackRequest, RequestId
from learning.messages import MessageKind
from learning.peer_side import keep_typed, rather_talking
from learning.people import PersonId
from learning.talk import take_wish_back, wish_to_talk
from learning.work import Work


@dataclass(frozen=True, kw_only=True)
class RatherTalk:
    """The peer would rather talk. `words` had been typed into the advice and stay theirs."""

    request: RequestId
    words: Feedback
    press: Press


@dataclass(frozen=True, kw_only=True)
class NoTalkAfterAll:
    """The peer takes the wish back; `words` as above."""

    request: RequestId
    words: Feedback
    press: Press


def rather_talk(work: Work, command: RatherTalk | NoTalkAfterAll, actor: PersonId, now: datetime) -> FeedbackRequest:
    """Keep the wish and have a moment looked for; or take both back."""
    request, side = pressed_request(work, command.request, actor, command.press, now)
    match command:
        case RatherTalk(words=words):
            request = work.requests.put(wish_to_talk(request, now=now))
            bring(work, request.learner, MessageKind.ADVICE, request.id, now=now)
            defer_talk(work, request, now)
            side = rather_talking(side, words)
        case NoTalkAfterAll(words=words):
            check_talk_ahead(work, request, now)
            end_talk(work, request, now)
            request = work.requests.put(take_wish_back(request))
            side = keep_typed(side, words)
    work.peer_sides.put(side)
    refresh_talk(work, request, now)
    return request
