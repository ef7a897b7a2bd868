"""The learner would rather not talk: the entry leaves the calendars, and the peer may still write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from learning.actions.pressing import Press, check_press
from learning.actions.talks import check_talk_ahead, end_talk, refresh_talk
from learning.feedback import FeedbackRequest, RequestId
from learning.people import PersonId
from learning.talk import call_off
from learning.work import Work


@dataclass(frozen=True, kw_only=True)
class CallTalkOff:
    """The talk that the learner would rather not have."""

    request: RequestId
    press: Press


def call_talk_off(work: Work, command: CallTalkOff, actor: PersonId, now: datetime) -> FeedbackRequest:
    """Keep that it is called off; the peer reads so."""
    request = work.requests.for_learner(command.request, learner=actor)
    check_press(work, actor, command.press, version=request.version, now=now)
    check_talk_ahead(work, request, now)
    end_talk(work, request, now)
    request = work.requests.put(call_off(request, now=now))
    refresh_talk(work, request, now)
    return request
