"""Time zones by either of their names, and Graph's way to write a moment."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tzlocal.windows_tz import win_tz

from standin.graph.errors import bad_request

_LOCAL_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?")
_MICROSECOND_DIGITS = 6


@lru_cache(maxsize=256)
def zone_named(name: str) -> tzinfo | None:
    """The zone with this IANA or Windows name, or nothing when nobody knows it."""
    if name.upper() in {"UTC", "TZONE://MICROSOFT/UTC"}:
        return UTC
    try:
        return ZoneInfo(win_tz.get(name, name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def need_zone(name: object) -> tzinfo:
    """The zone with this name. Raises Graph's refusal when there is none."""
    zone = zone_named(name) if isinstance(name, str) and name else None
    if zone is None:
        raise bad_request(
            f"A valid TimeZone value must be specified. The following TimeZone value is not supported: '{name or ''}'.",
            "TimeZoneNotSupportedException",
        )
    return zone


def read_moment(value: object, name: str) -> tuple[datetime, str]:
    """The moment (in UTC) and the zone's name of a `dateTimeTimeZone`. Raises Graph's refusal."""
    if not isinstance(value, dict) or not isinstance(value.get("dateTime"), str):
        raise bad_request(f"{name} must have dateTime and timeZone.", "ErrorInvalidRequest")
    zone_name = value.get("timeZone")
    zone = need_zone(zone_name)
    text: str = value["dateTime"]
    if zone is UTC:
        text = text.removesuffix("Z")
    if not _LOCAL_MOMENT.fullmatch(text):
        raise bad_request(
            f"Cannot convert the literal '{value['dateTime']}' to {name}.dateTime.", "ErrorInvalidRequest"
        )
    try:
        naive = datetime.fromisoformat(_trimmed(text))
        return naive.replace(tzinfo=zone).astimezone(UTC), str(zone_name)
    except (ValueError, OverflowError) as error:
        raise bad_request(f"{name}.dateTime is no moment: {error}", "ErrorInvalidRequest") from error


def read_query_moment(text: str | None, name: str) -> datetime:
    """A moment of a query, such as startDateTime; UTC when it names no offset. Raises Graph's refusal."""
    if not text:
        raise bad_request(
            f"This request requires a time window specified by the query string parameter {name}.",
            "ErrorInvalidParameter",
        )
    try:
        moment = datetime.fromisoformat(_trimmed(text.replace(" ", "+")))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise bad_request(f"The {name} '{text}' is no valid moment.", "ErrorInvalidParameter") from error


def read_stretch(start: datetime, end: datetime, zone: str, *, all_day: bool) -> tuple[datetime, datetime]:
    """From when to when, in UTC, where a person said so; of whole days the midnights in this zone that are meant.

    Raises ValueError for moments between which no event can stand.
    """
    if start.tzinfo is None or end.tzinfo is None:
        raise ValueError("A moment needs its zone.")
    if all_day:
        start, end = (_midnight(moment, zone) for moment in (start, end))
    if end < start or (all_day and end == start):
        raise ValueError("An event cannot end before it starts.")
    return start.astimezone(UTC), end.astimezone(UTC)


def whole_days(start: datetime, end: datetime, zone_name: str) -> tuple[datetime, datetime]:
    """The days in the zone with this (known) name that this touches, from midnight to midnight, in UTC."""
    zone = need_zone(zone_name)
    first, last = start.astimezone(zone).date(), max(start, end - timedelta.resolution).astimezone(zone).date()
    days = (first, last + timedelta(days=1))
    starts, ends = (datetime.combine(day, time(), tzinfo=zone).astimezone(UTC) for day in days)
    return starts, ends


def write_moment(moment: datetime, zone_name: str) -> dict[str, Any]:
    """A `dateTimeTimeZone` in the zone with this (known) name."""
    local = moment.astimezone(need_zone(zone_name)).replace(tzinfo=None)
    return {"dateTime": f"{local:%Y-%m-%dT%H:%M:%S.%f}0", "timeZone": zone_name}


def write_offset(moment: datetime) -> str:
    """A `DateTimeOffset` in UTC, with the seven digits that Graph writes."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}0Z"


def _midnight(moment: datetime, zone: str) -> datetime:
    """Whole days are shown by their date alone, as midnight in UTC; the nearest midnight in their own zone is meant."""
    date = (moment.astimezone(UTC) + timedelta(hours=12)).date()
    return datetime.combine(date, time(), tzinfo=need_zone(zone))


def _trimmed(text: str) -> str:
    """Graph writes tenths of microseconds, Python reads microseconds."""
    return re.sub(rf"(\.\d{{{_MICROSECOND_DIGITS}}})\d+", r"\1", text)
