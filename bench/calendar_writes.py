"""Writes entries into many calendars and says what that took: `python -m bench.calendar_writes JSON`.

`kind` is `ours` (as the calendar job does, and tried again as the worker does), `plain` (msgraph-sdk: one call an
entry, answers read by its models, tried again by its own handler) or `floor` (aiohttp with envelopes made before).
`people` of the stand-in from `first` on get `entries` each, titled by `title`. Whatever is paid once (imports, tokens,
connections, the SDK's first answer) is paid before measuring.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import aiohttp
import httpx
from kiota_abstractions.api_error import APIError
from kiota_abstractions.authentication import (
    AccessTokenProvider,
    AllowedHostsValidator,
    BaseBearerTokenAuthenticationProvider,
)
from msgraph.generated.models.body_type import BodyType
from msgraph.generated.models.date_time_time_zone import DateTimeTimeZone
from msgraph.generated.models.event import Event
from msgraph.generated.models.free_busy_status import FreeBusyStatus
from msgraph.generated.models.item_body import ItemBody
from msgraph.generated.models.sensitivity import Sensitivity
from msgraph.graph_request_adapter import GraphRequestAdapter
from msgraph.graph_service_client import GraphServiceClient
from msgraph_core import GraphClientFactory

from app.worker import MOST_ATTEMPTS, backoff
from bench.calendar_place import Place, asked_of, person
from graph.calendar import GraphCalendar
from graph.client import GraphClient
from graph.envelopes import envelope
from graph.moulds import Moulds
from graph.settings import trusted_certificates
from graph.shapes import html_of, moment_of, title_of, transaction_of
from graph.tokens import AppTokens
from learning.entries import NewEntry, Slot
from learning.errors import OutsideFailure
from learning.people import object_id_of

_AT_ONCE = 16
_MOST_IN_ENVELOPE = 4
_FIRST = datetime(2026, 3, 30, 9, tzinfo=UTC)
_TEXT = "A moment to look at how your learning goes.\nWhat did you try, and what did you see?"
_WARMING = "warm"


class Writer(Protocol):
    """One way to write entries. `took` says how many ms each person's last try took, once it was their turn."""

    took: dict[int, float]

    async def warm(self) -> None:
        """Pay what is paid once."""

    async def write(self, number: int) -> None:
        """Write all that this person is to have."""

    async def close(self) -> None:
        """Give the connections back."""


def entries(number: int, count: int, title: str) -> list[NewEntry]:
    """What is written into the calendar of this person."""
    return [
        NewEntry(
            key=f"{title} {number} {place}",
            slot=Slot(starts_at=_FIRST + timedelta(days=place), ends_at=_FIRST + timedelta(days=place, minutes=30)),
            title=f"{title} {place}",
            text=_TEXT,
            link_text="Open my review",
            link=f"https://learning.example/reviews/{number}?place={place}",
        )
        for place in range(count)
    ]


class Ours:
    """Through the calendar port. A person whose entries were not all written is tried again later."""

    def __init__(self, place: Place, tokens: AppTokens, asked: Mapping[str, Any]) -> None:
        self._client = GraphClient(place.settings(), tokens)
        self._calendar = GraphCalendar(self._client, place.settings())
        self._asked = asked
        self.took: dict[int, float] = {}
        self._free = asyncio.Semaphore(_AT_ONCE)

    async def warm(self) -> None:
        """Pay what is paid once."""
        await self._client.warm()
        for _ in range(3):
            await self._calendar.bring_about(person(1), entries(1, 2, _WARMING))

    async def write(self, number: int) -> None:
        """Write all that this person is to have."""
        left = entries(number, self._asked["entries"], self._asked["title"])
        for attempts in itertools.count(1):
            async with self._free, timed(number, self.took):
                outcomes = await self._calendar.bring_about(person(number), left)
            failures = [outcome for outcome in outcomes if isinstance(outcome, OutsideFailure)]
            left = [one for one, outcome in zip(left, outcomes, strict=True) if isinstance(outcome, OutsideFailure)]
            if (
                not left
                or attempts == self._asked.get("gives_up", MOST_ATTEMPTS)
                or any(failure.permanent for failure in failures)
            ):
                return
            waits = [failure.retry_after or timedelta() for failure in failures]
            await asyncio.sleep(max(backoff(attempts), *waits).total_seconds())

    async def close(self) -> None:
        """Give the connections back."""
        await self._client.close()


class Plain:
    """As the SDK's documentation shows it. What fails after the SDK's own tries is left."""

    def __init__(self, place: Place, token: str, asked: Mapping[str, Any]) -> None:
        client = httpx.AsyncClient(verify=trusted_certificates(place.settings()), timeout=60)
        self._http = GraphClientFactory.create_with_default_middleware(client=client)
        adapter = GraphRequestAdapter(BaseBearerTokenAuthenticationProvider(_Token(token)), client=self._http)
        adapter.base_url = place.settings().base_url
        self._graph = GraphServiceClient(request_adapter=adapter)
        self._asked = asked
        self.took: dict[int, float] = {}
        self._free = asyncio.Semaphore(_AT_ONCE)

    async def warm(self) -> None:
        """Pay what is paid once."""
        for _ in range(3):
            await self._post(1, entries(1, 2, _WARMING))

    async def write(self, number: int) -> None:
        """Write all that this person is to have."""
        async with self._free, timed(number, self.took):
            await self._post(number, entries(number, self._asked["entries"], self._asked["title"]))

    async def _post(self, number: int, written: list[NewEntry]) -> None:
        events = self._graph.users.by_user_id(object_id_of(person(number))).events
        for entry in written:
            try:
                await events.post(_event(number, entry))
            except (APIError, httpx.HTTPError):
                continue  # counted as lost at the stand-in, if it is

    async def close(self) -> None:
        """Give the connections back."""
        await self._http.aclose()


class Floor:
    """Nothing but aiohttp: what is sent was made before, and nobody reads what comes back."""

    def __init__(self, place: Place, token: str, asked: Mapping[str, Any]) -> None:
        client = GraphClient(place.settings(), AppTokens(place.settings()))
        moulds = Moulds(client.builders)
        numbers = range(asked["first"], asked["first"] + asked["people"])
        self._made = {number: _made(moulds, number, asked["entries"], asked["title"]) for number in numbers}
        self._url = f"{place.settings().base_url}/$batch"
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        connector = aiohttp.TCPConnector(ssl=trusted_certificates(place.settings()))
        self._http = aiohttp.ClientSession(connector=connector)
        self.took: dict[int, float] = {}
        self._free = asyncio.Semaphore(_AT_ONCE)

    async def warm(self) -> None:
        """Pay what is paid once."""
        await self.write(next(iter(self._made)))

    async def write(self, number: int) -> None:
        """Write all that this person is to have."""
        async with self._free, timed(number, self.took):
            for content in self._made[number]:
                async with self._http.post(self._url, data=content, headers=self._headers) as answer:
                    await answer.read()

    async def close(self) -> None:
        """Give the connections back."""
        await self._http.close()


class _Token(AccessTokenProvider):
    """The one token, wherever it is asked for."""

    def __init__(self, token: str) -> None:
        self._token = token

    def get_allowed_hosts_validator(self) -> AllowedHostsValidator:
        return AllowedHostsValidator([])

    async def get_authorization_token(
        self, uri: str, additional_authentication_context: dict[str, Any] | None = None
    ) -> str:
        del uri, additional_authentication_context
        return self._token


@asynccontextmanager
async def timed(number: int, took: dict[int, float]) -> AsyncIterator[None]:
    """Note how many ms the block takes for this person."""
    began = time.monotonic()
    yield
    took[number] = (time.monotonic() - began) * 1000


async def measure(place: Place, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Processor time of this process in ms an entry, entries a second, and how long each person took in ms."""
    tokens = AppTokens(place.settings())
    token = await tokens.token()
    writer = _writer(place, tokens, token, asked)
    await writer.warm()
    cpu, clock = time.process_time(), time.monotonic()
    await asyncio.gather(*(writer.write(number) for number in _numbers(asked)))
    cpu, clock = time.process_time() - cpu, time.monotonic() - clock
    await writer.close()
    await tokens.close()
    count = asked["people"] * asked["entries"]
    return {"cpu_ms": cpu * 1000 / count, "per_s": count / clock, "took": writer.took}


def _writer(place: Place, tokens: AppTokens, token: str, asked: Mapping[str, Any]) -> Writer:
    match asked["kind"]:
        case "ours":
            return Ours(place, tokens, asked)
        case "plain":
            return Plain(place, token, asked)
        case _:
            return Floor(place, token, asked)


def _numbers(asked: Mapping[str, Any]) -> range:
    return range(asked["first"], asked["first"] + asked["people"])


def _made(moulds: Moulds, number: int, count: int, title: str) -> list[bytes]:
    calls = [moulds.call(person(number), entry) for entry in entries(number, count, title)]
    parts = [calls[first : first + _MOST_IN_ENVELOPE] for first in range(0, count, _MOST_IN_ENVELOPE)]
    return [envelope(part, prefer='IdType="ImmutableId", outlook.timezone="UTC"') for part in parts]


def _event(number: int, entry: NewEntry) -> Event:
    return Event(
        transaction_id=transaction_of(person(number), entry),
        subject=title_of(entry),
        body=ItemBody(content_type=BodyType.Html, content=html_of(entry)),
        start=DateTimeTimeZone(date_time=moment_of(entry.slot.starts_at), time_zone="UTC"),
        end=DateTimeTimeZone(date_time=moment_of(entry.slot.ends_at), time_zone="UTC"),
        sensitivity=Sensitivity.Private,
        show_as=FreeBusyStatus.Busy,
        is_reminder_on=True,
        reminder_minutes_before_start=15,
    )


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure(*asked_of(sys.argv[1])))))
