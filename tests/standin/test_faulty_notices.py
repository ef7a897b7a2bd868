"""Change notices that are lost, doubled, late or out of order, and what Graph says of a subscription, on request."""

from __future__ import annotations

import asyncio

import pytest

from standin.server import Running
from tests.graph_contract import GraphContract
from tests.standin.local_faults import add_fault
from tests.standin.local_graph import EVENTS, REVIEW, Graph, Receiver, subscription


async def watched(graph: Graph, receiver: Receiver) -> None:
    lifecycle = f"{receiver.address}/lifecycle"
    made = await graph.call("POST", "/v1.0/subscriptions", subscription(receiver, lifecycleNotificationUrl=lifecycle))
    assert made.status == 201


async def write(graph: Graph, name: str) -> str:
    return str((await graph.call("POST", EVENTS, REVIEW | {"transactionId": name})).body["id"])


async def told(receiver: Receiver) -> str:
    return str((await receiver.next_post())["value"][0]["resourceData"]["id"])


async def test_a_lost_notice_never_comes(standin: Running, graph: Graph, receiver: Receiver) -> None:
    await watched(graph, receiver)
    await add_fault(standin, graph, where="notices", what="lost", person="ana", times=1)
    await write(graph, "one")
    two = await write(graph, "two")
    assert await told(receiver) == two


async def test_a_doubled_notice_comes_twice(standin: Running, graph: Graph, receiver: Receiver) -> None:
    await watched(graph, receiver)
    await add_fault(standin, graph, where="notices", what="doubled", times=1)
    one = await write(graph, "one")
    assert [await told(receiver), await told(receiver)] == [one, one]


async def test_a_late_notice_comes_late(standin: Running, graph: Graph, receiver: Receiver) -> None:
    await watched(graph, receiver)
    await add_fault(standin, graph, where="notices", what="late", seconds=0.4, times=1)
    one = await write(graph, "one")
    await asyncio.sleep(0.2)
    assert receiver.posts == []
    assert await told(receiver) == one


async def test_a_reordered_notice_comes_after_the_next(standin: Running, graph: Graph, receiver: Receiver) -> None:
    await watched(graph, receiver)
    await add_fault(standin, graph, where="notices", what="reordered", times=1)
    one, two = await write(graph, "one"), await write(graph, "two")
    assert [await told(receiver), await told(receiver)] == [two, one]


async def test_a_reordered_notice_without_a_next_comes_after_a_while(
    standin: Running, graph: Graph, receiver: Receiver
) -> None:
    await watched(graph, receiver)
    await add_fault(standin, graph, where="notices", what="reordered", seconds=0.2, times=1)
    assert await write(graph, "one") == await told(receiver)


@pytest.mark.parametrize("event", ["reauthorizationRequired", "subscriptionRemoved", "missed"])
async def test_lifecycle_notices_come_on_request(
    standin: Running, graph: Graph, receiver: Receiver, event: str
) -> None:
    await watched(graph, receiver)
    path = f"/local/subscriptions/{event}"
    assert await graph.local(standin, "POST", path, {"person": "ana"}) == (200, {"sent": 1})
    post = await receiver.next_post()
    assert post["value"][0]["lifecycleEvent"] == event
    assert post["value"][0]["clientState"] == "secret-state"
    if GraphContract.available():
        assert GraphContract().notices(post) == []

    left = (await graph.call("GET", "/v1.0/subscriptions")).body["value"]
    assert len(left) == (0 if event == "subscriptionRemoved" else 1)
    for subscribed in left:
        assert (await graph.call("POST", f"/v1.0/subscriptions/{subscribed['id']}/reauthorize")).status == 204


async def test_lifecycle_notices_of_other_kinds_or_people_there_are_none(standin: Running, graph: Graph) -> None:
    assert (await graph.local(standin, "POST", "/local/subscriptions/bored", {"person": "ana"}))[0] == 404
    assert (await graph.local(standin, "POST", "/local/subscriptions/missed", {"person": "zoe"}))[0] == 404
    assert await graph.local(standin, "POST", "/local/subscriptions/missed", {"person": "ana"}) == (200, {"sent": 0})
