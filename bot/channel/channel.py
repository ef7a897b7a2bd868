"""The chat with people in Teams: one route in, and messages out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.channel import adapter, answers
from bot.channel.address import read_address
from bot.channel.connector import Connector
from bot.channel.http_pool import HttpPool
from bot.channel.inbound import Inbound
from bot.channel.keys import SigningKeys
from bot.channel.limits import DOCUMENTED, Limits
from bot.channel.repeats import Repeats
from bot.channel.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.channel.connector_tokens import ConnectorToken
    from bot.channel.settings import ChannelSettings
    from bot.channel.turns import OnBug, Reference
    from bot.turn import CardJson, TurnHandler

MESSAGES_PATH = "/api/messages"
_TURNS_END_WITHIN_SECONDS = 10.0


class Channel:
    """Everything between Teams and the handlers. `token` fetches the token with which the chat service is called.

    `reference` names the request that is being handled, in the log and to a person when we have a bug. `limits` say how
    often the chat service is called.
    """

    def __init__(
        self,
        settings: ChannelSettings,
        *,
        token: ConnectorToken,
        handler: TurnHandler,
        on_bug: OnBug,
        reference: Reference,
        limits: Limits = DOCUMENTED,
    ) -> None:
        self._pool = HttpPool(settings.ca_file)
        self._connector = Connector(settings, self._pool, token, limits)
        self._repeats: Repeats[adapter.Outcome] = Repeats()
        self._keys = SigningKeys(settings.openid_metadata_url, self._pool)
        self._receive = adapter.build(
            inbound=Inbound(settings, self._keys),
            connector=self._connector,
            turns=Turns(tenant=settings.tenant, handler=handler, on_bug=on_bug, reference=reference),
            repeats=self._repeats,
        )

    def routes(self) -> list[web.RouteDef]:
        """Where Teams sends what happens."""
        return [web.post(MESSAGES_PATH, self._receive)]

    async def start(self) -> None:
        """Open the connections. Raises OSError when the file of the authority cannot be read."""
        await self._pool.start()

    async def close(self) -> None:
        """Let the turns that run end, and close the connections."""
        await self._repeats.settle(_TURNS_END_WITHIN_SECONDS)
        await self._pool.close()

    async def knows_keys(self) -> bool:
        """Whether tokens of the chat service can be judged: its keys are here, or are fetched now."""
        return await self._keys.are_known()

    async def post(self, address: str, card: CardJson, summary: str) -> str:
        """Put a card into the chat at this address; the id of the message comes back.

        `summary` is the plain text that notifications show. Raises OutsideFailure, permanent when the person does not
        have the app (any more), MaybeDone when nobody knows whether the card is there, and ValueError when the address
        is none.
        """
        to = read_address(address)
        return await self._connector.post(to.service_url, to.conversation, answers.card_message(to, card, summary))

    async def ask_to_sign_in(self, address: str, content: Mapping[str, Any], summary: str) -> str:
        """Put a message into the chat from which Teams signs its reader in. Raises as `post` does."""
        to = read_address(address)
        message = answers.sign_in_message(to, content, summary)
        return await self._connector.post(to.service_url, to.conversation, message)

    async def replace(self, address: str, message: str, card: CardJson, summary: str) -> None:
        """Show this card in place of what the message showed. Raises as `post` does, and permanent when it is gone."""
        to = read_address(address)
        activity = answers.card_message(to, card, summary)
        await self._connector.update(to.service_url, to.conversation, message, {**activity, "id": message})
