"""How people have set their mailbox: where they are and when they work, which they may change at any time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time
from typing import TYPE_CHECKING, Any

from tzlocal.windows_tz import tz_win, win_tz

from standin.graph import zones

if TYPE_CHECKING:
    from standin.people import Person
    from standin.store import Store

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TOPIC = "preferences"


@dataclass(frozen=True, kw_only=True)
class Hours:
    """When somebody works, by the clock of their zone; `days` are named in English."""

    days: tuple[str, ...]
    start: time
    end: time


class Preferences:
    """What people changed, kept over restarts; whoever changed nothing is set as `people.py` says."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: dict[str, dict[str, Any]] = store.load(_TOPIC, {})

    def of(self, person: Person) -> Person:
        """The same person, as they have set their mailbox."""
        kept = self._kept.get(person.key)
        if kept is None:
            return person
        return replace(
            person,
            zone=kept.get("zone", person.zone),
            windows_zone=kept.get("windows_zone", person.windows_zone),
            works_on=tuple(kept.get("works_on", person.works_on)),
            works_from=time.fromisoformat(kept.get("works_from", person.works_from.isoformat())),
            works_until=time.fromisoformat(kept.get("works_until", person.works_until.isoformat())),
        )

    def change(self, person: Person, *, zone: str | None = None, hours: Hours | None = None) -> None:
        """They are in this zone, by its IANA or Windows name, or work at these hours, from now on.

        Raises ValueError, and changes nothing, where nobody knows the zone or a day.
        """
        said: dict[str, Any] = {}
        if zone is not None:
            if not zone or zones.zone_named(zone) is None:
                raise ValueError(f"Nobody knows the time zone {zone!r}.")
            place = win_tz.get(zone, zone)
            said |= {"zone": place, "windows_zone": tz_win.get(place, place)}
        if hours is not None:
            wrong = next((day for day in hours.days if day not in DAYS), None)
            if wrong is not None:
                raise ValueError(f"No day is called {wrong!r}.")
            said |= {"works_from": f"{hours.start:%H:%M:%S}", "works_until": f"{hours.end:%H:%M:%S}"}
            said["works_on"] = [day for day in DAYS if day in hours.days]
        self._kept[person.key] = self._kept.get(person.key, {}) | said
        self._store.save(_TOPIC, self._kept)
