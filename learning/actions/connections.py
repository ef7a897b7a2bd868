"""What the actions about a person's connection share: what is kept of it, and which cards speak of it."""

from __future__ import annotations

from datetime import datetime

from learning.actions.place_reviews import no_moment_left
from learning.actions.telling import refresh, tell_once
from learning.connection import Connection, unconnected
from learning.cycle import Cycle
from learning.messages import MessageKind
from learning.people import PersonId
from learning.review import place
from learning.without_calendar import moments_in_chat
from learning.work import Work


def connection_of(work: Work, person: PersonId, now: datetime) -> Connection:
    """How it stands with this person's calendar; from now on that is kept, also where nothing was."""
    found = work.connections.of(person)
    if found is None:
        found = unconnected(person, now=now)
        work.connections.add(found)
    return found


def go_on_in_chat(work: Work, person: PersonId, now: datetime, *, is_news: bool = True) -> None:
    """Reviews without a moment get one without the calendar. Where anything is new, the cards say where they are."""
    moments = moments_in_chat(work.reviews.open_of(person), work.people.get(person), now=now)
    for review, slot in moments:
        if slot is None:
            no_moment_left(work, person, review.id, now)
        else:
            work.reviews.put(place(review, slot))
    if not moments and not is_news:
        return
    for cycle in _cycles(work, person):
        tell_once(work, person, MessageKind.CYCLE, cycle.id, now=now)
        refresh(work, MessageKind.OWN_CALENDAR, cycle.id, now=now)
        refresh(work, MessageKind.CONTRACT, cycle.contract, now=now)


def refresh_reviews(work: Work, person: PersonId, now: datetime) -> None:
    """Have the cards brought up to date that say where the reviews are."""
    for cycle in _cycles(work, person):
        refresh(work, MessageKind.CYCLE, cycle.id, now=now)
        refresh(work, MessageKind.OWN_CALENDAR, cycle.id, now=now)
        refresh(work, MessageKind.CONTRACT, cycle.contract, now=now)


def _cycles(work: Work, person: PersonId) -> list[Cycle]:
    ids = sorted({review.cycle for review in work.reviews.open_of(person)})
    return [work.cycles.for_learner(each, learner=person) for each in ids]
