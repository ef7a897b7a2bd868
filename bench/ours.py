"""Sends messages as the service does, through its channel: `python -m bench.ours`.

Arguments: the connector's address, the issuer's, the file of its authority, then either how many messages to send with
the limit of the tenant off, or for how many seconds to send with all limits on, such as `5000` or `60s`. What is put
off is sent again when the worker would do so. At the end it writes how many messages it had to send.
"""

from __future__ import annotations

import asyncio
import itertools
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path

from app.worker import MOST_ATTEMPTS, backoff
from bench.connector import TENANT
from bench.messages import APP_ID, APP_SECRET, BOT, CARD, chat, person
from bot.channel.address import Address, write_address
from bot.channel.channel import Channel
from bot.channel.limits import DOCUMENTED, Limits, Rate
from bot.channel.settings import ChannelSettings
from bot.turn import Answer, TextAnswer, Turn
from graph.credentials import Secret
from graph.settings import GraphSettings
from graph.tokens import CONNECTOR_SCOPE, AppTokens
from learning.errors import OutsideFailure

UNLIMITED = Limits(conversation=DOCUMENTED.conversation, tenant=(Rate(100, 0),))
"""Each chat's limits stay on, and no more calls are under way than the pool has connections."""
AT_ONCE = 400
AT_ONCE_LIMITED = 60
MOST_A_SECOND = 100
"""More than go out with the limits on, so that there is always another one to send."""


class Sender:
    """Carries messages to their chats, so many at once, until each is taken or given up. `messages` counts them."""

    def __init__(self, channel: Channel, at_once: int) -> None:
        self._channel = channel
        self._free = asyncio.Semaphore(at_once)
        self.messages = 0

    async def send(self, messages: Iterable[tuple[str, str]]) -> None:
        """Send these, each to its chat's address, as soon as one of those before it has been taken or put off."""
        async with asyncio.TaskGroup() as group:
            for message, address in messages:
                self.messages += 1
                await self._free.acquire()
                group.create_task(self._deliver(message, address))

    async def _deliver(self, message: str, address: str) -> None:
        """One message. Who calls has taken a place of `_free`; while the message is put off, others have it."""
        for attempts in itertools.count(1):
            try:
                await self._channel.post(address, CARD, message)
            except OutsideFailure as failure:
                if failure.permanent or attempts == MOST_ATTEMPTS:
                    return
                wait = max(backoff(attempts), failure.retry_after or timedelta())
            else:
                return
            finally:
                self._free.release()
            await asyncio.sleep(wait.total_seconds())
            await self._free.acquire()


async def run(connector: str, issuer: str, ca_file: Path, what: str) -> int:
    """Send what is asked for; how many messages that were."""
    service_url = f"{connector}/teams/"
    settings = ChannelSettings(
        app_id=APP_ID,
        tenant=TENANT,
        openid_metadata_url=f"{connector}/nobody-calls-us",
        loopback_service_urls=(service_url,),
    )
    limited = what.endswith("s")
    count = int(what.removesuffix("s")) * (MOST_A_SECOND if limited else 1)
    messages = [(f"{what}-{number}", _address(service_url, f"{what}-{number}")) for number in range(count)]
    tokens = AppTokens(_signing_in(issuer, ca_file), CONNECTOR_SCOPE)
    channel = Channel(
        settings,
        token=tokens.token,
        handler=_no_turn,
        on_bug=lambda _turn, reference: TextAnswer(text=reference),
        reference=str,
        limits=DOCUMENTED if limited else UNLIMITED,
    )
    await channel.start()
    sender = Sender(channel, AT_ONCE_LIMITED if limited else AT_ONCE)
    await sender.send(_for_seconds(messages, float(what[:-1])) if limited else messages)
    await channel.close()
    await tokens.close()
    return sender.messages


def _for_seconds(messages: Iterable[tuple[str, str]], seconds: float) -> Iterator[tuple[str, str]]:
    end = time.monotonic() + seconds
    return itertools.takewhile(lambda _: time.monotonic() < end, messages)


def _signing_in(issuer: str, ca_file: Path) -> GraphSettings:
    return GraphSettings(
        tenant=TENANT,
        client_id=APP_ID,
        credential=Secret(value=APP_SECRET),
        authority=issuer,
        base_url="https://localhost/v1.0",
        ca_file=ca_file,
        notice_url="https://localhost/graph/notices",
    )


def _address(service_url: str, message: str) -> str:
    """As it is kept with a person."""
    address = Address(
        service_url=service_url,
        conversation=chat(message),
        bot_id=BOT,
        bot_name="Learning Cycles",
        tenant=TENANT,
        person=person(message),
    )
    return write_address(address)


async def _no_turn(_turn: Turn) -> Answer:
    raise AssertionError("nobody calls us")


if __name__ == "__main__":
    print(asyncio.run(run(sys.argv[1], sys.argv[2], Path(sys.argv[3]), sys.argv[4])))
