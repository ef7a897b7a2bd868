"""The Bot Framework SDK, and the only place that knows it: it carries each turn from our door to our connector.

What it would do badly itself (checking tokens, reading activities, sending, writing invoke answers) is ours, put in
through its public seams.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from aiohttp import web
from botbuilder.core import ActivityHandler, InvokeResponse, TurnContext
from botbuilder.core.serializer_helper import DEPENDICIES_DICT
from botbuilder.integration.aiohttp import CloudAdapter
from botbuilder.schema import Activity, Attachment, ChannelAccount, ConversationAccount, ResourceResponse
from botframework.connector.auth import (
    AuthenticateRequestResult,
    BotFrameworkAuthentication,
    ClaimsIdentity,
    ConnectorFactory,
)
from msrest import Serializer

from bot.channel import answers, turns
from bot.channel.body import read_object
from bot.channel.inbound import TEAMS
from bot.channel.rejections import Malformed, Rejected
from bot.turn import Answer, Arrived, CardAnswer, Left, Said
from learning.errors import OutsideFailure

if TYPE_CHECKING:
    from bot.channel.connector import Connector
    from bot.channel.inbound import Inbound
    from bot.channel.incoming import Incoming
    from bot.channel.repeats import Repeats
    from bot.channel.turns import Turns

_log = logging.getLogger(__name__)

Receive = Callable[[web.Request], Awaitable[web.Response]]
"""Takes a POST of the chat service."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What goes back over HTTP."""

    status: int
    body: Any = None


def build(*, inbound: Inbound, connector: Connector, turns: Turns, repeats: Repeats[Outcome]) -> Receive:
    """Put the SDK's adapter and handler together with our parts."""
    adapter = _Adapter(inbound=inbound, connector=connector, repeats=repeats)
    handler = _Handler(turns)

    async def receive(request: web.Request) -> web.Response:
        return await adapter.process(request, handler)

    return receive


class _Adapter(CloudAdapter):  # type: ignore[misc]  # the SDK has no types
    def __init__(self, *, inbound: Inbound, connector: Connector, repeats: Repeats[Outcome]) -> None:
        self._factory = _ConnectorFactory(connector)
        super().__init__(_Authentication(self._factory))
        self._inbound = inbound
        self._repeats = repeats

    async def process(self, request: web.Request, bot: _Handler, ws_response: object = None) -> web.Response:
        """Replace the SDK's own, which answers 500 to what is malformed and writes the answer of an invoke twice."""
        if ws_response is not None:
            raise TypeError("this channel speaks HTTP alone")
        try:
            headers = request.headers.getall("Authorization", [])
            claims = await self._inbound.verify(", ".join(headers) if headers else None)
            incoming = self._inbound.bind(claims, await read_object(request))
        except Rejected as rejected:
            _log.warning("Refused a request of the chat: %s %s", rejected.status, rejected.code)
            return web.Response(status=rejected.status)
        outcome = await self._once(incoming, bot)
        if outcome.body is None:
            return web.Response(status=outcome.status)
        return web.json_response(outcome.body, status=outcome.status)

    async def _once(self, incoming: Incoming, bot: _Handler) -> Outcome:
        if not incoming.id:
            return await self._run(incoming, bot)
        # With all of these, so that nobody is ever handed what somebody else was answered.
        key = (incoming.type, incoming.name, incoming.object_id, incoming.sender, incoming.conversation, incoming.id)
        return await self._repeats.once(key, lambda: self._run(incoming, bot))

    async def _run(self, incoming: Incoming, bot: _Handler) -> Outcome:
        checked = AuthenticateRequestResult()
        checked.claims_identity = _Checked(incoming)
        checked.connector_factory = self._factory
        invoked = await self.process_activity(checked, _activity(incoming), bot.on_turn)
        if invoked is None:
            return Outcome(status=HTTPStatus.ACCEPTED)
        return Outcome(status=int(invoked.status), body=invoked.body)


class _Handler(ActivityHandler):  # type: ignore[misc]  # the SDK has no types
    """Tells the turns apart. Whatever it does not know the SDK answers: 202, and 501 to an invoke."""

    def __init__(self, turns: Turns) -> None:
        super().__init__()
        self._turns = turns

    async def on_turn(self, turn_context: TurnContext) -> None:
        incoming = _incoming(turn_context)
        if not incoming.is_personal:
            _log.info("Left out: a %s in a conversation that is not one person's.", incoming.type)
            return
        await super().on_turn(turn_context)

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        incoming = _incoming(turn_context)
        await _say(turn_context, await self._turns.take(incoming, Said(text=incoming.text.strip())))

    async def on_members_added_activity(self, members_added: list[ChannelAccount], turn_context: TurnContext) -> None:
        incoming = _incoming(turn_context)
        if any(member.id == incoming.recipient for member in members_added):
            await _say(turn_context, await self._turns.take(incoming, Arrived()))

    async def on_installation_update_add(self, turn_context: TurnContext) -> None:
        await _say(turn_context, await self._turns.take(_incoming(turn_context), Arrived()))

    async def on_installation_update_remove(self, turn_context: TurnContext) -> None:
        incoming = _incoming(turn_context)
        if incoming.action == "remove":  # not `remove-upgrade`: a newer version follows at once
            await self._turns.take(incoming, Left())

    async def on_invoke_activity(self, turn_context: TurnContext) -> InvokeResponse:
        incoming = _incoming(turn_context)
        match incoming.name:
            case "adaptiveCard/action":
                return await self._pressed(incoming)
            case "signin/tokenExchange":
                return await self._token_offered(incoming)
            case "signin/verifyState":  # says that a page was closed: what became of it we know better
                return InvokeResponse(status=int(HTTPStatus.OK))
            case "signin/failure":
                _log.warning("Teams could not sign somebody in by itself: %s", turns.failure_code(incoming))
                return InvokeResponse(status=int(HTTPStatus.OK))
            case _:
                return await super().on_invoke_activity(turn_context)

    async def _pressed(self, incoming: Incoming) -> InvokeResponse:
        try:
            happening = turns.pressed(incoming)
        except Malformed as malformed:
            _log.warning("Refused a pressed button: %s", malformed.code)
            return InvokeResponse(status=malformed.status, body=answers.to_malformed_press())
        answer = await self._turns.take(incoming, happening)
        return InvokeResponse(status=int(HTTPStatus.OK), body=answers.to_press(answer))

    async def _token_offered(self, incoming: Incoming) -> InvokeResponse:
        try:
            offered = turns.token_offered(incoming)
        except Malformed as malformed:
            _log.warning("Refused a token: %s", malformed.code)
            return InvokeResponse(status=malformed.status)
        status, body = answers.to_token(offered.sign_in, await self._turns.take(incoming, offered))
        return InvokeResponse(status=int(status), body=body)


async def _say(turn_context: TurnContext, answer: Answer) -> None:
    """Send the answer as a message. The turn is done, so that a failure here must not make Teams repeat it."""
    if answer is None:
        return
    try:
        await turn_context.send_activity(_message(answer))
    except OutsideFailure as failure:
        _log.warning("An answer could not be delivered: %s", failure)


def _message(answer: CardAnswer | Any) -> Activity:
    if isinstance(answer, CardAnswer):
        card = Attachment(content_type=answers.CARD, content=dict(answer.card))
        return Activity(type="message", attachments=[card])
    return Activity(type="message", text=answer.text, text_format="plain")


class _Checked(ClaimsIdentity):  # type: ignore[misc]  # the SDK has no types
    """How what we checked travels through the SDK to the handler."""

    def __init__(self, incoming: Incoming) -> None:
        super().__init__({}, is_authenticated=True)
        self.incoming = incoming


def _incoming(turn_context: TurnContext) -> Incoming:
    checked: _Checked = turn_context.turn_state[CloudAdapter.BOT_IDENTITY_KEY]
    return checked.incoming


def _activity(incoming: Incoming) -> Activity:
    """Give the SDK what it needs to find the handler's method and to address an answer."""
    return Activity(
        type=incoming.type,
        name=incoming.name,
        id=incoming.id or None,
        channel_id=TEAMS,
        service_url=incoming.service_url,
        action=incoming.action,
        conversation=ConversationAccount(id=incoming.conversation),
        from_property=ChannelAccount(id=incoming.sender),
        recipient=ChannelAccount(id=incoming.recipient, name=incoming.recipient_name),
        members_added=[ChannelAccount(id=member) for member in incoming.members_added],
    )


class _Authentication(BotFrameworkAuthentication):  # type: ignore[misc]  # the SDK has no types
    """Nobody is let in here: our door has done it, and hands over the result."""

    def __init__(self, factory: _ConnectorFactory) -> None:
        self._factory = factory

    async def authenticate_request(self, activity: Activity, auth_header: str) -> AuthenticateRequestResult:
        del activity, auth_header
        raise PermissionError("requests are checked before the SDK sees them")

    async def authenticate_streaming_request(
        self, auth_header: str, channel_id_header: str
    ) -> AuthenticateRequestResult:
        del auth_header, channel_id_header
        raise PermissionError("this channel speaks HTTP alone")

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> _ConnectorFactory:
        del claims_identity
        return self._factory

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> None:
        """None: sign-in does not go through the Bot Framework."""
        del claims_identity


class _ConnectorFactory(ConnectorFactory):  # type: ignore[misc]  # the SDK has no types
    def __init__(self, connector: Connector) -> None:
        self._connector = connector
        self._serializer = Serializer(DEPENDICIES_DICT)  # type: ignore[no-untyped-call]  # msrest is half typed

    async def create(self, service_url: str, audience: str | None = None) -> _ConnectorClient:
        del audience
        return _ConnectorClient(_Conversations(self._connector, self._serializer, service_url))


@dataclass(frozen=True)
class _ConnectorClient:
    """As much of a ConnectorClient as the SDK's adapter asks for."""

    conversations: _Conversations


class _Conversations:
    def __init__(self, connector: Connector, serializer: Serializer, service_url: str) -> None:
        self._connector = connector
        self._serializer = serializer
        self._service_url = service_url

    async def send_to_conversation(self, conversation: str, activity: Activity) -> ResourceResponse:
        sent = await self._connector.post(self._service_url, conversation, self._wire(activity))
        return ResourceResponse(id=sent)

    async def reply_to_activity(self, conversation: str, to: str, activity: Activity) -> ResourceResponse:
        sent = await self._connector.reply(self._service_url, conversation, to, self._wire(activity))
        return ResourceResponse(id=sent)

    async def update_activity(self, conversation: str, message: str, activity: Activity) -> ResourceResponse:
        await self._connector.update(self._service_url, conversation, message, self._wire(activity))
        return ResourceResponse(id=message)

    def _wire(self, activity: Activity) -> dict[str, Any]:
        wire: dict[str, Any] = self._serializer.body(activity, "Activity")  # type: ignore[no-untyped-call]  # as above
        return wire
