"""The connector that the app calls: create a chat, send, change and delete messages, ask who is in it.

Answers and errors have the shapes of Microsoft's documentation: `{"id": …}` and `{"error": {"code": …, "message": …}}`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from aiohttp import web

from standin import people
from standin.people import PEOPLE
from standin.teams import activities, payloads
from standin.teams.payloads import ConnectorError

if TYPE_CHECKING:
    from standin.people import Person
    from standin.teams.chats import Chats
    from standin.world import World


class Connector:
    """The handlers under `/teams/v3/`. Each is called after the token was checked."""

    def __init__(self, world: World, chats: Chats) -> None:
        self._app_id = world.settings.app_id
        self._service_url = world.settings.service_url
        self._staff = world.staff
        self._roster = world.roster
        self._chats = chats

    async def create(self, request: web.Request) -> web.Response:
        """POST /conversations: find this person's personal chat, and say something in it when an activity is given."""
        payload = await payloads.read(request)
        person = _wanted_person(payload)
        self._check_can_be_opened(person)
        answer = {"id": activities.conversation_id(person, self._app_id), "serviceUrl": self._service_url}
        if payload.get("activity") is not None:
            said = self._say(person, payloads.parse_activity(payload["activity"]))
            answer |= {"activityId": said["id"]} if said else {}
        return web.json_response(answer, status=201)

    async def send(self, request: web.Request) -> web.Response:
        """POST /conversations/{id}/activities, and …/{activityId} for a reply: the same in a personal chat."""
        person = self._person_of(request)
        content = payloads.parse_activity(await payloads.read(request))
        return web.json_response(self._say(person, content), status=201)

    async def update(self, request: web.Request) -> web.Response:
        """PUT /conversations/{id}/activities/{activityId}."""
        person = self._person_of(request)
        content = payloads.parse_activity(await payloads.read(request))
        message_id = request.match_info["activity"]
        shown = {"card": content.card, "sign_in": content.sign_in}
        if not self._chats.change(person, message_id, text=content.text, **shown):
            raise _no_such_activity()
        return web.json_response({"id": message_id})

    async def delete(self, request: web.Request) -> web.Response:
        """DELETE /conversations/{id}/activities/{activityId}: only what the app itself said."""
        person = self._person_of(request)
        message = self._chats.find(person, request.match_info["activity"])
        if message is None or message["from"] != "app":
            raise _no_such_activity()
        self._chats.remove(person, message["id"])
        return web.Response()

    async def members(self, request: web.Request) -> web.Response:
        """GET /conversations/{id}/members, and …/activities/{activityId}/members: the person."""
        return web.json_response([activities.member(self._person_of(request))])

    async def member(self, request: web.Request) -> web.Response:
        """GET /conversations/{id}/members/{memberId}, the id being a Teams id or an Entra object id."""
        person = self._person_of(request)
        if request.match_info["member"] not in (person.teams_id, person.object_id, person.mail):
            raise ConnectorError(404, "MemberNotFoundInConversation", "Member not found in conversation.")
        return web.json_response(activities.member(person))

    async def paged_members(self, request: web.Request) -> web.Response:
        """GET /conversations/{id}/pagedmembers: one page is all there is."""
        return web.json_response({"members": [activities.member(self._person_of(request))]})

    def _person_of(self, request: web.Request) -> Person:
        wanted = request.match_info["conversation"]
        for person in PEOPLE:
            if activities.conversation_id(person, self._app_id) == wanted:
                self._check_roster(person)
                return person
        raise ConnectorError(404, "ConversationNotFound", "Conversation not found.")

    def _check_roster(self, person: Person) -> None:
        """Raises ConnectorError when this chat cannot be used (any more)."""
        if self._staff.has_left(person):
            raise ConnectorError(404, "ConversationNotFound", "Conversation not found.")
        if not self._roster.has_app(person):
            raise ConnectorError(403, "BotNotInConversationRoster", "The bot isn't part of the conversation roster.")
        if self._roster.is_blocked(person):
            raise _blocked()

    def _check_can_be_opened(self, person: Person) -> None:
        """Raises ConnectorError when Teams opens no chat with this person."""
        if self._staff.has_left(person) or not self._roster.has_app(person):
            raise ConnectorError(403, "ForbiddenOperationException", "Bot isn't installed in user's personal scope")
        if self._roster.is_blocked(person):
            raise _blocked()

    def _say(self, person: Person, content: payloads.Content) -> dict[str, str]:
        """The answer's body; typing and the like leave no message that could be named."""
        if content.is_quiet:
            return {}
        shown = {"card": content.card, "sign_in": content.sign_in}
        return {"id": self._chats.add(person, by="app", text=content.text, **shown)}


def _wanted_person(payload: dict[str, Any]) -> Person:
    members = payload.get("members")
    if payload.get("isGroup") or not isinstance(members, list) or len(members) != 1:
        raise ConnectorError(400, "BadArgument", "A personal chat is created with exactly one member.")
    wanted = members[0].get("id") if isinstance(members[0], dict) else None
    person = people.by_teams_id(str(wanted)) or people.by_object_id(str(wanted))
    if person is None:
        raise ConnectorError(400, "BadSyntax", "Failed to decrypt pairwise id")
    return person


def _no_such_activity() -> ConnectorError:
    return ConnectorError(404, "ActivityNotFoundInConversation", "The activity was not found in the conversation.")


def _blocked() -> ConnectorError:
    return ConnectorError(403, "ConversationBlockedByUser", "User blocked the conversation with the bot.")


def error_response(error: ConnectorError) -> web.Response:
    """An error in Microsoft's shape."""
    body = json.dumps({"error": {"code": error.code, "message": error.message}})
    headers = {} if error.retry_after is None else {"Retry-After": str(error.retry_after)}
    return web.Response(status=error.status, text=body, content_type="application/json", headers=headers)
