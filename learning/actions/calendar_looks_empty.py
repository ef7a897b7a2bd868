"""All that the app keeps in somebody's calendar is gone at once: nothing follows before they say what it means."""

from __future__ import annotations

from datetime import datetime

from learning.actions.telling import bring, defer_calendar, refresh
from learning.messages import MessageKind
from learning.people import PersonId
from learning.watching import emptied, found_empty
from learning.work import Work


def calendar_looks_empty(work: Work, person: PersonId, now: datetime) -> bool:
    """Whether to believe it, since the person said so. Else it is told, once, and nothing is written or asked."""
    watching = work.watchings.of(person)
    if watching is None:
        return False  # nothing of theirs is to stand there any more
    if watching.emptied_at is not None:
        return True
    was_told, is_awaited = watching.empty_since is not None, watching.is_tried_again
    work.watchings.put(found_empty(watching, now=now))
    if not was_told:
        bring(work, person, MessageKind.CONNECTION, person, now=now)
    elif is_awaited:
        refresh(work, MessageKind.CONNECTION, person, now=now)
    return False


def removed_by_hand(work: Work, command: None, actor: PersonId, now: datetime) -> None:
    """The person removed it all: at the next reading each is treated as deleted. Where it stands again, nothing is."""
    watching = work.watchings.of(actor)
    if watching is None or watching.empty_since is None:
        return
    work.watchings.put(emptied(watching, now=now))
    defer_calendar(work, actor, now=now)
    refresh(work, MessageKind.CONNECTION, actor, now=now)
