"""A message that the chat cannot change, since it is gone there: said anew to whom it still matters."""

from __future__ import annotations

from datetime import datetime

from learning.actions.come_back import still_matters
from learning.messages import MessageId, gone, refused
from learning.work import Work


def lost_message(work: Work, message_id: MessageId, now: datetime) -> None:
    """Have the message sent once more at the end of the chat, or leave it where nothing can be done with it any more.

    A line that only says that something was brought further down is not worth a new message.
    """
    message = work.messages.find(message_id)
    if message is not None:
        work.messages.put(gone(message) if still_matters(work, message) else refused(message, now=now))
