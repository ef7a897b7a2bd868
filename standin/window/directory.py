"""Who is in the organisation, and the people picker's search, which Teams answers without asking the app."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from aiohttp import web

from standin.people import PEOPLE
from standin.window.requests import person_of

if TYPE_CHECKING:
    from standin.people import Person
    from standin.world import World

_MOST_FOUND = 15


class DirectoryApi:
    """The handlers under `/window/people` and `/window/{key}/people`."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def everybody(self, _request: web.Request) -> web.Response:
        """GET /window/people: all five, and whether they have the app."""
        return web.json_response([self._known(person) for person in PEOPLE])

    async def find(self, request: web.Request) -> web.Response:
        """GET /window/{key}/people?query=be: whose name or mail address has a word that begins so, in any accent."""
        person_of(request)
        wanted = _plain(request.query.get("query", ""))
        found = [person for person in PEOPLE if _begins(person, wanted) and not self._world.staff.has_left(person)]
        return web.json_response(
            [{"title": person.name, "value": person.object_id, "mail": person.mail} for person in found[:_MOST_FOUND]]
        )

    def _known(self, person: Person) -> dict[str, Any]:
        return _shown(self._world.preferences.of(person)) | app_of(self._world, person)


def app_of(world: World, person: Person) -> dict[str, bool]:
    """What stands between this person and the app."""
    return {
        "hasApp": world.roster.has_app(person),
        "isBlocked": world.roster.is_blocked(person),
        "hasLeft": world.staff.has_left(person),
    }


def _shown(person: Person) -> dict[str, Any]:
    return {
        "key": person.key,
        "name": person.name,
        "mail": person.mail,
        "objectId": person.object_id,
        "locale": person.locale,
        "zone": person.zone,
        "workingHours": {
            "days": list(person.works_on),
            "start": f"{person.works_from:%H:%M}",
            "end": f"{person.works_until:%H:%M}",
        },
    }


def _begins(person: Person, wanted: str) -> bool:
    name = _plain(person.name)
    return any(words.startswith(wanted) for words in (name, *name.split(), person.mail))


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.strip())
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).lower()
