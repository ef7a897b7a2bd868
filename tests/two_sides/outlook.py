"""Somebody's own side of their calendar: what they do in Outlook, and what really stands there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from learning.entries import EntryId, Slot
from standin.graph.mailbox import Entry as Event
from tests.two_sides.place import Place


@dataclass(frozen=True, kw_only=True)
class Stands:
    """An event as it stands: a series is one, and each of its times another.

    `key` is the app's key for what it wrote, hashed; `picture` is all that its person could have changed, and when it
    was changed last. `slot` of a series is where its first time stands; `is_headless` says that this was deleted, and
    `slot` where it stood at first. `part_of` is the series of which this is one time.
    """

    id: EntryId
    is_by_app: bool
    is_series: bool
    is_headless: bool
    part_of: EntryId
    key: str | None
    slot: Slot
    calendar: str
    title: str
    shown_as: str
    text: str
    picture: str


class Outlook:
    """One person's window. What they do answers once the app was told, unless its notices come late."""

    def __init__(self, place: Place, person_key: str) -> None:
        self._place = place
        self._key = person_key

    # --- looking

    def standing(self) -> list[Stands]:
        """Everything, by start."""
        events = list(self._place.standin.world.calendars.mailbox(self._key).present())
        times = {(event.series, event.planned): event for event in events if event.series}
        stands = (_stands(event, times.get((event.id, event.start))) for event in events)
        return sorted(stands, key=lambda each: (each.slot, each.id))

    def changes(self) -> int:
        """How often anything was changed here, by whomever."""
        return self._place.standin.world.calendars.mailbox(self._key).number

    # --- what people do

    def move(self, event: EntryId, to: Slot) -> None:
        self._does(f"{event}/move", start=_said(to.starts_at), end=_said(to.ends_at))

    def delete(self, event: EntryId) -> None:
        self._does(event, "DELETE")

    def restore(self, event: EntryId) -> None:
        self._does(f"{event}/restore")

    def rename(self, event: EntryId, title: str) -> None:
        self._does(f"{event}/rename", subject=title)

    def write_text(self, event: EntryId, html: str) -> None:
        self._does(f"{event}/body", content=html)

    def show_as(self, event: EntryId, shown_as: str) -> None:
        self._does(f"{event}/show-as", showAs=shown_as)

    def copy(self, event: EntryId, start: datetime) -> None:
        self._does(f"{event}/copy", start=_said(start))

    def recur(self, event: EntryId, every: str, times: int) -> None:
        self._does(f"{event}/recurrence", every=every, times=times)

    def put_into(self, event: EntryId, calendar: str) -> None:
        self._does(f"{event}/calendar", name=calendar)

    def add(self, title: str, slot: Slot, shown_as: str) -> None:
        self._does("", subject=title, start=_said(slot.starts_at), end=_said(slot.ends_at), showAs=shown_as)

    def set_zone(self, zone: str) -> None:
        self._post("settings", {"zone": zone})

    def set_hours(self, days: list[str], start: str, end: str) -> None:
        self._post("settings", {"workingHours": {"days": days, "start": start, "end": end}})

    def _does(self, what: str, method: str = "POST", **said: Any) -> None:
        self._post(f"calendar/{what}".rstrip("/"), said, method)

    def _post(self, what: str, said: dict[str, Any], method: str = "POST") -> None:
        async def act() -> None:
            await self._place.call(method, f"/window/{self._key}/{what}", said)
            await self._place.notices_arrive()

        self._place.do(act())


def _said(moment: datetime) -> str:
    return moment.isoformat()


def _stands(event: Event, first_time: Event | None) -> Stands:
    shown = first_time or event
    is_known = (event.start, event.end, event.zone, event.calendar, event.recurs, event.properties, event.changed_at)
    return Stands(
        id=EntryId(event.id),
        is_by_app=event.by_app,
        is_series=event.recurs is not None,
        is_headless=event.recurs is not None and first_time is None,
        part_of=EntryId(event.series),
        key=event.properties.get("transactionId"),
        slot=Slot(starts_at=shown.start, ends_at=shown.end),
        calendar=event.calendar,
        title=str(event.properties.get("subject", "")),
        shown_as=str(event.properties.get("showAs", "busy")),
        text=str(event.properties.get("body", {}).get("content", "")),
        picture=repr(is_known),
    )
