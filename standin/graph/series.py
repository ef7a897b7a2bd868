"""Events that recur: which times a series has, and how Graph says when it recurs."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from standin.graph import ids, zones

if TYPE_CHECKING:
    from standin.graph.mailbox import Entry, Mailbox

EVERY = {"day": timedelta(days=1), "week": timedelta(weeks=1)}
MOST_TIMES = 100
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def made_of(entry: Entry, every: str, times: int) -> Entry:
    """This event as a series of so many times, one each `day` or `week`; its id stays."""
    return lasting(replace(entry, recurs={"every": every, "times": times, "left_out": []}))


def lasting(entry: Entry) -> Entry:
    """The same, and until when it lasts if it is a series."""
    if entry.recurs is None:
        return entry
    return replace(entry, until=_times(entry, entry.recurs["every"], entry.recurs["times"])[-1][1])


def pattern(entry: Entry) -> tuple[Any, ...]:
    """What decides about the times of a series: where one of these changes, all its times are new."""
    recurs = entry.recurs or {}
    return entry.start, entry.end, entry.zone, recurs.get("every"), recurs.get("times")


def renew(mailbox: Mailbox, before: Entry | None, master: Entry, at: datetime) -> None:
    """Let each time of the series stand in the mailbox as the series says now; exceptions stay while its times do."""
    if master.recurs is None:
        return
    every, times = master.recurs["every"], master.recurs["times"]
    stays = before is not None and pattern(before) == pattern(master) and not before.gone
    if before is not None and not stays:
        clear(mailbox, before, at, beyond=times)
        mailbox.entries[master.id] = replace(master, recurs=master.recurs | {"left_out": []})
    left_out = master.recurs["left_out"] if stays else []
    for number, (start, end) in enumerate(_times(master, every, times)):
        kept = mailbox.entries.get(_id(master.id, number))
        if number not in left_out and not (stays and kept is not None and kept.is_exception):
            mailbox.put(_one(master, number, start, end, kept), at)


def clear(mailbox: Mailbox, master: Entry, at: datetime, *, beyond: int = 0) -> None:
    """Delete each time of this series, or those beyond the first so many."""
    for number in range(beyond, master.recurs["times"] if master.recurs else 0):
        kept = mailbox.entries.get(_id(master.id, number))
        if kept is not None and not kept.gone:
            mailbox.put(replace(kept, gone=True), at)


def leave_out(mailbox: Mailbox, one: Entry) -> None:
    """Delete one time of a series. Graph tells nobody of that."""
    mailbox.forget(one.id)
    master = mailbox.entries[one.series]
    recurs = master.recurs or {"every": "day", "times": 0, "left_out": []}
    number = next(number for number in range(recurs["times"]) if _id(master.id, number) == one.id)
    left_out = [*recurs["left_out"], number]
    mailbox.entries[master.id] = replace(master, recurs=recurs | {"left_out": left_out})


def recurrence(master: Entry) -> dict[str, Any] | None:
    """When a series recurs, in Graph's shape; nothing for what is none."""
    if master.recurs is None or master.until is None:
        return None
    zone = zones.need_zone(master.zone)
    first, last = master.start.astimezone(zone), (master.until - (master.end - master.start)).astimezone(zone)
    is_weekly = master.recurs["every"] == "week"
    return {
        "pattern": {
            "type": "weekly" if is_weekly else "daily",
            "interval": 1,
            "month": 0,
            "dayOfMonth": 0,
            "daysOfWeek": [_DAYS[first.weekday()]] if is_weekly else [],
            "firstDayOfWeek": "sunday",
            "index": "first",
        },
        "range": {
            "type": "numbered",
            "startDate": f"{first:%Y-%m-%d}",
            "endDate": f"{last:%Y-%m-%d}",
            "recurrenceTimeZone": master.zone,
            "numberOfOccurrences": master.recurs["times"],
        },
    }


def kind(entry: Entry) -> str:
    """Graph's `type` of an event."""
    if entry.series:
        return "exception" if entry.is_exception else "occurrence"
    return "seriesMaster" if entry.recurs else "singleInstance"


def _times(entry: Entry, every: str, times: int) -> list[tuple[datetime, datetime]]:
    """When it begins and ends each time: at the same hour on the clock of its zone."""
    zone = zones.need_zone(entry.zone)
    starts = [(entry.start.astimezone(zone) + EVERY[every] * number).astimezone(UTC) for number in range(times)]
    if entry.is_all_day:
        last = entry.end.astimezone(zone)
        return [(start, (last + EVERY[every] * number).astimezone(UTC)) for number, start in enumerate(starts)]
    return [(start, start + (entry.end - entry.start)) for start in starts]


def _one(master: Entry, number: int, start: datetime, end: datetime, kept: Entry | None) -> Entry:
    return replace(
        master,
        id=_id(master.id, number),
        start=start,
        end=end,
        series=master.id,
        planned=start,
        recurs=None,
        until=None,
        by_app=False,
        spans=kept.spans if kept is not None else (),
    )


def _id(master: str, number: int) -> str:
    return ids.event_id(hashlib.sha256(f"{master}/{number}".encode()).digest()[:16])
