"""The five people of the local organisation: who they are, where they live and when they work.

More can be added for load tests, who have a mailbox and nothing else.

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
    start; `is_administrator` whether they may allow an app what it asks for in everybody's name.
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
    is_administrator: bool = False

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
        is_administrator=True,
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


_BY_KEY = {person.key: person for person in PEOPLE}
_BY_ID_AND_MAIL = {name: person for person in PEOPLE for name in (person.object_id, person.mail)}


def add_plain(count: int) -> None:
    """Let so many more people have an account and an empty mailbox: `p1`, `p2` and so on; no chat and no window.

    They are the same ones each time, so that two stand-ins in one process do not disturb each other.
    """
    for number in range(1, count + 1):
        key = f"p{number}"
        if key not in _BY_KEY:
            person = Person(
                key=key,
                object_id=f"00000000-0000-4000-9000-{number:012d}",
                name=f"Person {number}",
                mail=f"{key}@meadow.example",
                locale="en-GB",
                zone="Europe/Amsterdam",
                windows_zone="W. Europe Standard Time",
                begins_with_app=False,
            )
            _BY_KEY[key] = _BY_ID_AND_MAIL[person.object_id] = _BY_ID_AND_MAIL[person.mail] = person


def by_key(key: str) -> Person | None:
    """The person whose window has this key in its address, or the plain one who is called so."""
    return _BY_KEY.get(key)


def by_object_id(object_id: str) -> Person | None:
    """The person with this Entra object id or mail address, in any case of letters."""
    return _BY_ID_AND_MAIL.get(object_id.lower())


def by_teams_id(teams_id: str) -> Person | None:
    """The person with this id in Teams chats."""
    return next((person for person in PEOPLE if person.teams_id == teams_id), None)
