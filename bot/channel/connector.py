"""Calls the chat service: one pool of connections, one token, within its limits, and only at allowed addresses."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import aiohttp

from bot.channel import service_urls
from bot.channel.body import read_at_most
from bot.channel.limits import DOCUMENTED, Limits
from bot.channel.pacing import Pacing, Place
from bot.channel.refusals import ASKS_TO_WAIT, TRIED_AGAIN, Answered, failure_in, parse
from learning.errors import MaybeDone, OutsideFailure

if TYPE_CHECKING:
    from bot.channel.connector_tokens import ConnectorToken
    from bot.channel.http_pool import HttpPool
    from bot.channel.settings import ChannelSettings

_LARGEST_ANSWER = 64 * 1024
_TRIES = 4
_FIRST_PAUSE_SECONDS = 0.25
_NEVER_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)
_OPENING = "opening a conversation"
"""The line of those calls: they have no conversation yet, and the service documents the same limits for them."""

ActivityJson = Mapping[str, Any]
"""An activity as it goes over the wire."""


@dataclass(frozen=True, kw_only=True)
class _Call:
    """One thing to ask for. `repeats`: how often it is asked again after an answer that leaves open what was done."""

    method: str
    url: str
    content: bytes
    repeats: int


@dataclass(frozen=True, kw_only=True)
class _Outcome:
    """How one try went: what was said, or the failure. Without a `status`, nothing came back."""

    status: int | None = None
    said: object = None
    failure: OutsideFailure | None = None


class Connector:
    """The chat service's own API, within its limits. Every method may raise OutsideFailure.

    What was refused for now is tried again, a few times and within seconds; after that, and at once when the service
    asks for a longer wait, the failure says in `retry_after` when to come again. MaybeDone says that nobody knows
    whether it was done.
    """

    def __init__(
        self, settings: ChannelSettings, pool: HttpPool, token: ConnectorToken, limits: Limits = DOCUMENTED
    ) -> None:
        self._settings = settings
        self._pool = pool
        self._token = token
        self._pacing = Pacing(limits)

    async def post(self, service_url: str, conversation: str, activity: ActivityJson) -> str:
        """Add a message to a conversation; its id comes back.

        After an unclear answer it is not sent again here: a job stands behind a message of our own, and repeats it
        after a longer pause, so that a service in trouble does not take the same message several times a second.
        """
        path = ("v3", "conversations", conversation, "activities")
        return _id(await self._ask(conversation, "POST", service_url, path, activity, repeats=0))

    async def reply(self, service_url: str, conversation: str, to: str, activity: ActivityJson) -> str:
        """Answer an activity of a conversation; the id of the answer comes back.

        After an unclear answer it is sent once more: nobody stands behind it, and to hear a thing twice is better than
        not to hear it.
        """
        path = ("v3", "conversations", conversation, "activities", to)
        return _id(await self._ask(conversation, "POST", service_url, path, activity, repeats=1))

    async def update(self, service_url: str, conversation: str, message: str, activity: ActivityJson) -> None:
        """Put an activity in place of a message that we sent. Doing it twice does no harm."""
        path = ("v3", "conversations", conversation, "activities", message)
        await self._ask(conversation, "PUT", service_url, path, activity, repeats=_TRIES)

    async def create_conversation(self, service_url: str, parameters: Mapping[str, Any]) -> str:
        """Open a conversation, described as the service documents it; its id comes back. The same one, each time."""
        path = ("v3", "conversations")
        return _id(await self._ask(_OPENING, "POST", service_url, path, parameters, repeats=_TRIES))

    async def _ask(
        self, line: str, method: str, service_url: str, path: tuple[str, ...], body: Mapping[str, Any], *, repeats: int
    ) -> object:
        if not service_urls.is_allowed(service_url, self._settings):
            raise OutsideFailure("the address of the chat service is not one of ours", permanent=True)
        url = "/".join((service_url.rstrip("/"), *(quote(part, safe="") for part in path)))
        content = json.dumps(body, separators=(",", ":")).encode()
        token = await self._token()
        with self._pacing.place(line) as place:
            return await self._until_done(_Call(method=method, url=url, content=content, repeats=repeats), place, token)

    async def _until_done(self, call: _Call, place: Place, token: str) -> object:
        unclear = 0
        for tries in itertools.count(1):
            await place.start()
            outcome = await self._try(call, token)
            place.ended()
            failure = outcome.failure
            if failure is None:
                place.taken()
                return outcome.said
            if outcome.status not in TRIED_AGAIN:
                raise failure
            pause = _pause(failure, tries)
            (place.refused if outcome.status in ASKS_TO_WAIT else place.pause)(pause)
            unclear += isinstance(failure, MaybeDone)
            if tries == _TRIES or unclear > call.repeats or not place.may_wait(pause):
                raise failure
        raise AssertionError("it counts for ever")

    async def _try(self, call: _Call, token: str) -> _Outcome:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json; charset=utf-8"}
        try:
            async with self._pool.session.request(
                call.method, call.url, data=call.content, headers=headers, allow_redirects=False
            ) as answer:
                read = await read_at_most(answer.content, _LARGEST_ANSWER)
        except _NEVER_SENT as error:
            return _Outcome(failure=OutsideFailure(f"the chat service could not be reached: {type(error).__name__}"))
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            return _Outcome(failure=MaybeDone(f"the chat service did not answer: {type(error).__name__}"))
        answered = Answered(status=answer.status, said=parse(read), retry_after=answer.headers.get("Retry-After"))
        if answered.is_good:
            return _Outcome(status=answer.status, said=answered.said)
        return _Outcome(status=answer.status, failure=failure_in(answered))


def _id(answer: object) -> str:
    named = answer.get("id") if isinstance(answer, dict) else None
    if isinstance(named, str) and named:
        return named
    # It was taken, so that asking again would say everything twice.
    raise OutsideFailure("the chat service did not say under which id it took this", permanent=True)


def _pause(failure: OutsideFailure, tries: int) -> float:
    """As long as the service asks for; else doubled each time, and not the same for all who were refused together."""
    if failure.retry_after is not None:
        return failure.retry_after.total_seconds()
    return _FIRST_PAUSE_SECONDS * 2.0 ** (tries - 1) * random.uniform(0.5, 1)  # noqa: S311  no secret
