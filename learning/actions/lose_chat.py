"""Somebody can no longer be reached in their chat: keep why, and since when. What is theirs stays theirs."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from learning.actions.show_messages import ToShow
from learning.actions.telling import defer_reach
from learning.messages import MessageKind
from learning.people import Away, PersonId
from learning.work import Work


def lose_chat(work: Work, person_id: PersonId, away: Away, now: datetime) -> None:
    """Say nothing more there. What is due waits for their return; requests they never saw look for another way."""
    person = work.people.find(person_id)
    if person is None or person.chat is None:
        return
    work.people.put(replace(person, chat=None, away=away, away_since=now))
    for message in work.messages.waiting(person_id):
        if message.kind is MessageKind.REQUEST and message.sent is None:
            defer_reach(work, message.about, now)


def chat_refused(work: Work, due: ToShow, away: Away, now: datetime) -> None:
    """A chat was closed when this was to be shown there.

    The answer may be older than the person's return: when they were met at another address since, or what is due there
    was wished for anew (as `meet` does for who arrives), it is tried once more instead.
    """
    person, message = work.people.find(due.reader.id), work.messages.find(due.message.id)
    if person is None or message is None or (person.chat, message.wanted) != (due.reader.chat, due.message.wanted):
        return
    lose_chat(work, person.id, away, now)
