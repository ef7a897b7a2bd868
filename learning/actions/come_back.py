"""Somebody has a chat again, or for the first time: what waited for them and still matters is shown."""

from __future__ import annotations

from datetime import datetime

from learning.actions.show_messages import BROUGHT
from learning.actions.telling import defer_chat, refresh, refresh_asking
from learning.feedback import RequestId, may_answer
from learning.messages import Message, MessageKind, refused, want
from learning.people import PersonId
from learning.review import ReviewId
from learning.work import Work

OLD_NEWS = frozenset({MessageKind.WELCOME, MessageKind.REVIEW_MOVED, MessageKind.SIGN_IN})
"""What is said at its time or not at all."""


def come_back(work: Work, person: PersonId, now: datetime) -> None:
    """Leave out what no longer matters, and have the rest shown. Who asked them reads that it gets there."""
    for message in work.messages.waiting(person):
        if message.sent is not None:
            continue
        if not still_matters(work, message):
            work.messages.put(refused(message, now=now))
        elif message.kind is MessageKind.REQUEST:
            request = work.requests.for_peer(RequestId(message.about), peer=person)
            refresh_asking(work, request.contract, now=now)
            refresh(work, MessageKind.INVITED, request.id, now=now)
    defer_chat(work, person, now)


def show_anew(work: Work, person: PersonId, now: datetime) -> None:
    """They arrive though we thought them here: what is due is wished for anew.

    So a refusal that is under way, from when the chat was closed, does not count (`chat_refused`).
    """
    for message in work.messages.waiting(person):
        work.messages.put(want(message))
        defer_chat(work, person, now)


def still_matters(work: Work, message: Message) -> bool:
    """Whether the person who finds this message in their chat now can still do, or learn, something by it."""
    newest = work.messages.about(message.kind, message.about)[-1]
    if message.kind in OLD_NEWS or (message.kind in BROUGHT and newest.id != message.id):
        return False
    if message.kind is MessageKind.REQUEST:
        return may_answer(work.requests.for_peer(RequestId(message.about), peer=message.person), message.person)
    if message.kind in (MessageKind.REVIEW, MessageKind.REVIEW_GONE):
        review = work.reviews.for_learner(ReviewId(message.about), learner=message.person)
        return review.is_open and (message.kind is MessageKind.REVIEW or review.gone_at is not None)
    return True
