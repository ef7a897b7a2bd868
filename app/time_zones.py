"""Pins the time zones to the tzdata package: the machine's own may be years old, and an hour wrong."""

from __future__ import annotations

import zoneinfo


def pin() -> None:
    """Use the locked tzdata from now on. Call it before any zone is read."""
    zoneinfo.reset_tzpath(to=[])
    zoneinfo.ZoneInfo.clear_cache()
