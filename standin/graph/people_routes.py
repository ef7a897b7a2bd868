"""Graph's addresses for people: who they are, and how their mailbox is set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import web

from standin import people
from standin.graph.errors import user_not_found
from standin.graph.schedule import working_hours
from standin.people import SERVICE_MAILBOX

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from standin.graph.asking import Asked
    from standin.people import Person
    from standin.world import World

_SELECT = frozenset({"$select"})
_LANGUAGES = {
    "en-GB": "English (United Kingdom)",
    "en-US": "English (United States)",
    "fr-FR": "French (France)",
    "de-DE": "German (Germany)",
}


def need_person(wanted: str) -> Person:
    """The person with this object id or address. Raises GraphError."""
    person = people.by_object_id(wanted)
    if person is None:
        raise user_not_found(wanted)
    return person


class PeopleRoutes:
    """Answers for one person."""

    def __init__(self, world: World) -> None:
        self._preferences = world.preferences
        self._base = f"{world.settings.https_address}/v1.0/$metadata"

    def addresses(self) -> list[tuple[str, str, Callable[..., Awaitable[web.Response]]]]:
        """Method, address and who answers it; each `{}` is given to the answer as text."""
        return [
            ("GET", "users/{}", self.user),
            ("GET", "users/{}/mailboxSettings", self.settings),
        ]

    async def user(self, asked: Asked, user_id: str) -> web.Response:
        """Who this is."""
        is_service = user_id.lower() in (SERVICE_MAILBOX.object_id, SERVICE_MAILBOX.mail)
        person = SERVICE_MAILBOX if is_service else need_person(user_id)
        asked.refuse_options(_SELECT)
        return web.json_response(asked.selected(_user(person), f"{self._base}#users/$entity"))

    async def settings(self, asked: Asked, user_id: str) -> web.Response:
        """Their time zone, language and working hours."""
        person = need_person(user_id)
        asked.refuse_options(_SELECT)
        context = f"{self._base}#users('{person.object_id}')/mailboxSettings"
        return web.json_response(asked.selected(_settings(self._preferences.of(person)), context))


def _user(person: Person) -> dict[str, Any]:
    given_name, _, surname = person.name.partition(" ")
    return {
        "businessPhones": [],
        "displayName": person.name,
        "givenName": given_name,
        "jobTitle": None,
        "mail": person.mail,
        "mobilePhone": None,
        "officeLocation": None,
        "preferredLanguage": person.locale,
        "surname": surname,
        "userPrincipalName": person.mail,
        "id": person.object_id,
    }


def _settings(person: Person) -> dict[str, Any]:
    return {
        "timeZone": person.windows_zone,
        "language": {"locale": person.locale, "displayName": _LANGUAGES[person.locale]},
        "dateFormat": "dd/MM/yyyy",
        "timeFormat": "HH:mm",
        "userPurpose": "user",
        "workingHours": working_hours(person),
    }
