"""What in the database is one person's alone, and what is never somebody else's to know."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.engine import Engine

from learning.appointment import AppointmentKind
from learning.people import PersonId
from storage.tables import appointments, feeds, metadata

OWN = {
    "appointments": "learner",
    "companies": "learner",
    "connections": "person",
    "contracts": "learner",
    "cycles": "learner",
    "evidence": "learner",
    "feed_entries": "person",
    "feeds": "person",
    "peer_sides": "peer",
    "people": "id",
    "presses": "person",
    "proposals": "learner",
    "reviews": "learner",
    "sign_ins": "person",
    "tokens": "person",
    "unfinished": "person",
    "watchings": "person",
}
"""The tables of what is one person's alone, and the column that says whose. A talk is both people's."""
OF_BOTH = frozenset({"jobs", "messages", "reachings", "requests", "revisions", "suggestions"})
"""What one does with a thing that lies between both changes these for the other too."""


def belongings(engine: Engine, person: PersonId) -> list[str]:
    """Everything that is this person's alone."""
    found: list[str] = []
    with engine.connect() as connection:
        for name, column in OWN.items():
            table = metadata.tables[name]
            query = select(table).where(table.c[column] == person)
            if table is appointments:
                query = query.where(table.c.kind != AppointmentKind.TALK)
            found += map(str, connection.execute(query))
    return found


def secrets_of(engine: Engine, person: PersonId) -> list[str]:
    """What whoever has it reads this person's calendar with."""
    with engine.connect() as connection:
        return [one for one in connection.scalars(select(feeds.c.address).where(feeds.c.person == person)) if one]


def all_ids(engine: Engine) -> list[str]:
    """The id of each thing there is."""
    tables = (table for table in metadata.tables.values() if table.name != "jobs" and "id" in table.c)
    with engine.connect() as connection:
        return [str(one) for table in tables for one in connection.scalars(select(table.c.id))]
