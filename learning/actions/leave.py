"""The app was removed for somebody: they are no longer reached."""

from __future__ import annotations

from datetime import datetime

from learning.actions.lose_chat import lose_chat
from learning.people import Away, PersonId
from learning.work import Work


def leave(work: Work, actor: PersonId, now: datetime) -> None:
    """Forget where this person was reached. What is theirs stays theirs until they erase it."""
    lose_chat(work, actor, Away.REMOVED, now)
