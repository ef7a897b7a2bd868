"""Sends requests to people's mailboxes, each mailbox within its own limits."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from graph.failures import GraphFailure
from graph.turns import Turns

if TYPE_CHECKING:
    from kiota_abstractions.request_information import RequestInformation
    from msgraph.graph_service_client import GraphServiceClient

    from graph.client import GraphClient
    from graph.pool import Answer, Refused
    from learning.errors import OutsideFailure
    from learning.people import PersonId

_ASKS_TO_WAIT = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})


class MailboxClient:
    """The client, with a turn for each call. While a mailbox is to be left alone, its calls fail with `retry_after`."""

    def __init__(self, client: GraphClient) -> None:
        self._client = client
        self._turns = Turns()

    @property
    def builders(self) -> GraphServiceClient:
        """Makes requests for `send`."""
        return self._client.builders

    @property
    def is_delegated(self) -> bool:
        """Whether people's own rights are used."""
        return self._client.is_delegated

    def is_own(self, link: str) -> bool:
        """See `GraphClient.is_own`."""
        return self._client.is_own(link)

    def own(self, failure: OutsideFailure, headers: Any) -> OutsideFailure:
        """See `GraphClient.own`."""
        return self._client.own(failure, headers)

    async def send(self, person: PersonId, request: RequestInformation, *prefer: str) -> dict[str, Any]:
        """See `GraphClient.send`."""
        async with self._turn(person):
            return await self._client.send(person, request, *prefer)

    async def send_for_nothing(self, person: PersonId, request: RequestInformation) -> None:
        """See `GraphClient.send_for_nothing`."""
        async with self._turn(person):
            await self._client.send_for_nothing(person, request)

    async def post_batch(
        self, person: PersonId, content: bytes, calls: int, *, refused: Refused | None = None
    ) -> Answer:
        """Post an envelope with so many calls, at most four; see `GraphClient.post_batch`."""
        async with self._turn(person, calls):
            return await self._client.post_batch(person, content, refused=refused)

    def heed(self, person: PersonId, failure: OutsideFailure) -> None:
        """Leave the mailbox alone for as long as this failure asks, if it does."""
        if isinstance(failure, GraphFailure) and failure.status in _ASKS_TO_WAIT and failure.retry_after is not None:
            self._turns.hold(person, failure.retry_after)

    @asynccontextmanager
    async def _turn(self, person: PersonId, calls: int = 1) -> AsyncIterator[None]:
        async with self._turns.take(person, calls):
            try:
                yield
            except GraphFailure as failure:
                self.heed(person, failure)
                raise
