"""What goes wrong on request, in the shapes of the service that was called."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from standin.people import TENANT_ID
from standin.server import Running
from standin.teams.activities import conversation_id
from standin.world import LOCAL_APP_ID
from tests.graph_contract import GraphContract
from tests.standin.local_graph import (
    ANA,
    BEN,
    DELTA,
    EVENTS,
    REVIEW,
    WINDOW,
    Graph,
    Receiver,
    graph_of,
    receiver_of,
    running,
    subscription,
)

CHAT = conversation_id(ANA, LOCAL_APP_ID)
ACTIVITIES = f"/teams/v3/conversations/{CHAT}/activities"
HELLO = {"type": "message", "text": "Hello"}
GRAPH_CODES = {
    "401": "InvalidAuthenticationToken",
    "403": "ErrorAccessDenied",
    "404": "ErrorItemNotFound",
    "409": "ErrorIrresolvableConflict",
    "410": "syncStateNotFound",
    "412": "ErrorIrresolvableConflict",
    "413": "ErrorMessageSizeExceeded",
    "429": "ApplicationThrottled",
    "500": "ErrorInternalServerError",
    "502": "UnknownError",
    "503": "ErrorServerBusy",
    "504": "UnknownError",
}
TEAMS_CODES = {
    "401": "Unauthorized",
    "403": "BotNotInConversationRoster",
    "404": "ConversationNotFound",
    "412": "PreconditionFailed",
    "413": "MessageSizeTooBig",
    "429": "Throttled",
    "500": "ServiceError",
    "502": "ServiceError",
}


@pytest.fixture
async def standin(tmp_path: Path) -> AsyncIterator[Running]:
    async with running(tmp_path) as standin:
        yield standin


@pytest.fixture
async def graph(standin: Running) -> AsyncIterator[Graph]:
    async with graph_of(standin) as graph:
        yield graph


@pytest.fixture
async def receiver(standin: Running) -> AsyncIterator[Receiver]:
    async with receiver_of(standin.world.certificates.server_context()) as listening:
        yield listening


async def put(standin: Running, graph: Graph, **rule: Any) -> str:
    status, answer = await graph.local(standin, "POST", "/local/faults", rule)
    assert status == 201, answer
    return str(answer["id"])


async def say(standin: Running, graph: Graph, path: str = ACTIVITIES, method: str = "POST") -> tuple[int, Any, Any]:
    """What Teams answers to a message: status, headers and body."""
    token = standin.world.issuer.token_for_app("https://api.botframework.com/.default")
    url, headers = f"{standin.world.settings.http_address}{path}", {"Authorization": f"Bearer {token['access_token']}"}
    async with graph.session.request(method, url, json=HELLO, headers=headers) as answer:
        is_json = answer.content_type == "application/json"
        return answer.status, answer.headers, await answer.json() if is_json else await answer.text()


@pytest.mark.parametrize(("what", "code"), list(GRAPH_CODES.items()))
async def test_graph_refuses_in_its_own_words(standin: Running, graph: Graph, what: str, code: str) -> None:
    await put(standin, graph, where="graph", what=what, retry_after=3 if what == "429" else None)
    answer = await graph.call("POST", EVENTS, REVIEW)
    assert (answer.status, answer.code) == (int(what), code)
    assert answer.headers.get("Retry-After") == ("3" if what == "429" else None)


@pytest.mark.parametrize(("what", "code"), list(TEAMS_CODES.items()))
async def test_teams_refuses_in_its_own_words(standin: Running, graph: Graph, what: str, code: str) -> None:
    await put(standin, graph, where="teams", what=what, retry_after=2)
    status, headers, body = await say(standin, graph)
    assert (status, body["error"]["code"]) == (int(what), code)
    assert headers["Retry-After"] == "2"


async def test_the_gateway_before_teams_has_no_code(standin: Running, graph: Graph) -> None:
    for what in ("503", "504"):
        await put(standin, graph, where="teams", what=what, times=1)
        status, _, body = await say(standin, graph)
        assert status == int(what)
        assert isinstance(body, str)


async def test_a_message_that_is_gone_is_an_activity_not_found(standin: Running, graph: Graph) -> None:
    await put(standin, graph, where="teams", what="404", method="PUT")
    status, _, body = await say(standin, graph, f"{ACTIVITIES}/17", "PUT")
    assert (status, body["error"]["code"]) == (404, "ActivityNotFoundInConversation")


@pytest.mark.parametrize(
    ("what", "error"),
    [("401", "invalid_client"), ("429", "temporarily_unavailable"), ("503", "temporarily_unavailable")],
)
async def test_entra_refuses_in_its_own_words(standin: Running, graph: Graph, what: str, error: str) -> None:
    await put(standin, graph, where="entra", what=what, retry_after=1)
    url = f"{graph.address}/{TENANT_ID}/oauth2/v2.0/token"
    async with graph.session.post(url, data={"grant_type": "client_credentials"}) as answer:
        assert (answer.status, (await answer.json())["error"]) == (int(what), error)
        assert answer.headers["Retry-After"] == "1"


async def test_another_code_than_the_usual_one_can_be_asked_for(standin: Running, graph: Graph) -> None:
    await put(standin, graph, where="teams", what="403", code="BotDisabledByAdmin")
    assert (await say(standin, graph))[2]["error"]["code"] == "BotDisabledByAdmin"


async def test_a_rule_strikes_as_often_as_it_says(standin: Running, graph: Graph) -> None:
    await put(standin, graph, where="graph", what="503", times=2)
    statuses = [(await graph.call("POST", EVENTS, REVIEW)).status for _ in range(3)]
    assert statuses == [503, 503, 201]
    assert await graph.local(standin, "GET", "/local/faults") == (200, {"faults": []})


async def test_a_rule_strikes_only_what_it_names(standin: Running, graph: Graph) -> None:
    await put(standin, graph, where="graph", what="503", method="post", path="/events", person="ana")
    await put(standin, graph, where="teams", what="500", person="ben")
    assert (await graph.call("POST", EVENTS, REVIEW)).status == 503
    assert (await graph.call("GET", DELTA, query=WINDOW)).status == 200
    assert (await graph.call("POST", f"/v1.0/users/{BEN.mail}/events", REVIEW)).status == 201
    assert (await say(standin, graph))[0] == 201
    _, listed = await graph.local(standin, "GET", "/local/faults")
    assert [(rule["where"], rule["done"]) for rule in listed["faults"]] == [("graph", 1), ("teams", 0)]


async def test_a_pattern_and_a_person_in_the_body_are_understood(standin: Running, graph: Graph) -> None:
    await put(standin, graph, where="graph", what="404", method="GET", path="/users/*/events/*")
    await put(standin, graph, where="teams", what="403", person="ana", path="/v3/conversations")
    assert (await graph.call("GET", f"{EVENTS}/x")).status == 404
    assert (await graph.call("GET", DELTA, query=WINDOW)).status == 200
    url = f"{standin.world.settings.http_address}/teams/v3/conversations"
    for person, status in ((ANA, 403), (BEN, 401)):
        async with graph.session.post(url, json={"members": [{"id": person.object_id}]}) as answer:
            assert answer.status == status


async def test_a_rule_that_was_taken_away_strikes_no_more(standin: Running, graph: Graph) -> None:
    first = await put(standin, graph, where="graph", what="503")
    assert (await graph.local(standin, "DELETE", f"/local/faults/{first}"))[0] == 204
    assert (await graph.local(standin, "DELETE", f"/local/faults/{first}"))[0] == 404
    await put(standin, graph, where="graph", what="503")
    assert (await graph.local(standin, "DELETE", "/local/faults"))[0] == 204
    assert (await graph.call("POST", EVENTS, REVIEW)).status == 201


@pytest.mark.parametrize(
    "rule",
    [
        {},
        {"where": "moon", "what": "429"},
        {"where": "graph", "what": "lost"},
        {"where": "notices", "what": "429"},
        {"where": "graph", "what": "slow"},
        {"where": "graph", "what": "429", "times": 0},
        {"where": "graph", "what": "429", "retry_after": "soon"},
        {"where": "graph", "what": "429", "person": "zoe"},
        {"where": "graph", "what": "429", "colour": "red"},
        {"where": "graph", "what": "429", "id": "mine"},
    ],
)
async def test_a_rule_that_makes_no_sense_is_refused_in_words(
    standin: Running, graph: Graph, rule: dict[str, Any]
) -> None:
    status, answer = await graph.local(standin, "POST", "/local/faults", rule)
    assert status == 400
    assert answer["error"]


async def test_a_dropped_connection_brings_no_answer_and_changes_nothing(standin: Running, graph: Graph) -> None:
    await put(standin, graph, where="graph", what="drop", times=1)
    with pytest.raises(aiohttp.ClientError):
        await graph.call("POST", EVENTS, REVIEW)
    assert not _reviews(standin)


@pytest.mark.parametrize("what", ["commit-then-504", "commit-then-drop"])
async def test_what_was_written_stays_written_when_the_answer_is_lost(
    standin: Running, graph: Graph, what: str
) -> None:
    await put(standin, graph, where="graph", what=what, times=1)
    if what == "commit-then-drop":
        with pytest.raises(aiohttp.ClientError):
            await graph.call("POST", EVENTS, REVIEW)
    else:
        assert (await graph.call("POST", EVENTS, REVIEW)).status == 504
    assert len(_reviews(standin)) == 1
    assert (await graph.call("POST", EVENTS, REVIEW)).status == 201
    assert len(_reviews(standin)) == 1, "the same transactionId makes no second one"


async def test_a_message_whose_answer_is_lost_stands_in_the_chat(standin: Running, graph: Graph) -> None:
    await put(standin, graph, where="teams", what="commit-then-drop", times=1)
    with pytest.raises(aiohttp.ClientError):
        await say(standin, graph)
    _, chat = await graph.local(standin, "GET", "/window/ana/chat")
    assert [message["text"] for message in chat["messages"]] == ["Hello"]


async def test_a_slow_answer_is_the_right_one(standin: Running, graph: Graph) -> None:
    await put(standin, graph, where="graph", what="slow", seconds=0.3)
    began = asyncio.get_running_loop().time()
    assert (await graph.call("POST", EVENTS, REVIEW)).status == 201
    assert asyncio.get_running_loop().time() - began >= 0.3


async def test_nonsense_is_a_web_page_that_says_all_is_well(standin: Running, graph: Graph) -> None:
    await put(standin, graph, where="teams", what="nonsense")
    status, _, body = await say(standin, graph)
    assert status == 200
    assert "<html>" in body


async def test_a_fifth_call_at_once_to_one_mailbox_is_put_off(standin: Running, graph: Graph) -> None:
    await put(standin, graph, where="graph", what="slow", seconds=0.5, person="ana")
    calls = [graph.call("GET", DELTA, query=WINDOW) for _ in range(5)]
    answers = await asyncio.gather(*calls, graph.call("GET", f"/v1.0/users/{BEN.mail}/calendarView", query=WINDOW))
    assert sorted(answer.status for answer in answers) == [200] * 5 + [429]
    (refused,) = [answer for answer in answers if answer.status == 429]
    assert refused.body["error"]["message"] == "Application is over its MailboxConcurrency limit."
    assert refused.headers["Retry-After"] == "1"
    assert (await graph.call("GET", DELTA, query=WINDOW)).status == 200


async def test_the_window_and_the_switches_never_go_wrong(standin: Running, graph: Graph) -> None:
    for where in ("graph", "teams", "entra"):
        await put(standin, graph, where=where, what="500")
    assert (await graph.local(standin, "GET", "/window/people"))[0] == 200
    assert (await graph.local(standin, "GET", "/local/health"))[0] == 200


# Notices


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
    await put(standin, graph, where="notices", what="lost", person="ana", times=1)
    await write(graph, "one")
    two = await write(graph, "two")
    assert await told(receiver) == two


async def test_a_doubled_notice_comes_twice(standin: Running, graph: Graph, receiver: Receiver) -> None:
    await watched(graph, receiver)
    await put(standin, graph, where="notices", what="doubled", times=1)
    one = await write(graph, "one")
    assert [await told(receiver), await told(receiver)] == [one, one]


async def test_a_late_notice_comes_late(standin: Running, graph: Graph, receiver: Receiver) -> None:
    await watched(graph, receiver)
    await put(standin, graph, where="notices", what="late", seconds=0.4, times=1)
    one = await write(graph, "one")
    await asyncio.sleep(0.2)
    assert receiver.posts == []
    assert await told(receiver) == one


async def test_a_reordered_notice_comes_after_the_next(standin: Running, graph: Graph, receiver: Receiver) -> None:
    await watched(graph, receiver)
    await put(standin, graph, where="notices", what="reordered", times=1)
    one, two = await write(graph, "one"), await write(graph, "two")
    assert [await told(receiver), await told(receiver)] == [two, one]


async def test_a_reordered_notice_without_a_next_comes_after_a_while(
    standin: Running, graph: Graph, receiver: Receiver
) -> None:
    await watched(graph, receiver)
    await put(standin, graph, where="notices", what="reordered", seconds=0.2, times=1)
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


async def test_expired_delta_tokens_are_gone_even_after_a_restart(tmp_path: Path) -> None:
    async with running(tmp_path) as standin, graph_of(standin) as graph:
        _, link = await graph.changes(DELTA, query=WINDOW)
        assert (await graph.local(standin, "POST", "/local/delta-tokens/expire", {"person": "ana"}))[0] == 204
        path = link.removeprefix(graph.address)
        gone = await graph.call("GET", path)
        assert (gone.status, gone.code) == (410, "syncStateNotFound")
    async with running(tmp_path) as standin, graph_of(standin) as graph:
        assert (await graph.call("GET", path)).status == 410
        _, fresh = await graph.changes(DELTA, query=WINDOW)
        assert (await graph.call("GET", fresh.removeprefix(graph.address))).status == 200


async def test_what_the_app_moves_and_deletes_is_told_and_read_as_a_change(graph: Graph, receiver: Receiver) -> None:
    entry = await write(graph, "one")
    _, link = await graph.changes(DELTA, query=WINDOW)
    await watched(graph, receiver)

    times = {
        "start": {"dateTime": "2026-04-01T10:00:00", "timeZone": "UTC"},
        "end": {"dateTime": "2026-04-01T10:30:00", "timeZone": "UTC"},
    }
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


async def test_an_entry_cannot_end_before_it_starts_and_an_old_etag_changes_nothing(graph: Graph) -> None:
    entry = await write(graph, "one")
    late = {"start": {"dateTime": "2026-04-01T10:00:00", "timeZone": "UTC"}}
    wrong = await graph.call("PATCH", f"{EVENTS}/{entry}", late)
    assert (wrong.status, wrong.code) == (400, "ErrorCalendarEndDateIsEarlierThanStartDate")
    old = await graph.call("PATCH", f"{EVENTS}/{entry}", {"subject": "x"}, headers={"If-Match": 'W/"old"'})
    assert (old.status, old.code) == (412, "ErrorIrresolvableConflict")


def _reviews(standin: Running) -> list[Any]:
    present = standin.world.calendars.mailbox("ana").present()
    return [entry for entry in present if entry.by_app]
