"""A person's chat took nothing for too long: what is due there waits, and is tried again later."""

from __future__ import annotations

from datetime import datetime

from learning.actions.telling import defer_chat
from learning.jobs import LATER
from learning.people import PersonId
from learning.work import Work


def show_later(work: Work, person: PersonId, now: datetime) -> None:
    """Have what is still due shown later, if nothing else brings it about before: whatever they do in the chat does.

    Nobody is told: each card shows what is the case when it arrives.
    """
    if work.messages.waiting(person):
        defer_chat(work, person, now + LATER)
