"""The peer's own side of a feedback request: what they began, and what they chose. Nobody but the peer ever sees it.

It is kept apart from the request, so that nothing the learner loads can tell who let a request pass.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from learning.errors import Refusal
from learning.feedback import (
    AlreadyAnswered,
    Feedback,
    FeedbackRequest,
    NotAnsweredYet,
    RequestId,
    check_lengths,
    check_open,
    check_standing,
)
from learning.people import PersonId


class NotSuggesting(Refusal):
    """The peer is not about to suggest anybody."""


class SuggestingNow(Refusal):
    """The peer is about to suggest somebody; their advice waits."""


@dataclass(frozen=True, kw_only=True)
class PeerSide:
    """What only the peer sees of a request.

    `unfinished` holds words that were kept and not sent. `passed_at` says that they chose "not now", `reopened_at` that
    they are correcting what they sent, `suggesting_at` that they are about to suggest somebody, `reminded_at` that
    the one reminder came. `version` is 0 as long
    as nothing is kept.
    """

    request: RequestId
    peer: PersonId
    unfinished: Feedback | None = None
    saved_at: datetime | None = None
    passed_at: datetime | None = None
    reopened_at: datetime | None = None
    suggesting_at: datetime | None = None
    reminded_at: datetime | None = None
    version: int = 0


def _check_answering(side: PeerSide, request: FeedbackRequest) -> None:
    """Raise the Refusal that says why the questions about advice are not shown."""
    check_open(request)
    if side.suggesting_at is not None:
        raise SuggestingNow


def keep_unfinished(side: PeerSide, request: FeedbackRequest, words: Feedback, *, now: datetime) -> PeerSide:
    """The side with words that are not sent yet. Whoever writes again has changed their mind about "not now"."""
    if side.reopened_at is None:
        _check_answering(side, request)
    check_lengths(words)
    return replace(side, unfinished=words, saved_at=now, passed_at=None)


def pass_by(side: PeerSide, request: FeedbackRequest, words: Feedback, *, now: datetime) -> PeerSide:
    """The peer lets the request pass for now; what they had written stays theirs."""
    _check_answering(side, request)
    return replace(keep_typed(side, words), passed_at=now)


def rather_talking(side: PeerSide, words: Feedback) -> PeerSide:
    """The peer would rather talk: so they have changed their mind about "not now"."""
    return replace(keep_typed(side, words), passed_at=None)


def keep_typed(side: PeerSide, words: Feedback) -> PeerSide:
    """The side with what stood in the inputs when another button was pressed; what was kept stays where nothing did."""
    check_lengths(words)
    return side if words.is_empty else replace(side, unfinished=words)


def begin_suggesting(side: PeerSide, request: FeedbackRequest, words: Feedback, *, now: datetime) -> PeerSide:
    """The peer is about to suggest somebody; what they had written stays for later."""
    _check_answering(side, request)
    return replace(keep_typed(side, words), suggesting_at=now)


def stop_suggesting(side: PeerSide) -> PeerSide:
    """The peer goes back to their advice, with or without having suggested somebody."""
    if side.suggesting_at is None:
        raise NotSuggesting
    return replace(side, suggesting_at=None)


def begin_correcting(side: PeerSide, request: FeedbackRequest, *, now: datetime) -> PeerSide:
    """The peer wants to correct what they sent."""
    check_standing(request)
    return replace(side, reopened_at=side.reopened_at or now)


def leave_as_it_was(side: PeerSide) -> PeerSide:
    """The peer does not correct after all; words of the correction are kept for another time."""
    if side.reopened_at is None:
        raise NotAnsweredYet
    return replace(side, reopened_at=None)


def remind(side: PeerSide, request: FeedbackRequest, *, now: datetime) -> PeerSide:
    """The peer is reminded. It is kept here: whoever is not reminded chose "not now", and that is nobody's to know."""
    check_open(request)
    return replace(side, reminded_at=now)


def done(side: PeerSide, *, words: Feedback | None = None) -> PeerSide:
    """The side once nothing is begun any more; `words` is what the peer took back and may still read."""
    return replace(side, unfinished=words, saved_at=None, passed_at=None, reopened_at=None, suggesting_at=None)


def words_in_inputs(side: PeerSide, request: FeedbackRequest) -> Feedback:
    """What stands in the peer's inputs: what they began, else what they sent."""
    return side.unfinished or request.feedback or Feedback()


def check_may_send(side: PeerSide, request: FeedbackRequest) -> None:
    """Raise AlreadyAnswered when there is an answer that is not being corrected."""
    if request.answered_at is not None and side.reopened_at is None:
        raise AlreadyAnswered
