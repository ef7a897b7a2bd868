"""Remembers what goes over the wire between us and Graph, and has it judged by somebody independent."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any

from aiohttp import TraceConfig, TraceRequestChunkSentParams, TraceRequestEndParams
from kiota_abstractions.serialization import AdditionalDataHolder, Parsable, ParsableFactory
from kiota_serialization_json.json_parse_node import JsonParseNode
from msgraph.generated.models.event import Event
from msgraph.generated.models.event_collection_response import EventCollectionResponse
from msgraph.generated.models.mailbox_settings import MailboxSettings
from msgraph.generated.models.meeting_time_suggestions_result import MeetingTimeSuggestionsResult
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.models.subscription import Subscription
from msgraph.generated.models.user import User
from msgraph.generated.users.item.calendar.get_schedule.get_schedule_post_response import GetSchedulePostResponse
from msgraph.generated.users.item.calendar_view.delta.delta_get_response import DeltaGetResponse

from tests.graph_contract import GraphContract

SCHEMA = "Microsoft's schema"
MODELS = "msgraph-sdk's models"
_BATCH = "/$batch"
_ANSWERS: list[tuple[str, type[ParsableFactory[Any]]]] = [
    (r"/v1\.0/users/[^/]+/events(/[^/]+)?", Event),
    (r"/v1\.0/users/[^/]+/events/[^/]+/instances", EventCollectionResponse),
    (r"/v1\.0/users/[^/]+/calendarView/delta(\(\))?", DeltaGetResponse),
    (r"/v1\.0/users/[^/]+/calendar/getSchedule", GetSchedulePostResponse),
    (r"/v1\.0/users/[^/]+/findMeetingTimes", MeetingTimeSuggestionsResult),
    (r"/v1\.0/users/[^/]+/mailboxSettings", MailboxSettings),
    (r"/v1\.0/users/[^/]+", User),
    (r"/v1\.0/subscriptions(/[^/]+)?", Subscription),
]


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """One request and what was answered; bodies are None where there are none."""

    method: str
    path: str
    """Where it went, ids in it as they were sent."""
    query: dict[str, str]
    said: dict[str, str]
    sent: Any
    status: int
    headers: dict[str, str]
    answered: Any


@dataclass
class Wire:
    """Remembers what goes over a client's connections; requests within an envelope too, each by itself."""

    exchanges: list[Exchange] = field(default_factory=list)

    @property
    def traces(self) -> list[TraceConfig]:
        """For the client that is to be overheard."""
        trace = TraceConfig()
        trace.on_request_chunk_sent.append(self._sent)
        trace.on_request_end.append(self._answered)
        return [trace]

    async def _sent(self, _session: object, request: SimpleNamespace, sent: TraceRequestChunkSentParams) -> None:
        request.body = getattr(request, "body", b"") + sent.chunk

    async def _answered(self, _session: object, request: SimpleNamespace, asked: TraceRequestEndParams) -> None:
        sent = getattr(request, "body", b"")
        content = await asked.response.read()
        exchange = Exchange(
            method=asked.method,
            path=asked.url.raw_path,
            query=dict(asked.url.query),
            said=dict(asked.response.request_info.headers),
            sent=json.loads(sent) if sent else None,
            status=asked.response.status,
            headers=dict(asked.response.headers),
            answered=json.loads(content) if content else None,
        )
        self.exchanges.append(exchange)
        if exchange.path.endswith(_BATCH) and exchange.status == HTTPStatus.OK:
            self.exchanges += _inside(exchange)

    def problems(self, judge: str) -> list[str]:
        """What the judge has against any of it."""
        verdict = _by_schema if judge == SCHEMA else _by_models
        return [
            f"{exchange.method} {exchange.path}: {problem}"
            for exchange in self.exchanges
            for problem in verdict(exchange)
        ]


def _inside(envelope: Exchange) -> list[Exchange]:
    """What each request of the envelope was, and its answer."""
    answers = {answer["id"]: answer for answer in envelope.answered["responses"]}
    return [
        Exchange(
            method=one["method"],
            path=f"/v1.0{one['url'].partition('?')[0]}",
            query={},
            said=one["headers"] | {"Authorization": envelope.said["Authorization"]},
            sent=one.get("body"),
            status=answers[one["id"]]["status"],
            headers=answers[one["id"]].get("headers") or {},
            answered=answers[one["id"]].get("body"),
        )
        for one in envelope.sent["requests"]
    ]


def usual_judge() -> str:
    """The schema where it is on this machine, the SDK's models otherwise."""
    return SCHEMA if GraphContract.available() else MODELS


def _by_schema(exchange: Exchange) -> list[str]:
    contract, method, path = GraphContract(), exchange.method, exchange.path
    return [
        *contract.request(method, path, exchange.said, exchange.query, exchange.sent),
        *contract.response(method, path, exchange.status, exchange.headers, exchange.answered),
    ]


def _by_models(exchange: Exchange) -> list[str]:
    """What the SDK's models do not know lands in their additional data."""
    if exchange.answered is None or exchange.path.endswith(_BATCH):
        return []  # what is in an envelope is judged by itself
    failed = exchange.status >= HTTPStatus.BAD_REQUEST
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
