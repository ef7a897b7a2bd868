"""The chat as the page reads it, and what the person does there: say something, press a card's button."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

from aiohttp import web

from standin.teams import activities, delivery
from standin.window.requests import bad_request, check_has_app, not_found, person_of, read_object

if TYPE_CHECKING:
    from standin.teams.chats import Chats
    from standin.world import World

UNREACHABLE = "Unable to reach app. Please try again."


class ChatApi:
    """The handlers under `/window/{key}/chat` and `/window/{key}/actions`."""

    def __init__(self, world: World, chats: Chats) -> None:
        self._world = world
        self._chats = chats

    async def read(self, request: web.Request) -> web.Response:
        """GET …/chat: all messages and what local time it is."""
        now = self._world.clock.now().astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds")
        return web.json_response({"messages": self._chats.messages(person_of(request)), "now": f"{now}Z"})

    async def say(self, request: web.Request) -> web.Response:
        """POST …/chat: 202 when the app took it in; otherwise 502, and the message does not stay."""
        person = person_of(request)
        text = (await read_object(request)).get("text")
        if not isinstance(text, str) or not text.strip():
            raise bad_request("text must be words.")
        check_has_app(self._world, person)
        message_id = self._chats.add(person, by="person", text=text.strip())
        sender = delivery.sender(self._world, person)
        activity = activities.message(sender, message_id=message_id, text=text.strip())
        answer = await delivery.deliver(self._world, activity)
        if not answer.is_ok:
            self._chats.remove(person, message_id)
            return web.json_response({"error": UNREACHABLE}, status=502)
        return web.json_response({"id": message_id}, status=202)

    async def press(self, request: web.Request) -> web.Response:
        """POST …/actions: the invoke's answer `{status, body}`; status 0 means that the app was not reached in time.

        A card in the answer takes the place of the message's card, as in Teams, so that a reload shows it too.
        """
        person = person_of(request)
        wanted = await read_object(request)
        message = self._chats.find(person, str(wanted.get("messageId")))
        if message is None or message["card"] is None:
            raise not_found("This message is not there any more.")
        check_has_app(self._world, person)
        action = _action(wanted)
        sender = delivery.sender(self._world, person)
        activity = activities.card_action(sender, message_id=message["id"], action=action)
        answer = await delivery.deliver(self._world, activity)
        return web.json_response({"status": answer.status, "body": answer.body})


def _action(wanted: dict[str, Any]) -> dict[str, Any]:
    verb, data = wanted.get("verb", ""), wanted.get("data", {})
    if not isinstance(verb, str) or not isinstance(data, dict):
        raise bad_request("verb must be a word and data an object.")
    said = {name: wanted[name] for name in ("id", "title") if isinstance(wanted.get(name), str)}
    return {**said, "verb": verb, "data": data}
