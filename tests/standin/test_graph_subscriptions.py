"""What apps may rely on when the local Graph tells them of changes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from standin.graph.errors import GraphError
from standin.graph.notices import Notices
from standin.graph.subscriptions import Subscriptions
from standin.world import LOCAL_APP_ID
from tests.graph_contract import GraphContract
from tests.standin.local_graph import (
    ANA,
    BEN,
    DELTA,
    EVENTS,
    NOW,
    REVIEW,
    WINDOW,
    Graph,
    Receiver,
    at,
    graph_of,
    new_review,
    receiver_of,
    running,
    subscription,
)

if TYPE_CHECKING:
    from pathlib import Path

    from standin.server import Running


async def test_who_subscribes_hears_of_each_change_in_graphs_shape(
    graph: Graph, receiver: Receiver, standin: Running
) -> None:
    answer = await graph.call("POST", "/v1.0/subscriptions", subscription(receiver))
    assert answer.status == 201
    event = await new_review(graph)
    post = await receiver.next_post()
    told = post["value"][0]
    assert (told["changeType"], told["subscriptionId"]) == ("created", answer.body["id"])
    assert (told["clientState"], told["resourceData"]["id"]) == ("secret-state", event["id"])
    assert told["resource"] == f"Users/{ANA.object_id}/Events/{event['id']}"
    if GraphContract.available():
        assert not GraphContract().notices(post)
    standin.world.calendars.delete("ana", event["id"])
    assert (await receiver.next_post())["value"][0]["changeType"] == "deleted"


async def test_a_notice_that_is_not_taken_is_sent_again(graph: Graph, receiver: Receiver) -> None:
    await graph.call("POST", "/v1.0/subscriptions", subscription(receiver))
    receiver.statuses = [503]
    event = await new_review(graph)
    assert (await receiver.next_post())["value"][0]["resourceData"]["id"] == event["id"]


async def test_other_peoples_and_other_kinds_of_changes_stay_untold(graph: Graph, receiver: Receiver) -> None:
    await graph.call("POST", "/v1.0/subscriptions", subscription(receiver, changeType="deleted"))
    event = await new_review(graph)
    await graph.call("POST", f"/v1.0/users/{BEN.object_id}/events", REVIEW)
    await graph.call("DELETE", f"{EVENTS}/{event['id']}")
    assert (await receiver.next_post())["value"][0]["changeType"] == "deleted"
    assert receiver.posts == []


async def test_both_addresses_must_shake_hands_first(graph: Graph, receiver: Receiver) -> None:
    lifecycle = f"{receiver.address}/lifecycle?of=us"
    answer = await graph.call("POST", "/v1.0/subscriptions", subscription(receiver, lifecycleNotificationUrl=lifecycle))
    assert answer.status == 201
    assert [path.partition("?")[0] for path in receiver.handshakes] == ["/notices", "/lifecycle"]
    assert "of=us" in receiver.handshakes[1]


async def test_an_address_that_fails_the_handshake_gets_no_subscription(graph: Graph, receiver: Receiver) -> None:
    receiver.echo = "something else"
    answer = await graph.call("POST", "/v1.0/subscriptions", subscription(receiver))
    assert (answer.status, answer.code) == (400, "ValidationError")
    closed = await graph.call(
        "POST", "/v1.0/subscriptions", subscription(receiver, notificationUrl="https://localhost:1/")
    )
    assert closed.status == 400
    assert (await graph.call("GET", "/v1.0/subscriptions")).body["value"] == []


async def test_an_address_that_does_not_answer_in_time_fails_the_handshake(
    receiver: Receiver, standin: Running
) -> None:
    world = standin.world
    subscriptions = Subscriptions(world.store, world.clock)
    notices = Notices(subscriptions, world.certificates.client_context, world.faults, handshake_seconds=0.2)
    receiver.hangs = True
    with pytest.raises(GraphError, match="timed out"):
        await notices.check_addresses(subscriptions.draft(subscription(receiver), LOCAL_APP_ID, LOCAL_APP_ID))
    await notices.stop()


@pytest.mark.parametrize(
    "wrong",
    [
        {"changeType": "read"},
        {"changeType": None},
        {"resource": "/me/events"},
        {"resource": "/users/nobody/events"},
        {"notificationUrl": "http://127.0.0.1:1/"},
        {"notificationUrl": None},
        {"lifecycleNotificationUrl": "http://127.0.0.1:1/"},
        {"clientState": "x" * 129},
        {"expirationDateTime": "soon"},
        {"expirationDateTime": "2026-03-05T09:00:00"},
        {"expirationDateTime": (NOW - timedelta(minutes=1)).isoformat()},
        {"expirationDateTime": (NOW + timedelta(minutes=10_090)).isoformat()},
    ],
)
async def test_a_subscription_that_graph_does_not_allow_is_refused(
    graph: Graph, receiver: Receiver, wrong: dict[str, Any]
) -> None:
    answer = await graph.call("POST", "/v1.0/subscriptions", subscription(receiver) | wrong)
    assert answer.status == 400
    assert receiver.handshakes == []


async def test_a_subscription_ends_in_local_time_unless_it_is_renewed(
    graph: Graph, receiver: Receiver, standin: Running
) -> None:
    kept = (await graph.call("POST", "/v1.0/subscriptions", subscription(receiver))).body
    renewed = (await graph.call("POST", "/v1.0/subscriptions", subscription(receiver))).body
    await standin.world.clock.jump(timedelta(days=5))
    later = {"expirationDateTime": (NOW + timedelta(days=10)).isoformat()}
    answer = await graph.call("PATCH", f"/v1.0/subscriptions/{renewed['id']}", later)
    assert answer.status == 200
    await standin.world.clock.jump(timedelta(days=2))
    assert (await graph.call("GET", f"/v1.0/subscriptions/{kept['id']}")).status == 404
    assert (await graph.call("PATCH", f"/v1.0/subscriptions/{kept['id']}", later)).status == 404
    running_still = (await graph.call("GET", "/v1.0/subscriptions")).body["value"]
    assert [one["id"] for one in running_still] == [renewed["id"]]
    assert (await graph.call("DELETE", f"/v1.0/subscriptions/{renewed['id']}")).status == 204
    assert (await graph.call("DELETE", f"/v1.0/subscriptions/{renewed['id']}")).status == 404


async def test_a_restart_keeps_the_subscriptions(tmp_path: Path) -> None:
    async with (
        running(tmp_path) as standin,
        graph_of(standin) as graph,
        receiver_of(standin.world.certificates.server_context()) as receiver,
    ):
        await graph.call("POST", "/v1.0/subscriptions", subscription(receiver))
        before = (await graph.call("GET", "/v1.0/subscriptions")).body["value"]
    async with running(tmp_path) as standin, graph_of(standin) as graph:
        assert (await graph.call("GET", "/v1.0/subscriptions")).body["value"] == before
        assert len(before) == 1


# The judges


async def test_what_the_app_moves_and_deletes_is_told_and_read_as_a_change(graph: Graph, receiver: Receiver) -> None:
    entry = (await new_review(graph))["id"]
    _, link = await graph.changes(DELTA, query=WINDOW)
    await graph.call("POST", "/v1.0/subscriptions", subscription(receiver))

    times = {"start": at("2026-04-01T10:00:00"), "end": at("2026-04-01T10:30:00")}
    moved = await graph.call("PATCH", f"{EVENTS}/{entry}", times)
    assert (moved.status, moved.body["start"]["dateTime"][:16]) == (200, "2026-04-01T10:00")
    post = (await receiver.next_post())["value"][0]
    assert (post["changeType"], post["resourceData"]["@odata.etag"]) == ("updated", moved.body["@odata.etag"])
    changes, link = await graph.changes(link)
    assert [(change["id"], change["start"]["dateTime"][:16]) for change in changes] == [(entry, "2026-04-01T10:00")]

    assert (await graph.call("DELETE", f"{EVENTS}/{entry}")).status == 204
    assert (await receiver.next_post())["value"][0]["changeType"] == "deleted"
    changes, _ = await graph.changes(link)
    assert [(change["id"], change["@removed"]["reason"]) for change in changes] == [(entry, "deleted")]
    assert (await graph.call("DELETE", f"{EVENTS}/{entry}")).code == "ErrorItemNotFound"
    assert (await graph.call("PATCH", f"{EVENTS}/{entry}", times)).code == "ErrorItemNotFound"
