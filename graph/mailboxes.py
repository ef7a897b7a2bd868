"""How often one mailbox may be called, and until when it is to be left alone. Pure: the time is handed in.

Graph counts each mailbox by itself, and so do we: what holds for one delays no other.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field

MOST_AT_ONCE = 4
_CALLS = 10_000
_SECONDS = 600.0
"""Microsoft's limits for an app and a mailbox: four calls at once, and so many calls in so many seconds."""
_LONGEST_HOLD_SECONDS = 3600.0
_SWEPT_EACH_SECONDS = 60.0


@dataclass(kw_only=True)
class _Mailbox:
    under_way: int = 0
    held_until: float = -math.inf
    counted: int = 0
    calls: deque[tuple[float, int]] = field(default_factory=deque)

    def forget_before(self, moment: float) -> None:
        while self.calls and self.calls[0][0] <= moment:
            self.counted -= self.calls.popleft()[1]

    def is_idle(self, now: float) -> bool:
        self.forget_before(now - _SECONDS)
        return not self.under_way and not self.calls and self.held_until <= now


class Mailboxes:
    """Counts calls by mailbox, in seconds of a clock that never goes back. Mailboxes at rest are forgotten.

    A call counts from its end on: then no window of Graph's is exceeded, however long it was on its way.
    """

    def __init__(self) -> None:
        self._kept: dict[str, _Mailbox] = {}
        self._swept_at = -math.inf

    def __len__(self) -> int:
        """How many mailboxes are remembered."""
        return len(self._kept)

    def wait(self, mailbox: str, calls: int, now: float) -> float:
        """How many seconds this mailbox is not to be called with so many calls; 0 when it may be."""
        kept = self._kept.get(mailbox)
        if kept is None:
            return 0.0
        kept.forget_before(now - _SECONDS)
        too_many = kept.counted + kept.under_way + calls - _CALLS
        free_at = kept.held_until
        for ended_at, some in kept.calls:
            if too_many <= 0:
                break
            too_many -= some
            free_at = max(free_at, ended_at + _SECONDS)
        return max(0.0, free_at - now)

    def has_room(self, mailbox: str, calls: int) -> bool:
        """Whether so many more calls may be under way; at most four ever are."""
        kept = self._kept.get(mailbox)
        return kept is None or kept.under_way + calls <= MOST_AT_ONCE

    def start(self, mailbox: str, calls: int, now: float) -> None:
        """So many calls go out."""
        self._sweep(now)
        self._kept.setdefault(mailbox, _Mailbox()).under_way += calls

    def end(self, mailbox: str, calls: int, now: float) -> None:
        """They were answered, or never will be."""
        kept = self._kept[mailbox]
        kept.under_way -= calls
        kept.counted += calls
        kept.calls.append((now, calls))

    def hold(self, mailbox: str, seconds: float, now: float) -> None:
        """Graph asks to leave this mailbox alone for so long."""
        kept = self._kept.setdefault(mailbox, _Mailbox())
        kept.held_until = max(kept.held_until, now + min(seconds, _LONGEST_HOLD_SECONDS))

    def _sweep(self, now: float) -> None:
        if now < self._swept_at + _SWEPT_EACH_SECONDS:
            return
        self._swept_at = now
        self._kept = {name: kept for name, kept in self._kept.items() if not kept.is_idle(now)}
