"""What a person does about the app in Teams: adds, removes, blocks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from standin.window.directory import app_of
from standin.window.requests import bad_request, conflict, person_of, read_object

if TYPE_CHECKING:
    from standin.people import Person
    from standin.world import World


class AppApi:
    """The handler of `/window/{key}/app`."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def change(self, request: web.Request) -> web.Response:
        """POST …/app `{installed}` or `{blocked}`: what is so already stays so."""
        person = person_of(request)
        wanted = await read_object(request)
        if len(wanted) != 1 or not all(isinstance(value, bool) for value in wanted.values()):
            raise bad_request("Say either installed or blocked, true or false.")
        if self._world.staff.has_left(person):
            raise conflict(f"{person.name} has left the company.")
        if "installed" in wanted:
            self._install(person, installed=wanted["installed"])
        elif "blocked" in wanted:
            self._block(person, blocked=wanted["blocked"])
        else:
            raise bad_request("Say either installed or blocked, true or false.")
        self._world.feed.publish_to_all("people")
        return web.json_response(app_of(self._world, person))

    def _install(self, person: Person, *, installed: bool) -> None:
        if installed:
            self._world.roster.install(person)
        else:
            self._world.roster.remove(person)

    def _block(self, person: Person, *, blocked: bool) -> None:
        if not self._world.roster.has_app(person):
            raise conflict(f"{person.name} does not have the app.")
        self._world.roster.block(person, blocked=blocked)
