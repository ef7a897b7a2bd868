"""People, as the method knows them: an id, a name to say, and how they read dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

PersonId = NewType("PersonId", str)
"""A person of one organisation: `<tenant>:<Entra object id>`, in lower case. The tenant is in every key."""


def person_id(*, tenant: str, object_id: str) -> PersonId:
    """The id of the person with this Entra object id in this tenant."""
    if not tenant or not object_id or ":" in tenant or ":" in object_id:
        raise ValueError("a person needs a tenant and an object id, without a colon in either")
    return PersonId(f"{tenant.lower()}:{object_id.lower()}")


def tenant_of(person: PersonId) -> str:
    """The tenant that this person belongs to."""
    return person.partition(":")[0]


def object_id_of(person: PersonId) -> str:
    """The Entra object id of this person."""
    return person.partition(":")[2]


class Away(StrEnum):
    """Why somebody is not reached in a chat."""

    NOT_ADDED = "not added"
    REMOVED = "removed"
    BLOCKED = "blocked"
    GONE = "gone"


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who has, or had, the app, was asked for advice, or was suggested.

    `locale` is a BCP 47 name such as `en-GB`; `zone` an IANA time zone; `chat` is where the person is reached: plain
    JSON that only the chat's adapter reads, or None when the app is not there for them. Then `away` says why, and
    `away_since` since when.
    """

    id: PersonId
    name: str
    locale: str
    zone: str
    chat: str | None
    away: Away | None = None
    away_since: datetime | None = None


def today_of(person: Person, now: datetime) -> date:
    """The date where this person is."""
    return today_in(person.zone, now)


def today_in(zone: str, now: datetime) -> date:
    """The date in this zone."""
    return now.astimezone(ZoneInfo(zone)).date()


def is_zone(name: str) -> bool:
    """Whether this is an IANA time zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
