"""The kinds of job, and the locks under which one runs at a time. A job is a wish for a state, never a single act."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from learning.people import PersonId

LATER = timedelta(hours=6)
"""After this time what was set aside, and waits for nothing but the other side, is tried once more."""


class JobKind(StrEnum):
    """What is to be made right."""

    CHAT = "chat"
    CALENDAR = "calendar"
    REACH = "reach"
    DISCONNECT = "disconnect"
    NAME = "name"
    TALK = "talk"
    COMPANIONS = "companions"


def chat_lock(person: PersonId) -> str:
    """One message at a time goes into a person's chat."""
    return f"chat:{person}"


def reach_lock(request: str) -> str:
    """One way at a time is looked for to bring a request to its peer."""
    return f"reach:{request}"


def name_lock(suggestion: str) -> str:
    """One look-up at a time of who was suggested."""
    return f"name:{suggestion}"


def calendar_lock(person: PersonId) -> str:
    """One reading and writing at a time of a person's calendar."""
    return f"calendar:{person}"


def talk_lock(request: str) -> str:
    """One moment at a time is looked for to talk about a request."""
    return f"talk:{request}"


def companions_lock(learner: PersonId) -> str:
    """One look at a time who somebody's companions are."""
    return f"companions:{learner}"
