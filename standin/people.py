"""The five people of the local organisation: who they are, where they live and when they work.

Its one mailbox that is nobody's, from which the app writes mail, is here too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

TENANT_ID = "8a1f6d0e-4f7c-4d83-9a55-2c0d7b1e9f01"
TENANT_NAME = "Meadow & Co"


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody with an account in the local organisation.

    `key` stands in the address of their window; `object_id` is their Entra object id; `windows_zone` is the name
    that Outlook gives the same time zone; `begins_with_app` says whether the app is installed for them at the first
    start.
    """

    key: str
    object_id: str
    name: str
    mail: str
    locale: str
    zone: str
    windows_zone: str
    works_from: time = time(9, 0)
    works_until: time = time(17, 0)
    works_on: tuple[str, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday")
    begins_with_app: bool = True

    @property
    def teams_id(self) -> str:
        """The id that Teams gives this person in chats (`29:…`); not the Entra object id."""
        return f"29:{self.object_id.replace('-', '')}"


PEOPLE: tuple[Person, ...] = (
    Person(
        key="ana",
        object_id="a1000000-0000-4000-8000-000000000001",
        name="Ana de Wit",
        mail="ana@meadow.example",
        locale="en-GB",
        zone="Europe/Amsterdam",
        windows_zone="W. Europe Standard Time",
    ),
    Person(
        key="ben",
        object_id="b2000000-0000-4000-8000-000000000002",
        name="Ben Okafor",
        mail="ben@meadow.example",
        locale="en-GB",
        zone="Europe/London",
        windows_zone="GMT Standard Time",
        works_from=time(8, 30),
        works_until=time(16, 30),
    ),
    Person(
        key="chloe",
        object_id="c3000000-0000-4000-8000-000000000003",
        name="Chloé Martin",
        mail="chloe@meadow.example",
        locale="fr-FR",
        zone="Europe/Paris",
        windows_zone="Romance Standard Time",
        works_on=("monday", "tuesday", "thursday", "friday"),
    ),
    Person(
        key="dan",
        object_id="d4000000-0000-4000-8000-000000000004",
        name="Dan Schmidt",
        mail="dan@meadow.example",
        locale="de-DE",
        zone="Europe/Berlin",
        windows_zone="W. Europe Standard Time",
    ),
    Person(
        key="mia",
        object_id="e5000000-0000-4000-8000-000000000005",
        name="Mia Rivera",
        mail="mia@meadow.example",
        locale="en-US",
        zone="America/New_York",
        windows_zone="Eastern Standard Time",
        begins_with_app=False,
    ),
)

SERVICE_MAILBOX = Person(
    key="learning",
    object_id="f6000000-0000-4000-8000-000000000006",
    name="Learning Cycles",
    mail="learning@meadow.example",
    locale="en-GB",
    zone="Europe/Amsterdam",
    windows_zone="W. Europe Standard Time",
    begins_with_app=False,
)
"""An account without a person: nobody opens its window, chats with it or finds it in the people picker."""


def by_key(key: str) -> Person | None:
    """The person whose window has this key in its address."""
    return next((person for person in PEOPLE if person.key == key), None)


def by_object_id(object_id: str) -> Person | None:
    """The person with this Entra object id or mail address, in any case of letters."""
    wanted = object_id.lower()
    return next((p for p in PEOPLE if wanted in (p.object_id, p.mail)), None)


def by_teams_id(teams_id: str) -> Person | None:
    """The person with this id in Teams chats."""
    return next((person for person in PEOPLE if person.teams_id == teams_id), None)
