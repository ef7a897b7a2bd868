"""Says whether a loop that should run for ever still does. Goes by real time, never by a clock that is moved."""

from __future__ import annotations

import time
from collections.abc import Callable


class Heartbeat:
    """Beaten once a round by its loop. `within_seconds` is more than its longest round takes."""

    def __init__(self, within_seconds: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._within_seconds = within_seconds
        self._monotonic = monotonic
        self._beat_at: float | None = None

    def beat(self) -> None:
        """One more round has begun."""
        self._beat_at = self._monotonic()

    @property
    def is_alive(self) -> bool:
        """Whether the last round began not too long ago."""
        return self._beat_at is not None and self._monotonic() - self._beat_at <= self._within_seconds
