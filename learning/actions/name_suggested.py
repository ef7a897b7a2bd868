"""Somebody was suggested whom the app has never met: the learner and the peer read their name."""

from __future__ import annotations

from datetime import datetime

from learning.actions.telling import refresh
from learning.errors import NotHere
from learning.messages import MessageKind
from learning.people import PersonId
from learning.reaching import DirectoryPerson, newcomer
from learning.suggestion import Suggestion, SuggestionId
from learning.work import Work


def to_name(work: Work, suggestion: SuggestionId, now: datetime) -> PersonId | None:
    """Who is suggested, when nobody knows their name yet."""
    suggested = _suggestion(work, suggestion).suggested
    return suggested if work.people.find(suggested) is None else None


def suggested_found(work: Work, suggestion: SuggestionId, found: DirectoryPerson, now: datetime) -> None:
    """Keep their name, and nothing else of them that could be used; show it to who suggested and who reads it."""
    known = _suggestion(work, suggestion)
    if work.people.find(known.suggested) is None:
        learner = work.people.get(known.learner)
        work.people.put(newcomer(known.suggested, found, locale=learner.locale, now=now))
    refresh(work, MessageKind.SUGGESTION, known.id, now=now)
    refresh(work, MessageKind.REQUEST, known.request, now=now)


def _suggestion(work: Work, suggestion: SuggestionId) -> Suggestion:
    """As its learner, who was told of it in the same commit, may load it."""
    told = work.messages.about(MessageKind.SUGGESTION, suggestion)
    if not told:
        raise NotHere
    return work.suggestions.for_learner(suggestion, learner=told[-1].person)
