"""Puts messages into chats: a new one, or what stands there already, brought up to date."""

from __future__ import annotations

from datetime import datetime, timedelta

from learning.jobs import JobKind, calendar_lock, chat_lock, name_lock, reach_lock
from learning.messages import Message, MessageId, MessageKind, want
from learning.people import PersonId
from learning.work import Work

JUST_NOW = timedelta(seconds=5)
"""Within this a press was doubled. Who types a word after that looks for its answer below it."""


def tell(work: Work, person: PersonId, kind: MessageKind, about: str, *, now: datetime) -> None:
    """Put a new message about this thing into the person's chat. It waits there for who does not have the app.

    A request does more than wait: another way to its peer is looked for.
    """
    work.messages.add(Message(id=MessageId(work.new_id()), person=person, kind=kind, about=about, created_at=now))
    if kind is MessageKind.REQUEST and not _has_chat(work, person):
        defer_reach(work, about, now)
    defer_chat(work, person, now)


def tell_once(work: Work, person: PersonId, kind: MessageKind, about: str, *, now: datetime) -> None:
    """The same, unless such a message is there already: then bring that one up to date."""
    if work.messages.about(kind, about):
        refresh(work, kind, about, now=now)
    else:
        tell(work, person, kind, about, now=now)


def bring(work: Work, person: PersonId, kind: MessageKind, about: str, *, now: datetime) -> None:
    """Bring the thing to the end of the chat, leaving a line where it stood. Asking twice in a row brings it once."""
    if any(message.created_at > now - JUST_NOW for message in work.messages.about(kind, about)):
        refresh(work, kind, about, now=now)
    else:
        refresh(work, kind, about, now=now)
        tell(work, person, kind, about, now=now)


def refresh(work: Work, kind: MessageKind, about: str, *, now: datetime) -> None:
    """Have every message about this thing show its current state."""
    for message in work.messages.about(kind, about):
        work.messages.put(want(message))
        defer_chat(work, message.person, now)


def refresh_asking(work: Work, contract: str, *, now: datetime) -> None:
    """Have the learner's cards that say how the asking stands brought up to date."""
    for kind in (MessageKind.CONTRACT, MessageKind.REQUESTS):
        refresh(work, kind, contract, now=now)


def defer_calendar(work: Work, person: PersonId, *, now: datetime) -> None:
    """Have this person's calendar and reviews brought together."""
    work.jobs.defer(JobKind.CALENDAR, person, lock=calendar_lock(person), due_at=now)


def defer_reach(work: Work, request: str, now: datetime) -> None:
    """Have this request brought to a peer who does not have the app."""
    work.jobs.defer(JobKind.REACH, request, lock=reach_lock(request), due_at=now)


def defer_name(work: Work, suggestion: str, now: datetime) -> None:
    """Have the one whom this suggestion is about looked up."""
    work.jobs.defer(JobKind.NAME, suggestion, lock=name_lock(suggestion), due_at=now)


def defer_chat(work: Work, person: PersonId, now: datetime) -> None:
    """Have what is due shown in this person's chat."""
    work.jobs.defer(JobKind.CHAT, person, lock=chat_lock(person), due_at=now)


def _has_chat(work: Work, person: PersonId) -> bool:
    known = work.people.find(person)
    return known is not None and known.chat is not None
