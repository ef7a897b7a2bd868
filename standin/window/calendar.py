"""The calendar as the page reads it, and what the person does there: drag an event, delete one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from aiohttp import web

from standin.graph.mailbox import Window
from standin.window.events import shown
from standin.window.requests import bad_request, moment, not_found, person_of, read_object

if TYPE_CHECKING:
    from standin.world import World

_LONGEST_WINDOW = timedelta(days=100)


class CalendarApi:
    """The handlers under `/window/{key}/calendar`."""

    def __init__(self, world: World) -> None:
        self._calendars = world.calendars

    async def read(self, request: web.Request) -> web.Response:
        """GET …/calendar?from=…&to=…: the events between both moments."""
        person = person_of(request)
        start, end = (moment(request.query.get(name), name) for name in ("from", "to"))
        if not start < end <= start + _LONGEST_WINDOW:
            raise bad_request("to must be after from, by at most 100 days.")
        mailbox = self._calendars.mailbox(person.key)
        found = mailbox.seen(Window(start=start, end=end))
        return web.json_response([shown(entry, person, mailbox) for entry in found])

    async def move(self, request: web.Request) -> web.Response:
        """POST …/calendar/{id}/move: the person drags an event."""
        person = person_of(request)
        body = await read_object(request)
        start, end = (moment(body.get(name), name) for name in ("start", "end"))
        if end <= start:
            raise bad_request("An event must end after it starts.")
        try:
            self._calendars.move(person.key, request.match_info["id"], start, end)
        except KeyError as error:
            raise gone() from error
        return web.Response(status=204)

    async def delete(self, request: web.Request) -> web.Response:
        """DELETE …/calendar/{id}: the person deletes an event."""
        try:
            self._calendars.delete(person_of(request).key, request.match_info["id"])
        except KeyError as error:
            raise gone() from error
        return web.Response(status=204)


def gone() -> web.HTTPNotFound:
    """404: the event is not there any more."""
    return not_found("This event is not there any more.")
