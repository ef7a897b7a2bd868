"""Remembers what goes over the wire between us and Graph, and has it judged by somebody independent."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

import httpx
from kiota_abstractions.serialization import AdditionalDataHolder, Parsable, ParsableFactory
from kiota_serialization_json.json_parse_node import JsonParseNode
from msgraph.generated.models.event import Event
from msgraph.generated.models.mailbox_settings import MailboxSettings
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.models.subscription import Subscription
from msgraph.generated.models.user import User
from msgraph.generated.users.item.calendar.get_schedule.get_schedule_post_response import GetSchedulePostResponse
from msgraph.generated.users.item.calendar_view.delta.delta_get_response import DeltaGetResponse

from tests.graph_contract import GraphContract

SCHEMA = "Microsoft's schema"
MODELS = "msgraph-sdk's models"
_ANSWERS: list[tuple[str, type[ParsableFactory[Any]]]] = [
    (r"/v1\.0/users/[^/]+/events(/[^/]+)?", Event),
    (r"/v1\.0/users/[^/]+/calendarView/delta(\(\))?", DeltaGetResponse),
    (r"/v1\.0/users/[^/]+/calendar/getSchedule", GetSchedulePostResponse),
    (r"/v1\.0/users/[^/]+/mailboxSettings", MailboxSettings),
    (r"/v1\.0/users/[^/]+", User),
    (r"/v1\.0/subscriptions(/[^/]+)?", Subscription),
]


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """One request and what was answered; bodies are None where there are none."""

    request: httpx.Request
    sent: Any
    status: int
    headers: dict[str, str]
    answered: Any

    @property
    def path(self) -> str:
        """Where it went, ids in it as they were sent."""
        return self.request.url.raw_path.decode().partition("?")[0]


@dataclass
class Wire(httpx.AsyncBaseTransport):
    """The real network, remembered."""

    network: httpx.AsyncBaseTransport
    exchanges: list[Exchange] = field(default_factory=list)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send it on, and keep both sides."""
        sent = await request.aread()
        response = await self.network.handle_async_request(request)
        content = await response.aread()
        self.exchanges.append(
            Exchange(
                request=request,
                sent=json.loads(sent) if sent else None,
                status=response.status_code,
                headers=dict(response.headers),
                answered=json.loads(content) if content else None,
            )
        )
        return response

    async def aclose(self) -> None:
        """Close the network."""
        await self.network.aclose()

    def problems(self, judge: str) -> list[str]:
        """What the judge has against any of it."""
        verdict = _by_schema if judge == SCHEMA else _by_models
        return [
            f"{exchange.request.method} {exchange.path}: {problem}"
            for exchange in self.exchanges
            for problem in verdict(exchange)
        ]


def usual_judge() -> str:
    """The schema where it is on this machine, the SDK's models otherwise."""
    return SCHEMA if GraphContract.available() else MODELS


def _by_schema(exchange: Exchange) -> list[str]:
    contract, request = GraphContract(), exchange.request
    return [
        *contract.request(
            request.method, exchange.path, dict(request.headers), dict(request.url.params), exchange.sent
        ),
        *contract.response(request.method, exchange.path, exchange.status, exchange.headers, exchange.answered),
    ]


def _by_models(exchange: Exchange) -> list[str]:
    """What the SDK's models do not know lands in their additional data."""
    if exchange.answered is None:
        return []
    failed = exchange.status >= httpx.codes.BAD_REQUEST
    factory = ODataError if failed else next((f for p, f in _ANSWERS if re.fullmatch(p, exchange.path)), None)
    if factory is None:
        return ["an address that no model is known for"]
    value = JsonParseNode(exchange.answered).get_object_value(factory)
    return [f"the answer has {name}" for name in _unknown_in(value)]


def _unknown_in(value: object) -> list[str]:
    if isinstance(value, list):
        return [name for one in value for name in _unknown_in(one)]
    if not isinstance(value, Parsable):
        return []
    extra = value.additional_data if isinstance(value, AdditionalDataHolder) else {}
    found = [name for name in extra if name != "@removed" and "@odata." not in name]
    inside = [getattr(value, name) for name in vars(type(value)).get("__dataclass_fields__", {}) if name not in _NOT_IN]
    return found + [name for one in inside for name in _unknown_in(one)]


_NOT_IN = frozenset({"additional_data", "backing_store"})
