"""How what stands in a calendar entry is written for Graph."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from graph.marks import our_part

if TYPE_CHECKING:
    from learning.entries import NewEntry
    from learning.people import PersonId


def transaction_of(person: PersonId, entry: NewEntry) -> str:
    """By what Graph knows a repeated request to write this entry."""
    return str(uuid5(NAMESPACE_URL, f"{person} {entry.key}"))


def title_of(entry: NewEntry) -> str:
    """The entry's title, in one line."""
    return " ".join(entry.title.split())


def html_of(entry: NewEntry) -> str:
    """The entry's text and its one link; see `our_part`."""
    return our_part(entry.text, entry.link_text, entry.link)


def moment_of(moment: datetime) -> str:
    """A moment as Graph writes the wall clock in UTC."""
    return aware(moment).strftime("%Y-%m-%dT%H:%M:%S")


def wall_clock_of(moment: datetime, zone: str) -> str:
    """A moment as Graph writes the wall clock in the zone with this IANA name."""
    return aware(moment).astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M:%S")


def aware(moment: datetime) -> datetime:
    """This moment in UTC. The SDK would send a naive one without a zone."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone")
    return moment.astimezone(UTC)
