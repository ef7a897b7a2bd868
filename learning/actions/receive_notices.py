"""Change notices arrived: the calendars they speak of are read, when they carry the secret that we gave."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from learning.actions.telling import defer_calendar
from learning.entries import Lifecycle
from learning.watching import challenged, ended
from learning.work import Work


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A change notice: which watch it speaks for, the secret it carries, and what it says of the watch itself."""

    watch: str
    secret: str
    lifecycle: Lifecycle | None = None


def receive_notices(work: Work, notices: Iterable[Notice], now: datetime) -> None:
    """Have each calendar read that a true notice speaks of. A forged one has no effect.

    A watch that is removed is begun anew, and one that is in doubt is confirmed; where changes were missed, reading on
    from the mark finds them.
    """
    for notice in notices:
        watching = work.watchings.by_watch(notice.watch)
        if watching is None or not hmac.compare_digest(watching.secret.encode(), notice.secret.encode()):
            continue
        if notice.lifecycle is Lifecycle.REMOVED:
            work.watchings.put(ended(watching))
        elif notice.lifecycle is Lifecycle.REAUTHORIZE:
            work.watchings.put(challenged(watching, now=now))
        defer_calendar(work, watching.person, now=now)
