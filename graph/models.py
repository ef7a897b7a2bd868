"""What we take from Graph's answers: small values of our own, read from plain JSON.

The SDK's models would read them too, at a price: the first event blocks the loop for most of a second.
"""

from __future__ import annotations

import asyncio
import logging
import re
from dataclasses import dataclass, replace
from typing import Any

from graph.failures import Nonsense
from graph.guests import guests_in
from graph.reading import instant_at, list_at, maybe_text_at, object_in, slot_in, text_at, whole_days_in
from learning.entries import Entry, EntryId, ShownAs, Watch

log = logging.getLogger(__name__)

_SHOWN = {
    "free": ShownAs.FREE,
    "tentative": ShownAs.TENTATIVE,
    "oof": ShownAs.AWAY,
    "workingelsewhere": ShownAs.ELSEWHERE,
}
_ONE_OF_A_SERIES = frozenset({"occurrence", "exception"})
_ETAG = re.compile(r'(W/)?"[\x21\x23-\x7e]{0,200}"')
_READ_AT_ONCE = 5
"""Events of a page, after which others get their turn: each may have some hundred guests."""


@dataclass(frozen=True, kw_only=True)
class DeltaPage:
    """One page of changes: what each entry became, None for gone, in the order told; then either link.

    What cannot be read is left out: a person's calendar may hold anything, and the rest is to be followed all the same.

    Of `bare` ones, times of a series, it is not told what they make of their owner's time: as the series does.
    """

    changed: tuple[tuple[EntryId, Entry | None], ...]
    bare: frozenset[EntryId]
    next_link: str | None
    mark: str | None


def entry_in(event: object) -> Entry:
    """The calendar entry that this event is. What is said about a time of a series may be little: its id and time."""
    answer = object_in(event, "an event")
    kind, title = str(answer.get("type")), answer.get("subject")
    is_all_day = answer.get("isAllDay") is True
    return Entry(
        id=EntryId(text_at(answer, "id")),
        slot=whole_days_in(answer) if is_all_day else slot_in(answer),
        title=title if isinstance(title, str) else "",
        shown_as=_SHOWN.get(str(answer.get("showAs")).lower(), ShownAs.BUSY),
        is_all_day=is_all_day,
        is_series=kind == "seriesMaster",
        part_of=_series_in(answer) if kind in _ONE_OF_A_SERIES else None,
        guests=guests_in(answer),
        version=etag_in(answer),
    )


def etag_in(event: dict[str, Any]) -> str:
    """The mark of this event's version, to be sent back as If-Match; empty where it has none that can be."""
    etag = event.get("@odata.etag")
    return etag if isinstance(etag, str) and _ETAG.fullmatch(etag) else ""


def is_online_in(event: object) -> bool:
    """Whether this event has an online meeting."""
    return object_in(event, "an event").get("isOnlineMeeting") is True


def with_first_time(series: Entry, answer: dict[str, Any]) -> Entry:
    """The series, with its first time where that stands among these: its owner may have moved it by itself."""
    for one in (object_in(each, "a time of a series") for each in list_at(answer, "value")):
        was_at = maybe_text_at(one, "originalStart") and instant_at(one, "originalStart")
        if was_at == series.slot.starts_at:
            return replace(series, slot=entry_in(one).slot)
    return series


def _series_in(answer: dict[str, Any]) -> EntryId | None:
    series = maybe_text_at(answer, "seriesMasterId")
    return None if series is None else EntryId(series)


async def delta_page_in(answer: dict[str, Any]) -> DeltaPage:
    """One page of a calendar's changes, read without holding up what else waits on the event loop."""
    next_link, mark = maybe_text_at(answer, "@odata.nextLink"), maybe_text_at(answer, "@odata.deltaLink")
    if (next_link is None) == (mark is None):
        raise Nonsense("a page of changes needs either a next page or a mark")
    changed, bare = [], []
    for number, item in enumerate(list_at(answer, "value"), 1):
        if number % _READ_AT_ONCE == 0:
            await asyncio.sleep(0)
        try:
            entry_id, entry = _change_in(object_in(item, "a change"))
        except Nonsense as nonsense:
            log.warning("an entry of a calendar is left out: %s", nonsense)
            continue
        changed.append((entry_id, entry))
        if entry is not None and entry.part_of is not None and "showAs" not in item:
            bare.append(entry_id)
    return DeltaPage(changed=tuple(changed), bare=frozenset(bare), next_link=next_link, mark=mark)


def _change_in(item: dict[str, Any]) -> tuple[EntryId, Entry | None]:
    if "@removed" in item:
        return EntryId(text_at(item, "id")), None
    entry = entry_in(item)
    return entry.id, entry


def address_in(user: dict[str, Any]) -> str:
    """The address under which Graph knows this person's schedule."""
    return maybe_text_at(user, "mail") or text_at(user, "userPrincipalName")


def watch_in(subscription: dict[str, Any]) -> Watch:
    """The watch that this subscription is."""
    return Watch(id=text_at(subscription, "id"), ends_at=instant_at(subscription, "expirationDateTime"))
