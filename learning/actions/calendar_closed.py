"""The learner's own right to their calendar does not work: say so once, and let the cycle go on in the chat."""

from __future__ import annotations

from datetime import datetime

from learning.actions.connections import connection_of, go_on_in_chat
from learning.actions.telling import bring, refresh
from learning.connection import Connection, WhyNot, ended
from learning.messages import MessageKind
from learning.people import PersonId
from learning.watching import unreachable
from learning.work import Work


def calendar_closed(work: Work, person: PersonId, why: WhyNot, claims: str | None, now: datetime) -> None:
    """Keep why, and have the reviews come to the chat. It is told when it is new; later readings in vain say nothing.

    Who disconnected it themselves knows, and is told nothing.
    """
    watching = work.watchings.of(person)
    if watching is None:
        return  # nothing of theirs is to stand there any more
    known = work.connections.of(person)
    is_news = known is None or known.works or watching.unreachable_at is None
    before = known or connection_of(work, person, now)
    after = ended(before, why, claims=claims, now=now)
    if after != before:
        after = work.connections.put(after)
    work.watchings.put(unreachable(watching, now=now))
    go_on_in_chat(work, person, now, is_news=is_news)
    _tell(work, after, is_news=is_news and after.left_at is None, is_changed=after != before, now=now)


def _tell(work: Work, connection: Connection, *, is_news: bool, is_changed: bool, now: datetime) -> None:
    if is_news:
        bring(work, connection.person, MessageKind.CONNECTION, connection.person, now=now)
    elif is_changed:
        refresh(work, MessageKind.CONNECTION, connection.person, now=now)
