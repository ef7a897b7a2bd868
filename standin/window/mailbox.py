"""The mailbox as the page reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from standin.window.requests import bad_request, not_found, person_of, read_object

if TYPE_CHECKING:
    from standin.world import World


class MailboxApi:
    """The handlers under `/window/{key}/mailbox`."""

    def __init__(self, world: World) -> None:
        self._mailboxes = world.mailboxes

    async def read(self, request: web.Request) -> web.Response:
        """GET …/mailbox: all messages, the newest first."""
        return web.json_response(self._mailboxes.messages(person_of(request)))

    async def mark(self, request: web.Request) -> web.Response:
        """POST …/mailbox/{id}/read `{read}`."""
        person = person_of(request)
        read = (await read_object(request)).get("read")
        if not isinstance(read, bool):
            raise bad_request("read must be true or false.")
        if not self._mailboxes.mark(person, request.match_info["id"], read=read):
            raise not_found("There is no such message.")
        return web.Response(status=204)
