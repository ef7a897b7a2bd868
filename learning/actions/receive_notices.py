"""Change notices arrived: the calendars they speak of are read, when they carry the secret that we gave."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from learning.actions.telling import defer_calendar
from learning.watching import ended
from learning.work import Work


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A change notice: which watch it speaks for, the secret it carries, and whether the watch itself is in danger."""

    watch: str
    secret: str
    is_about_watch: bool


def receive_notices(work: Work, notices: Iterable[Notice], now: datetime) -> None:
    """Have each calendar read that a true notice speaks of. A forged one has no effect."""
    for notice in notices:
        watching = work.watchings.by_watch(notice.watch)
        if watching is None or not hmac.compare_digest(watching.secret.encode(), notice.secret.encode()):
            continue
        if notice.is_about_watch:
            work.watchings.put(ended(watching))
        defer_calendar(work, watching.person, now=now)
