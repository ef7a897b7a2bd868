"""Sends messages in the Bot Framework SDK's own way, as its samples do: `python -m bench.stock`.

Arguments: the connector's address, the issuer's, how many messages. A message that the service refuses is lost: the
SDK does not try it again.
"""

from __future__ import annotations

import asyncio
import sys

from botbuilder.core import TurnContext
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication
from botbuilder.schema import Activity, Attachment, ChannelAccount, ConversationAccount, ConversationReference
from msrest.exceptions import HttpOperationError

from bench.connector import TENANT
from bench.messages import APP_ID, APP_SECRET, BOT, CARD, chat, person

AT_ONCE = 32


class Config:
    """The bot's settings as the SDK reads them, in a cloud of its own: the bench's issuer."""

    APP_ID = APP_ID
    APP_PASSWORD = APP_SECRET
    APP_TYPE = "SingleTenant"
    APP_TENANTID = TENANT
    TO_CHANNEL_FROM_BOT_OAUTH_SCOPE = "https://api.botframework.com"
    TO_BOT_FROM_CHANNEL_TOKEN_ISSUER = "https://api.botframework.com"  # noqa: S105  an address
    TO_CHANNEL_FROM_BOT_LOGIN_URL = ""


async def send(connector: str, issuer: str, count: int) -> None:
    """Send so many messages, several at once."""
    config = Config()
    config.TO_CHANNEL_FROM_BOT_LOGIN_URL = issuer
    adapter = CloudAdapter(ConfigurationBotFrameworkAuthentication(config))
    free = asyncio.Semaphore(AT_ONCE)
    await asyncio.gather(*(_send_one(adapter, connector, f"stock-{number}", free) for number in range(count)))


async def _send_one(adapter: CloudAdapter, connector: str, message: str, free: asyncio.Semaphore) -> None:
    reference = ConversationReference(
        bot=ChannelAccount(id=BOT),
        user=ChannelAccount(id=person(message)),
        conversation=ConversationAccount(id=chat(message)),
        channel_id="msteams",
        service_url=f"{connector}/teams/",
    )

    async def say(turn: TurnContext) -> None:
        card = Attachment(content_type="application/vnd.microsoft.card.adaptive", content=CARD)
        await turn.send_activity(Activity(type="message", summary=message, attachments=[card]))

    async with free:
        try:
            await adapter.continue_conversation(reference, say, APP_ID)
        except HttpOperationError as refused:
            if refused.response.status_code != 429:  # noqa: PLR2004  the one refusal that the connector makes
                raise


if __name__ == "__main__":
    asyncio.run(send(sys.argv[1], sys.argv[2], int(sys.argv[3])))
