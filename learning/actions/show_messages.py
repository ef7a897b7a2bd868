"""What a person's chat still has to show, one message after the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from learning.actions.could_not_deliver import could_not_deliver
from learning.actions.see import see
from learning.actions.telling import refresh
from learning.feedback import RequestId
from learning.messages import Message, MessageId, MessageKind, refused, shown
from learning.people import Person, PersonId
from learning.views import MovedDownView, View
from learning.work import Work

BROUGHT = frozenset(
    {
        MessageKind.CONTRACT,
        MessageKind.REQUEST,
        MessageKind.REQUESTS,
        MessageKind.ADVICE,
        MessageKind.CYCLE,
        MessageKind.OWN_CALENDAR,
        MessageKind.REVIEW,
        MessageKind.REVIEW_CLASH,
        MessageKind.CONNECTION,
    }
)
"""What is brought to the end of the chat, as when somebody asks for it: only the newest card of it is whole."""


@dataclass(frozen=True, kw_only=True)
class ToShow:
    """A message that is due, its reader, and what it shows now."""

    message: Message
    reader: Person
    view: View


def next_message(work: Work, person: PersonId, now: datetime) -> ToShow | None:
    """The first message that is due in this person's chat. Without a chat, everything waits."""
    reader = work.people.find(person)
    waiting = work.messages.waiting(person) if reader and reader.chat else ()
    if reader is None or not waiting:
        return None
    message = waiting[0]
    return ToShow(message=message, reader=reader, view=_view(work, message, now))


def _view(work: Work, message: Message, now: datetime) -> View:
    """What the message stands for; where a newer message about it came, a line that points there."""
    coming = [each for each in work.messages.about(message.kind, message.about) if each.failed_at is None]
    if message.kind in BROUGHT and coming[-1].id != message.id:
        return MovedDownView(kind=message.kind)
    return see(work, message.kind, message.about, message.person, now)


def message_shown(work: Work, message_id: MessageId, sent: str, wish: int) -> None:
    """Keep what the chat calls the message, and which wish it fulfils. A newer wish stays due."""
    message = work.messages.find(message_id)
    if message is not None:
        work.messages.put(shown(message, sent=sent, wish=wish))


def message_refused(work: Work, message_id: MessageId, now: datetime) -> None:
    """The chat refused the message for good; the ones behind it go on. Who asked hears of a request that never came.

    Where the thing stood before, it stands again, in place of a line that it was brought further down.
    """
    message = work.messages.find(message_id)
    if message is None:
        return
    work.messages.put(refused(message, now=now))
    if message.kind in BROUGHT:
        refresh(work, message.kind, message.about, now=now)
    if message.kind is MessageKind.REQUEST and message.sent is None:
        could_not_deliver(work, RequestId(message.about), now)
