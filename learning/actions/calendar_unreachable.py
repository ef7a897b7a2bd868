"""A learner's calendar cannot be reached: say so once, try again when they wish it, and say when it is back."""

from __future__ import annotations

from datetime import datetime

from learning.actions.telling import bring, defer_calendar, refresh
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
        refresh(work, MessageKind.CALENDAR_UNREACHABLE, person, now=now)
    else:
        bring(work, person, MessageKind.CALENDAR_UNREACHABLE, person, now=now)


def try_calendar_again(work: Work, command: None, actor: PersonId, now: datetime) -> None:
    """The learner wants their calendar tried again. When it is reached already, nothing is to be done."""
    watching = work.watchings.of(actor)
    if watching is None or watching.unreachable_at is None:
        return
    work.watchings.put(trying_again(watching, now=now))
    defer_calendar(work, actor, now=now)
    refresh(work, MessageKind.CALENDAR_UNREACHABLE, actor, now=now)


def calendar_reached(work: Work, person: PersonId, now: datetime) -> None:
    """The calendar and the reviews were brought together. Where something else was said before, it is put right."""
    watching = work.watchings.of(person)
    if watching is None or watching.unreachable_at is None:
        return
    work.watchings.put(reached(watching))
    refresh(work, MessageKind.CALENDAR_UNREACHABLE, person, now=now)
