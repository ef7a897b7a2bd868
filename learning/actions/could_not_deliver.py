"""A request could not be brought to its peer: the app is not there for them. That says nothing about their will."""

from __future__ import annotations

from datetime import datetime

from learning.actions.telling import refresh_asking, tell_once
from learning.feedback import RequestId, could_not_reach
from learning.messages import MessageKind
from learning.work import Work


def could_not_deliver(work: Work, request_id: RequestId, now: datetime) -> None:
    """Keep that it could not be delivered, and tell the learner once what they can do. What is over stays as it is."""
    about = work.messages.about(MessageKind.REQUEST, request_id)
    if not about or was_delivered(work, request_id):
        return
    request = work.requests.for_peer(request_id, peer=about[-1].person)
    if not request.is_open or request.undeliverable_at is not None:
        return
    work.requests.put(could_not_reach(request, now=now))
    tell_once(work, request.learner, MessageKind.UNDELIVERED, request.id, now=now)
    refresh_asking(work, request.contract, now=now)


def was_delivered(work: Work, request_id: RequestId) -> bool:
    """Whether it stands, or stood, in the peer's chat.

    Then all that is left to bring is the reminder. The learner hears nothing of that, whatever becomes of it: nobody is
    reminded who chose "not now".
    """
    return any(message.sent is not None for message in work.messages.about(MessageKind.REQUEST, request_id))
