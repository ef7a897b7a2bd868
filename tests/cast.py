"""The cast: Ana learns, Ben and Chloé are her peers, Dan must see nothing. It is Monday 2 March 2026, 09:00 UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from learning.entries import Availability, Slot, WorkingHours
from learning.people import Person, person_id

TENANT = "8a1f6d0e-4f7c-4d83-9a55-2c0d7b1e9f01"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)

ANA = person_id(tenant=TENANT, object_id="a1000000-0000-4000-8000-000000000001")
BEN = person_id(tenant=TENANT, object_id="b2000000-0000-4000-8000-000000000002")
CHLOE = person_id(tenant=TENANT, object_id="c3000000-0000-4000-8000-000000000003")
DAN = person_id(tenant=TENANT, object_id="d4000000-0000-4000-8000-000000000004")
STRANGER = person_id(tenant=TENANT, object_id="99999999-0000-4000-8000-000000000009")

PEOPLE = (
    Person(id=ANA, name="Ana de Wit", locale="en-GB", zone="Europe/Amsterdam", chat='{"chat": "ana"}'),
    Person(id=BEN, name="Ben Okafor", locale="en-GB", zone="Europe/London", chat='{"chat": "ben"}'),
    Person(id=CHLOE, name="Chloé Martin", locale="fr-FR", zone="Europe/Paris", chat='{"chat": "chloe"}'),
    Person(id=DAN, name="Dan Schmidt", locale="de-DE", zone="Europe/Berlin", chat='{"chat": "dan"}'),
)

OFFICE_HOURS = WorkingHours(zone="Europe/Amsterdam", days=frozenset(range(5)), starts=time(9), ends=time(17))
FREE = Availability(hours=OFFICE_HOURS, busy=())


def slot(start: str, end: str) -> Slot:
    """`slot("2026-03-30 10:00", "10:30")` in UTC."""
    day = start.split(maxsplit=1)[0]
    return Slot(
        starts_at=datetime.fromisoformat(f"{start}+00:00"), ends_at=datetime.fromisoformat(f"{day} {end}+00:00")
    )
