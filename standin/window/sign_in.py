"""What Teams does about a sign-in card: first silently, then by the button and the window that it opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import web

from standin.teams import activities, delivery
from standin.window.requests import bad_request, check_has_app, conflict, not_found, person_of, read_object

if TYPE_CHECKING:
    from standin.people import Person
    from standin.teams.activities import Activity
    from standin.teams.chats import Chats
    from standin.world import World


class SignInApi:
    """The handlers of `/window/{key}/sign-in` and `/window/{key}/verify-state`."""

    def __init__(self, world: World, chats: Chats) -> None:
        self._world = world
        self._chats = chats

    async def exchange(self, request: web.Request) -> web.Response:
        """POST …/sign-in `{messageId}`: the silent exchange; what was sent, and the answer as the app gave it."""
        person = person_of(request)
        check_has_app(self._world, person)
        message_id = str((await read_object(request)).get("messageId"))
        message = self._chats.find(person, message_id)
        if message is None or message["signIn"] is None:
            raise not_found("This message does not ask for a sign-in.")
        if message["signIn"]["exchangeId"] is None:
            raise conflict("This card is not to be answered silently.")
        activity = self._attempt(person, message["signIn"])
        answer = await delivery.deliver(self._world, activity)
        if answer.is_ok and activity["name"] == "signin/tokenExchange":
            self._chats.end_sign_in(person, message_id)
        return web.json_response({"name": activity["name"], "status": answer.status, "body": answer.body})

    async def verify_state(self, request: web.Request) -> web.Response:
        """POST …/verify-state `{state}`: the button's window is done, and said this."""
        person = person_of(request)
        check_has_app(self._world, person)
        state = (await read_object(request)).get("state")
        if not isinstance(state, str):
            raise bad_request("state must be text.")
        activity = activities.verify_state(delivery.sender(self._world, person), state=state)
        answer = await delivery.deliver(self._world, activity)
        return web.json_response({"status": answer.status, "body": answer.body})

    def _attempt(self, person: Person, sign_in: dict[str, Any]) -> Activity:
        sender, account = delivery.sender(self._world, person), self._world.accounts.of(person)
        if not self._world.accounts.organisation["silent_sign_in"] or account["disabled"]:
            return activities.sign_in_failure(
                sender, code="interactionrequired", message="Teams could not get a token without asking the person."
            )
        return activities.token_exchange(
            sender,
            exchange_id=sign_in["exchangeId"],
            connection_name=sign_in["connectionName"],
            token=self._world.issuer.single_sign_on_token(person, self._world.accounts.marks(person)),
        )
