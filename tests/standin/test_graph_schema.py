"""Every kind of answer of the local Graph, judged by Microsoft's schema and read by Microsoft's models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from kiota_serialization_json.json_parse_node import JsonParseNode
from msgraph.generated.models.event import Event
from msgraph.generated.models.event_collection_response import EventCollectionResponse
from msgraph.generated.models.mailbox_settings import MailboxSettings
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.models.subscription import Subscription
from msgraph.generated.models.subscription_collection_response import SubscriptionCollectionResponse
from msgraph.generated.models.user import User
from msgraph.generated.users.item.calendar.get_schedule.get_schedule_post_response import GetSchedulePostResponse
from msgraph.generated.users.item.calendar_view.delta.delta_get_response import DeltaGetResponse

from tests.graph_contract import NOT_HERE, GraphContract
from tests.standin.local_graph import (
    ANA,
    BEN,
    DELTA,
    EVENTS,
    REVIEW,
    WINDOW,
    Graph,
    Receiver,
    at,
    new_review,
    subscription,
)

if TYPE_CHECKING:
    pass


# People


async def one_of_each(graph: Graph, receiver: Receiver) -> dict[str, Any]:
    """Every kind of answer, by the name of the model that reads it."""
    user = f"/v1.0/users/{ANA.object_id}"
    guests = [{"emailAddress": {"address": BEN.mail, "name": BEN.name}, "type": "Required"}]
    event = await new_review(graph, attendees=guests, location={"displayName": "Room 2"}, categories=["Learning"])
    _, link = await graph.changes(DELTA, query=WINDOW)
    await graph.call("DELETE", f"{EVENTS}/{event['id']}")
    await graph.call("POST", "/v1.0/subscriptions", subscription(receiver))
    view = {**WINDOW, "$top": "3"}
    times = {"startTime": at("2026-03-09T08:00:00"), "endTime": at("2026-03-09T18:00:00")}
    schedule = {"schedules": [ANA.mail, "nobody@meadow.example"], **times}
    return {
        "event": event,
        "removed": (await graph.call("GET", link.removeprefix(graph.address))).body,
        "delta": (await graph.call("GET", DELTA, query=WINDOW)).body,
        "view": (await graph.call("GET", f"{user}/calendarView", query=view)).body,
        "schedule": (await graph.call("POST", f"{user}/calendar/getSchedule", schedule)).body,
        "user": (await graph.call("GET", user)).body,
        "settings": (await graph.call("GET", f"{user}/mailboxSettings")).body,
        "subscriptions": (await graph.call("GET", "/v1.0/subscriptions")).body,
        "error": (await graph.call("GET", f"{EVENTS}/{event['id']}")).body,
    }


async def test_every_kind_of_answer_satisfies_microsofts_schema(graph: Graph, receiver: Receiver) -> None:
    if not GraphContract.available():
        pytest.skip(NOT_HERE)
    await one_of_each(graph, receiver)
    contract = GraphContract()
    for answer in graph.answers:
        assert contract.response(answer.method, answer.path, answer.status, answer.headers, answer.body) == []
    event = dict(graph.answers[0].body)
    path = f"{EVENTS}/{event['id']}"
    assert contract.response("GET", path, 200, {}, event | {"colour": "red"}), "the judge must be awake"
    assert contract.response("GET", path, 200, {}, event | {"showAs": "Busy"})
    assert contract.response("DELETE", path, 200, {}, None)


def test_the_judge_sees_what_is_wrong_with_a_request() -> None:
    if not GraphContract.available():
        pytest.skip(NOT_HERE)
    judge = GraphContract()
    headers = {"Authorization": "Bearer x", "Content-Type": "application/json"}
    good = subscription(Receiver(address="https://localhost:1"))
    guests = [{"emailAddress": {"address": BEN.mail}, "type": "Required"}]
    assert judge.request("POST", "/v1.0//users/x/events", headers, {}, REVIEW | {"attendees": guests}) == []
    assert judge.request("POST", "/subscriptions", headers, None, good) == []
    assert judge.request("GET", "/v1.0/users/x/calendarView/delta()", headers, WINDOW) == []
    assert judge.request("GET", "/v1.0/users/x/calendarView/delta()", headers, {"$deltatoken": "t"}) == []
    wrong = [
        ("GET", "/v1.0/users/x/calendarView/delta", headers, {}, None),
        ("GET", "/v1.0/users/x/calendarView/delta", headers, {**WINDOW, "$select": "id"}, None),
        ("GET", "/v1.0/users/x/calendarView", headers, {"startDateTime": "2026-03-01"}, None),
        ("GET", "/v1.0/users/x", {}, {}, None),
        ("GET", "/v1.0/users/x", headers, {}, {"body": 1}),
        ("GET", "/v1.0/planets", headers, {}, None),
        ("POST", "/v1.0/users/x/events", headers, {}, REVIEW | {"sensitivity": "secret"}),
        ("POST", "/v1.0/users/x/events", {"Authorization": "Bearer x"}, {}, REVIEW),
        ("POST", "/v1.0/users/x/events", headers, {}, None),
        ("POST", "/v1.0/subscriptions", headers, {}, good | {"notificationUrl": "http://localhost"}),
        ("POST", "/v1.0/subscriptions", headers, {}, good | {"clientState": "x" * 129}),
    ]
    for request in wrong:
        assert judge.request(*request), request


def unread(model: Any, where: str = "") -> list[str]:
    """What Microsoft's models did not know, anywhere inside; @odata notes apart."""
    if isinstance(model, list):
        return [name for one in model for name in unread(one, where)]
    if not hasattr(model, "additional_data"):
        return []
    names = [f"{where}{name}" for name in model.additional_data if "@odata." not in name]
    inside = [
        name for name in vars(type(model))["__dataclass_fields__"] if name not in {"additional_data", "backing_store"}
    ]
    return names + [name for key in inside for name in unread(getattr(model, key), f"{where}{key}/")]


async def test_msgraph_sdk_reads_every_kind_of_answer_whole(graph: Graph, receiver: Receiver) -> None:
    answers = await one_of_each(graph, receiver)
    models: dict[str, Any] = {
        "event": Event,
        "delta": DeltaGetResponse,
        "view": EventCollectionResponse,
        "schedule": GetSchedulePostResponse,
        "user": User,
        "settings": MailboxSettings,
        "subscriptions": SubscriptionCollectionResponse,
        "error": ODataError,
    }
    read: dict[str, Any] = {
        name: JsonParseNode(answers[name]).get_object_value(model) for name, model in models.items()
    }
    for name, model in read.items():
        assert unread(model) == [], name
    removed = JsonParseNode(answers["removed"]).get_object_value(DeltaGetResponse)
    assert unread(removed) == ["value/@removed"]
    assert read["event"].start.date_time == "2026-03-30T12:00:00.0000000"
    assert read["event"].attendees[0].email_address.address == BEN.mail
    assert read["schedule"].value[0].working_hours.time_zone.name == ANA.windows_zone
    one = JsonParseNode(answers["subscriptions"]["value"][0]).get_object_value(Subscription)
    assert one.client_state == "secret-state"
    assert read["error"].error.code == "ErrorItemNotFound"
