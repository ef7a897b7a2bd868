"""Reads single values out of answers. Whatever is not there, or of another kind, is Nonsense and never a KeyError."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from graph.failures import Nonsense
from graph.zones import iana_zone, to_utc
from learning.entries import Slot

_SHORTEST = timedelta(minutes=1)


def object_in(value: object, what: str) -> dict[str, Any]:
    """This value, which has to be a JSON object."""
    if not isinstance(value, dict):
        raise Nonsense(f"{what} is not an object")
    return value


def list_at(answer: dict[str, Any], name: str) -> list[Any]:
    """The list under this name."""
    value = answer.get(name)
    if not isinstance(value, list):
        raise Nonsense(f"{name} is not a list")
    return value


def text_at(answer: dict[str, Any], name: str) -> str:
    """The text under this name; empty is as bad as missing."""
    value = answer.get(name)
    if not isinstance(value, str) or not value:
        raise Nonsense(f"{name} is missing")
    return value


def maybe_text_at(answer: dict[str, Any], name: str) -> str | None:
    """The text under this name, None when it is missing, null or empty."""
    return None if answer.get(name) in (None, "") else text_at(answer, name)


def instant_at(answer: dict[str, Any], name: str) -> datetime:
    """The instant under this name, such as `2026-03-02T09:00:00Z`, in UTC."""
    moment = _moment(text_at(answer, name), name)
    if moment.tzinfo is None:
        raise Nonsense(f"{name} has no zone")
    return moment.astimezone(UTC)


def slot_in(answer: dict[str, Any]) -> Slot:
    """The stretch of time from `start` to `end`, each a `dateTime` with its `timeZone`.

    Outlook lets people make appointments that last no time at all; those count as a minute.
    """
    starts_at, ends_at = _wall_clock_at(answer, "start"), _wall_clock_at(answer, "end")
    if ends_at < starts_at:
        raise Nonsense("end lies before start")
    return Slot(starts_at=starts_at, ends_at=max(ends_at, starts_at + _SHORTEST))


def whole_days_in(answer: dict[str, Any]) -> Slot:
    """The days from `start` to `end`, which begin at midnight in the zone in which they were written.

    Whole days keep their date in every zone: Graph tells midnight in whatever zone it was asked for.
    """
    told = maybe_text_at(answer, "originalStartTimeZone")
    zone = ZoneInfo((told and iana_zone(told)) or "UTC")
    starts_at, ends_at = (_midnight_at(answer, name, zone) for name in ("start", "end"))
    if ends_at < starts_at:
        raise Nonsense("end lies before start")
    return Slot(starts_at=starts_at, ends_at=max(ends_at, starts_at + _SHORTEST))


def _midnight_at(answer: dict[str, Any], name: str, zone: ZoneInfo) -> datetime:
    local = _moment(text_at(object_in(answer.get(name), name), "dateTime"), name)
    if local.time() == time():
        return local.replace(tzinfo=zone).astimezone(UTC)
    day = _wall_clock_at(answer, name).astimezone(zone).date()  # another zone's midnight
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def _wall_clock_at(answer: dict[str, Any], name: str) -> datetime:
    pair = object_in(answer.get(name), name)
    local = _moment(text_at(pair, "dateTime"), name)
    moment = local.astimezone(UTC) if local.tzinfo else to_utc(local, text_at(pair, "timeZone"))
    if moment is None:
        raise Nonsense(f"{name} is in an unknown zone")
    return moment


def _moment(text: str, name: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise Nonsense(f"{name} is not a time") from error
