"""What no Microsoft has: the local clock, what happens to people and rights, and a sign that everything listens."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from aiohttp import web

from standin import people

if TYPE_CHECKING:
    from standin.world import World

_LONGEST_WAIT_SECONDS = 60.0


def routes(world: World) -> list[web.AbstractRouteDef]:
    """The routes under `/local/`."""
    handlers = _Local(world)
    return [
        web.get("/local/health", handlers.health),
        web.get("/local/clock", handlers.read),
        web.post("/local/clock", handlers.jump),
        web.post("/local/clock/next-review", handlers.next_review),
        web.post("/local/people/{key}/left", handlers.leave),
        web.get("/local/rights", handlers.rights),
        web.post("/local/rights", handlers.grant),
    ]


class _Local:
    def __init__(self, world: World) -> None:
        self._world = world

    async def health(self, _request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def read(self, request: web.Request) -> web.Response:
        known, wait = request.query.get("known"), request.query.get("wait")
        if known is not None and wait is not None:
            seconds = min(_number(wait, "wait"), _LONGEST_WAIT_SECONDS)
            await self._world.clock.wait_for_move(_number(known, "known"), seconds)
        return self._answer()

    async def jump(self, request: web.Request) -> web.Response:
        wanted = await _read(request)
        by = _number(wanted.get("jump_seconds"), "jump_seconds")
        try:
            await self._move(timedelta(seconds=by))
        except (ValueError, OverflowError) as error:
            raise web.HTTPBadRequest(text=str(error)) from error
        return self._answer()

    async def next_review(self, request: web.Request) -> web.Response:
        key = str((await _read(request)).get("person"))
        if people.by_key(key) is None:
            raise web.HTTPNotFound(text=f"Nobody here is called {key!r}.")
        now = self._world.clock.now()
        starts_at = self._world.calendars.next_by_app(key, now)
        if starts_at is None:
            raise web.HTTPConflict(text="No event that an app wrote lies ahead in this calendar.")
        await self._move(starts_at - now)
        return self._answer()

    async def leave(self, request: web.Request) -> web.Response:
        person = people.by_key(request.match_info["key"])
        if person is None:
            raise web.HTTPNotFound(text="Nobody here is called so.")
        self._world.staff.leave(person)
        self._world.accounts.switch_for(person, {"disabled": True})
        self._world.feed.publish_to_all("people")
        return web.Response(status=204)

    async def rights(self, _request: web.Request) -> web.Response:
        return web.json_response({"install": self._world.rights.install})

    async def grant(self, request: web.Request) -> web.Response:
        wanted = (await _read(request)).get("install")
        if not isinstance(wanted, bool):
            raise web.HTTPBadRequest(text="install must be true or false.")
        self._world.rights.grant_install(granted=wanted)
        return web.json_response({"install": wanted})

    async def _move(self, by: timedelta) -> None:
        await self._world.clock.jump(by)
        self._world.feed.publish_to_all("clock")

    def _answer(self) -> web.Response:
        clock = self._world.clock
        now = clock.now().replace(tzinfo=None).isoformat(timespec="seconds")
        return web.json_response({"offset_seconds": clock.offset_seconds, "now": f"{now}Z"})


async def _read(request: web.Request) -> dict[str, Any]:
    try:
        body = await request.json()
    except ValueError as error:
        raise web.HTTPBadRequest(text="The body must be JSON.") from error
    if not isinstance(body, dict):
        raise web.HTTPBadRequest(text="The body must be a JSON object.")
    return body


def _number(value: object, name: str) -> float:
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        try:
            return float(value)
        except ValueError:
            pass
    raise web.HTTPBadRequest(text=f"{name} must be a number.")
