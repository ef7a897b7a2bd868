"""Graph's addresses for the apps in a person's Teams: the one app of this organisation, installed or not."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Any

from aiohttp import web

from standin.graph.errors import GraphError, bad_request
from standin.graph.people_routes import need_person
from standin.people import TENANT_ID
from standin.rights import INSTALL_RIGHT
from standin.teams.activities import BOT_NAME
from standin.world import LOCAL_CATALOG_ID

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from standin.graph.asking import Asked
    from standin.people import Person
    from standin.world import World

_OPTIONS = frozenset({"$expand", "$filter", "$select"})
_FILTER = re.compile(r"\s*([A-Za-z]+(?:/[A-Za-z]+)?)\s+eq\s+'([^']*)'\s*", re.IGNORECASE)
_EXPANDED = ("teamsApp", "teamsAppDefinition")
_BIND = re.compile(r"https://graph\.microsoft\.com/(?:v1\.0|beta)/appCatalogs/teamsApps(?:/|\(')([^/')]+)(?:'\))?")


class InstalledAppRoutes:
    """Answers about the app in somebody's Teams, for an app that has the right to install itself."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._app = {
            "id": LOCAL_CATALOG_ID,
            "externalId": world.settings.app_id,
            "displayName": BOT_NAME,
            "distributionMethod": "organization",
        }

    def addresses(self) -> list[tuple[str, str, Callable[..., Awaitable[web.Response]]]]:
        """Method, address and who answers it; each `{}` is given to the answer as text."""
        return [
            ("GET", "users/{}/teamwork/installedApps", self.list),
            ("POST", "users/{}/teamwork/installedApps", self.install),
            ("GET", "appCatalogs/teamsApps", self.catalog),
        ]

    async def list(self, asked: Asked, user_id: str) -> web.Response:
        """What is installed; `$filter` may ask for one thing of what `$expand` names."""
        self._check_right()
        person = need_person(user_id)
        asked.refuse_options(_OPTIONS)
        installation = self._installation(person)
        wanted = _wanted(asked)
        has_it = self._world.roster.has_app(person) and (wanted is None or _fits(installation, *wanted))
        expanded = {name.strip().lower() for name in (asked.option("$expand") or "").split(",")}
        hidden = {name for name in _EXPANDED if name.lower() not in expanded}
        shown = {name: value for name, value in installation.items() if name not in hidden}
        context = f"{self._base}#users('{person.object_id}')/teamwork/installedApps"
        value = [asked.selected(shown, "")] if has_it else []
        return web.json_response({"@odata.context": context, "@odata.count": len(value), "value": value})

    async def install(self, asked: Asked, user_id: str) -> web.Response:
        """Install the app: 201 without a body, as the documentation shows it."""
        self._check_right()
        person = need_person(user_id)
        said = await asked.json()
        bound = _BIND.fullmatch(str(said.get("teamsApp@odata.bind"))) if isinstance(said, dict) else None
        if bound is None:
            raise bad_request("Invalid bind property name teamsApp in request.")
        if bound[1] != LOCAL_CATALOG_ID:
            raise GraphError(404, "NotFound", "The definition of the app was not found in the app catalog.")
        if not self._world.roster.install(person):
            raise GraphError(409, "Conflict", "App is already installed in the user's personal scope.")
        self._world.feed.publish_to_all("people")
        address = f"/users/{person.object_id}/teamwork/installedApps/{_installation_id(person)}"
        return web.Response(status=201, headers={"Location": address})

    async def catalog(self, asked: Asked) -> web.Response:
        """The organisation's own apps: this one. `$filter` finds its id by the id in its manifest."""
        self._check_right()
        asked.refuse_options(_OPTIONS)
        wanted = _wanted(asked)
        value = [self._app] if wanted is None or _fits(self._app, *wanted) else []
        context = f"{self._base}#appCatalogs/teamsApps"
        return web.json_response({"@odata.context": context, "@odata.count": len(value), "value": value})

    @property
    def _base(self) -> str:
        return f"{self._world.settings.https_address}/v1.0/$metadata"

    def _installation(self, person: Person) -> dict[str, Any]:
        definition = {
            "id": base64.b64encode(f"{LOCAL_CATALOG_ID}##1.0.0##Published".encode()).decode(),
            "teamsAppId": LOCAL_CATALOG_ID,
            "displayName": BOT_NAME,
            "version": "1.0.0",
            "publishingState": "published",
        }
        return {"id": _installation_id(person), "teamsApp": self._app, "teamsAppDefinition": definition}

    def _check_right(self) -> None:
        if not self._world.rights.install:
            raise GraphError(
                403,
                "Forbidden",
                f"Missing role permissions on the request. API requires one of '{INSTALL_RIGHT}'. "
                "Roles on the request 'Calendars.ReadWrite, MailboxSettings.Read, User.Read.All, Mail.Send'.",
            )


def _installation_id(person: Person) -> str:
    return base64.b64encode(f"{TENANT_ID}##{person.object_id}##{LOCAL_CATALOG_ID}".encode()).decode()


def _wanted(asked: Asked) -> tuple[str, str] | None:
    said = asked.option("$filter")
    if said is None:
        return None
    found = _FILTER.fullmatch(said)
    if found is None:
        raise bad_request(f"The filter '{said}' is not supported here.")
    return found[1], found[2]


def _fits(thing: dict[str, Any], path: str, wanted: str) -> bool:
    value: Any = thing
    for name in path.split("/"):
        if not isinstance(value, dict) or name not in value:
            raise bad_request(f"Could not find a property named '{name}'.")
        value = value[name]
    return str(value).lower() == wanted.lower()
