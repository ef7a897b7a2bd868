"""Who may see what: pure functions over a thing and a person. Everything that shows something asks here."""

from __future__ import annotations

from learning.contract import Contract
from learning.cycle import Cycle
from learning.errors import NotHere
from learning.feedback import FeedbackRequest
from learning.peer_side import PeerSide
from learning.people import PersonId
from learning.review import Review
from learning.suggestion import Suggestion


def may_see_own(thing: Contract | Cycle | Review, person: PersonId) -> bool:
    """A contract with its cycle and reviews is its learner's alone, until the learner shows a revision of it."""
    return thing.learner == person


def may_see_revision(request: FeedbackRequest, person: PersonId) -> bool:
    """The revision that was sent is seen by the peer it was sent to, and by the learner."""
    return person in (request.peer, request.learner)


def may_read_feedback(request: FeedbackRequest, person: PersonId) -> bool:
    """Advice is read by the learner; the peer sees what they wrote themselves."""
    return person in (request.peer, request.learner)


def may_see_side(side: PeerSide, person: PersonId) -> bool:
    """What a peer began, or that they chose "not now", is seen by that peer alone: not by the learner either."""
    return side.peer == person


def may_see_suggestion(suggestion: Suggestion, person: PersonId) -> bool:
    """A suggestion is seen by the learner and by who made it; never by who is suggested."""
    return person in (suggestion.learner, suggestion.peer)


def check_may_see_side(side: PeerSide, person: PersonId) -> None:
    """Raise NotHere unless it is this peer's own."""
    if not may_see_side(side, person):
        raise NotHere


def check_may_see_suggestion(suggestion: Suggestion, person: PersonId) -> None:
    """Raise NotHere unless the suggestion was made to, or by, this person."""
    if not may_see_suggestion(suggestion, person):
        raise NotHere


def check_may_see_own(thing: Contract | Cycle | Review, person: PersonId) -> None:
    """Raise NotHere unless it is this person's own."""
    if not may_see_own(thing, person):
        raise NotHere


def check_may_see_revision(request: FeedbackRequest, person: PersonId) -> None:
    """Raise NotHere unless the revision was sent to, or is, this person's."""
    if not may_see_revision(request, person):
        raise NotHere
