"""Calls the chat service: one pool of connections, one token, and only addresses that the settings allow."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import aiohttp

from bot.channel import service_urls
from bot.channel.body import read_at_most
from learning.errors import ChatClosed, OutsideFailure
from learning.people import Away

if TYPE_CHECKING:
    from bot.channel.connector_tokens import ConnectorToken
    from bot.channel.http_pool import HttpPool
    from bot.channel.settings import ChannelSettings

_LARGEST_ANSWER = 64 * 1024
_TRIED_AGAIN = frozenset({401, 408, 412, 425, 429})
_ERROR_NAME = re.compile(r"[A-Za-z]{1,60}")
_LONGEST_WAIT = timedelta(days=1)
_BLOCKED = frozenset({"ConversationBlockedByUser", "MessageWritesBlocked"})
_NOT_ABOUT_THE_PERSON = frozenset({"", "InvalidBotApiHost", "NotEnoughPermissions"})

ActivityJson = Mapping[str, Any]
"""An activity as it goes over the wire."""


class Connector:
    """The chat service's own API. Every method may raise OutsideFailure; nothing is sent twice."""

    def __init__(self, settings: ChannelSettings, pool: HttpPool, token: ConnectorToken) -> None:
        self._settings = settings
        self._pool = pool
        self._token = token

    async def post(self, service_url: str, conversation: str, activity: ActivityJson) -> str:
        """Add a message to a conversation; its id comes back."""
        answer = await self._call("POST", service_url, ("v3", "conversations", conversation, "activities"), activity)
        return _id(answer)

    async def reply(self, service_url: str, conversation: str, to: str, activity: ActivityJson) -> str:
        """Answer an activity of a conversation; the id of the answer comes back."""
        path = ("v3", "conversations", conversation, "activities", to)
        return _id(await self._call("POST", service_url, path, activity))

    async def update(self, service_url: str, conversation: str, message: str, activity: ActivityJson) -> None:
        """Put an activity in place of a message that we sent."""
        await self._call("PUT", service_url, ("v3", "conversations", conversation, "activities", message), activity)

    async def create_conversation(self, service_url: str, parameters: Mapping[str, Any]) -> str:
        """Open a conversation, described as the service documents it; its id comes back."""
        return _id(await self._call("POST", service_url, ("v3", "conversations"), parameters))

    async def _call(self, method: str, service_url: str, path: tuple[str, ...], body: Mapping[str, Any]) -> object:
        if not service_urls.is_allowed(service_url, self._settings):
            raise OutsideFailure("the address of the chat service is not one of ours", permanent=True)
        url = "/".join((service_url.rstrip("/"), *(quote(part, safe="") for part in path)))
        headers = {"Authorization": f"Bearer {await self._token()}", "Content-Type": "application/json; charset=utf-8"}
        content = json.dumps(body, separators=(",", ":")).encode()
        try:
            async with self._pool.session.request(
                method, url, data=content, headers=headers, allow_redirects=False
            ) as answer:
                read = await read_at_most(answer.content, _LARGEST_ANSWER)
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise OutsideFailure(f"the chat service could not be reached: {type(error).__name__}") from error
        said = _json(read)
        if not answer.ok or answer.status >= HTTPStatus.MULTIPLE_CHOICES:
            raise _failure(answer.status, said, answer.headers.get("Retry-After"))
        return said


def _id(answer: object) -> str:
    named = answer.get("id") if isinstance(answer, dict) else None
    if isinstance(named, str) and named:
        return named
    # It was taken, so that asking again would say everything twice.
    raise OutsideFailure("the chat service did not say under which id it took this", permanent=True)


def _failure(status: int, said: object, retry_after: str | None) -> OutsideFailure:
    away = _away(status, _error_name(said))
    if away is not None:
        return ChatClosed(f"the chat service answered {status} {_error_name(said)}", away)
    again = status in _TRIED_AGAIN or status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return OutsideFailure(
        f"the chat service answered {status} {_error_name(said)}".rstrip(),
        permanent=not again,
        retry_after=_wait(retry_after),
    )


def _away(status: int, name: str) -> Away | None:
    """Why the person is not reached, where this is what the refusal says; else it is about this one message."""
    if status == HTTPStatus.FORBIDDEN and name not in _NOT_ABOUT_THE_PERSON:
        return Away.BLOCKED if name in _BLOCKED else Away.REMOVED
    return Away.GONE if status == HTTPStatus.NOT_FOUND and name == "ConversationNotFound" else None


def _error_name(said: object) -> str:
    """Find the service's word for what went wrong, if it is one word: sentences might repeat what people wrote."""
    error = said.get("error") if isinstance(said, dict) else None
    name = error.get("code") if isinstance(error, dict) else None
    return name if isinstance(name, str) and _ERROR_NAME.fullmatch(name) else ""


def _wait(retry_after: str | None) -> timedelta | None:
    """Read how long a Retry-After header asks us to wait, at most a day: seconds, or a date."""
    if retry_after is None:
        return None
    if retry_after.isascii() and retry_after.isdigit():
        return timedelta(seconds=min(int(retry_after[:9]), _LONGEST_WAIT.total_seconds()))
    try:
        until = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    wait = (until if until.tzinfo else until.replace(tzinfo=UTC)) - datetime.now(UTC)
    return min(max(wait, timedelta(0)), _LONGEST_WAIT)


def _json(read: bytes | None) -> object:
    try:
        return json.loads(read) if read else None
    except (ValueError, RecursionError):
        return None
