"""The app was removed for somebody: they are no longer reached."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from learning.people import PersonId
from learning.work import Work


def leave(work: Work, actor: PersonId, now: datetime) -> None:
    """Forget where this person was reached. What is theirs stays theirs until they erase it."""
    person = work.people.find(actor)
    if person is not None:
        work.people.put(replace(person, chat=None))
