"""A learner's calendar cannot be reached: say so once, try again when they wish it, and say when it is back."""

from __future__ import annotations

from datetime import datetime

from learning.actions.connections import refresh_reviews
from learning.actions.telling import bring, defer_calendar, refresh
from learning.connection import works_again
from learning.messages import MessageKind
from learning.people import PersonId
from learning.watching import reached, trying_again, unreachable
from learning.work import Work


def calendar_unreachable(work: Work, person: PersonId, now: datetime) -> None:
    """The calendar was tried often enough, in vain. Told once, however often it is tried in vain after that."""
    watching = work.watchings.of(person)
    if watching is None:
        return  # nothing of theirs is to stand there any more
    was_told = watching.unreachable_at is not None
    work.watchings.put(unreachable(watching, now=now))
    if was_told:
        refresh(work, MessageKind.CONNECTION, person, now=now)
    else:
        bring(work, person, MessageKind.CONNECTION, person, now=now)


def try_calendar_again(work: Work, command: None, actor: PersonId, now: datetime) -> None:
    """The learner wants their calendar tried again. When it is as it should be, nothing is to be done."""
    watching = work.watchings.of(actor)
    if watching is None or (watching.unreachable_at is None and watching.empty_since is None):
        return
    work.watchings.put(trying_again(watching, now=now))
    defer_calendar(work, actor, now=now)
    refresh(work, MessageKind.CONNECTION, actor, now=now)


def calendar_reached(work: Work, person: PersonId, now: datetime) -> None:
    """The calendar and the reviews were brought together. Where something else was said before, it is put right."""
    watching, connection = work.watchings.of(person), work.connections.of(person)
    is_closed = connection is not None and not connection.works and connection.left_at is None
    if connection is not None and is_closed:
        work.connections.put(works_again(connection))
        refresh_reviews(work, person, now)
    if watching is not None and watching.unreachable_at is not None:
        work.watchings.put(reached(watching))
        refresh(work, MessageKind.CONNECTION, person, now=now)
