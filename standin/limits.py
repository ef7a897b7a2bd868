"""Microsoft's documented limits: how many calls in how many seconds. They run in real time, never in local time."""

from __future__ import annotations

import math
import time
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Rate:
    """At most so many calls in so many seconds."""

    calls: int
    seconds: float


class Limits:
    """Counts calls by a key, such as a chat or a mailbox. Refused calls do not count."""

    def __init__(self, *, are_on: bool = True, now: Callable[[], float] = time.monotonic) -> None:
        self._are_on = are_on
        self._now = now
        self._calls: defaultdict[str, deque[float]] = defaultdict(deque)

    @property
    def are_on(self) -> bool:
        """Whether anything is limited at all."""
        return self._are_on

    def take(self, key: str, rates: Sequence[Rate]) -> int:
        """Count one call: 0 when it fits all rates, otherwise after how many whole seconds to come again."""
        if not self._are_on:
            return 0
        now, calls = self._now(), self._calls[key]
        longest = max(rate.seconds for rate in rates)
        while calls and calls[0] <= now - longest:
            calls.popleft()
        wait = max((_wait(calls, rate, now) for rate in rates), default=0.0)
        if wait > 0:
            return max(1, math.ceil(wait))
        calls.append(now)
        return 0


def _wait(calls: Sequence[float], rate: Rate, now: float) -> float:
    """How long until one more call fits this rate."""
    if len(calls) < rate.calls:
        return 0.0
    return max(0.0, calls[-rate.calls] + rate.seconds - now)
