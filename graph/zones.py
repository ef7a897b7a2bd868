"""Time zones: Outlook names them as Windows does, we name them as IANA does."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tzlocal.windows_tz import tz_win, win_tz

_UTC_NAMES = frozenset({"UTC", "tzone://Microsoft/Utc"})


@lru_cache(maxsize=1024)
def iana_zone(name: str) -> str | None:
    """The IANA name for a Windows or IANA name, or None for one that nobody knows, such as a customised zone."""
    if name in _UTC_NAMES:
        return "UTC"
    candidate = win_tz.get(name, name)
    try:
        ZoneInfo(candidate)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name of a folder, such as "Europe"
        return None
    return candidate


def windows_zone(name: str) -> str:
    """The Windows name for an IANA name: Exchange knows all of those, but not every IANA name."""
    return tz_win.get(name, name)


def to_utc(local: datetime, zone: str) -> datetime | None:
    """This wall-clock time in a zone of either name, in UTC; None when nobody knows the zone."""
    if zone in _UTC_NAMES:
        return local.replace(tzinfo=UTC)
    known = iana_zone(zone)
    return None if known is None else local.replace(tzinfo=ZoneInfo(known)).astimezone(UTC)
