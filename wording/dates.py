"""How a person reads dates and times: in the language of the sentences and, where Babel knows it, by their region."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, localedata
from babel.dates import format_date, format_time

USUAL_REGION = {"en": "GB"}
"""Whose dates a language uses when the person's region is unknown to it. Plain `en` would mean the United States: month
first and a 12-hour clock, which most people who read English at work in Europe do not use."""

_WEEKDAY_AND_DAY = "MMMMEEEEd"
_YEAR = re.compile(r"[\s,]*\by+\b")


def locale_for(locale: str, language: str) -> Locale:
    """The locale for dates: this language, in the region of a BCP 47 name such as `fr-BE`, if that pair is known.

    Sentences and dates agree: who reads English sentences reads "24 March", not "24 mars" amid them.
    """
    for region in (_region(locale), USUAL_REGION.get(language, "")):
        if region and localedata.exists(f"{language}_{region}"):
            return Locale(language, region)
    return Locale(language)


def zone_for(name: str) -> tzinfo | None:
    """The time zone with this IANA name, or None when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def day_text(day: date, locale: Locale) -> str:
    """`24 March 2026`: with the year, since a card may be read long after."""
    return format_date(day, "long", locale=locale)


def weekday_text(day: date, locale: Locale) -> str:
    """`Tuesday 24 March`: without the year, for what is near."""
    return format_date(day, _weekday_pattern(locale), locale=locale)


def time_text(moment: datetime, locale: Locale, zone: tzinfo | None) -> str:
    """`16:05` or `4:05 PM` in this zone; without a zone in UTC."""
    return format_time(in_zone(moment, zone), "short", tzinfo=zone or UTC, locale=locale)


def in_zone(moment: datetime, zone: tzinfo | None) -> datetime:
    """The moment on the clocks of this zone; without a zone in UTC. Raises ValueError for a moment without a zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(zone or UTC)


def _region(locale: str) -> str:
    parts = locale.replace("_", "-").split("-")[1:]
    return next((part.upper() for part in parts if len(part) == 2 and part.isalpha()), "")  # noqa: PLR2004 - ISO 3166


def _weekday_pattern(locale: Locale) -> str:
    """What the locale says for weekday, day and month, else its full date without the year.

    Babel's nearest match for the skeleton would shorten the names ("di 24 mrt").
    """
    known = locale.datetime_skeletons.get(_WEEKDAY_AND_DAY)
    return str(known.pattern) if known else _YEAR.sub("", locale.date_formats["full"].pattern)
