"""The tick: reviews whose time has come, and calendars that want to be read whether or not a notice came."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from learning.actions.telling import defer_calendar, refresh, tell
from learning.messages import MessageKind
from learning.watching import READ_ANYWAY_AFTER, RENEW_BEFORE
from learning.work import Work


def find_due(work: Work, now: datetime) -> None:
    """Bring each due review's card into the chat, and have each calendar read that we may be behind with."""
    for review in work.reviews.due(now):
        work.reviews.put(replace(review, asked_at=now))
        tell(work, review.learner, MessageKind.REVIEW, review.id, now=now)
        refresh(work, MessageKind.CYCLE, review.cycle, now=now)
    behind = work.watchings.behind(read_before=now - READ_ANYWAY_AFTER, ends_before=now + RENEW_BEFORE)
    for person in behind:
        defer_calendar(work, person, now=now)
