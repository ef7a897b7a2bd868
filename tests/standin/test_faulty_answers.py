"""A call that goes wrong on request gets what the service called would answer, and does as much or as little."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest

from standin.people import TENANT_ID
from standin.server import Running
from tests.standin.local_faults import ACTIVITIES, add_fault, say
from tests.standin.local_graph import BEN, DELTA, EVENTS, REVIEW, WINDOW, Graph

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


@pytest.mark.parametrize(("what", "code"), list(GRAPH_CODES.items()))
async def test_graph_refuses_in_its_own_words(standin: Running, graph: Graph, what: str, code: str) -> None:
    await add_fault(standin, graph, where="graph", what=what, retry_after=3 if what == "429" else None)
    answer = await graph.call("POST", EVENTS, REVIEW)
    assert (answer.status, answer.code) == (int(what), code)
    assert answer.headers.get("Retry-After") == ("3" if what == "429" else None)


@pytest.mark.parametrize(("what", "code"), list(TEAMS_CODES.items()))
async def test_teams_refuses_in_its_own_words(standin: Running, graph: Graph, what: str, code: str) -> None:
    await add_fault(standin, graph, where="teams", what=what, retry_after=2)
    status, headers, body = await say(standin, graph)
    assert (status, body["error"]["code"]) == (int(what), code)
    assert headers["Retry-After"] == "2"


async def test_the_gateway_before_teams_has_no_code(standin: Running, graph: Graph) -> None:
    for what in ("503", "504"):
        await add_fault(standin, graph, where="teams", what=what, times=1)
        status, _, body = await say(standin, graph)
        assert status == int(what)
        assert isinstance(body, str)


async def test_a_message_that_is_gone_is_an_activity_not_found(standin: Running, graph: Graph) -> None:
    await add_fault(standin, graph, where="teams", what="404", method="PUT")
    status, _, body = await say(standin, graph, f"{ACTIVITIES}/17", "PUT")
    assert (status, body["error"]["code"]) == (404, "ActivityNotFoundInConversation")


@pytest.mark.parametrize(
    ("what", "error"),
    [("401", "invalid_client"), ("429", "temporarily_unavailable"), ("503", "temporarily_unavailable")],
)
async def test_entra_refuses_in_its_own_words(standin: Running, graph: Graph, what: str, error: str) -> None:
    await add_fault(standin, graph, where="entra", what=what, retry_after=1)
    url = f"{graph.address}/{TENANT_ID}/oauth2/v2.0/token"
    async with graph.session.post(url, data={"grant_type": "client_credentials"}) as answer:
        assert (answer.status, (await answer.json())["error"]) == (int(what), error)
        assert answer.headers["Retry-After"] == "1"


async def test_another_code_than_the_usual_one_can_be_asked_for(standin: Running, graph: Graph) -> None:
    await add_fault(standin, graph, where="teams", what="403", code="BotDisabledByAdmin")
    assert (await say(standin, graph))[2]["error"]["code"] == "BotDisabledByAdmin"


async def test_a_dropped_connection_brings_no_answer_and_changes_nothing(standin: Running, graph: Graph) -> None:
    await add_fault(standin, graph, where="graph", what="drop", times=1)
    with pytest.raises(aiohttp.ClientError):
        await graph.call("POST", EVENTS, REVIEW)
    assert not _reviews(standin)


@pytest.mark.parametrize("what", ["commit-then-504", "commit-then-drop"])
async def test_what_was_written_stays_written_when_the_answer_is_lost(
    standin: Running, graph: Graph, what: str
) -> None:
    await add_fault(standin, graph, where="graph", what=what, times=1)
    if what == "commit-then-drop":
        with pytest.raises(aiohttp.ClientError):
            await graph.call("POST", EVENTS, REVIEW)
    else:
        assert (await graph.call("POST", EVENTS, REVIEW)).status == 504
    assert len(_reviews(standin)) == 1
    assert (await graph.call("POST", EVENTS, REVIEW)).status == 201
    assert len(_reviews(standin)) == 1, "the same transactionId makes no second one"


async def test_a_message_whose_answer_is_lost_stands_in_the_chat(standin: Running, graph: Graph) -> None:
    await add_fault(standin, graph, where="teams", what="commit-then-drop", times=1)
    with pytest.raises(aiohttp.ClientError):
        await say(standin, graph)
    _, chat = await graph.local(standin, "GET", "/window/ana/chat")
    assert [message["text"] for message in chat["messages"]] == ["Hello"]


async def test_a_slow_answer_is_the_right_one(standin: Running, graph: Graph) -> None:
    await add_fault(standin, graph, where="graph", what="slow", seconds=0.3)
    began = asyncio.get_running_loop().time()
    assert (await graph.call("POST", EVENTS, REVIEW)).status == 201
    assert asyncio.get_running_loop().time() - began >= 0.3


async def test_nonsense_is_a_web_page_that_says_all_is_well(standin: Running, graph: Graph) -> None:
    await add_fault(standin, graph, where="teams", what="nonsense")
    status, _, body = await say(standin, graph)
    assert status == 200
    assert "<html>" in body


async def test_a_fifth_call_at_once_to_one_mailbox_is_put_off(standin: Running, graph: Graph) -> None:
    await add_fault(standin, graph, where="graph", what="slow", seconds=0.5, person="ana")
    calls = [graph.call("GET", DELTA, query=WINDOW) for _ in range(5)]
    answers = await asyncio.gather(*calls, graph.call("GET", f"/v1.0/users/{BEN.mail}/calendarView", query=WINDOW))
    assert sorted(answer.status for answer in answers) == [200] * 5 + [429]
    (refused,) = [answer for answer in answers if answer.status == 429]
    assert refused.body["error"]["message"] == "Application is over its MailboxConcurrency limit."
    assert refused.headers["Retry-After"] == "1"
    assert (await graph.call("GET", DELTA, query=WINDOW)).status == 200


def _reviews(standin: Running) -> list[Any]:
    present = standin.world.calendars.mailbox("ana").present()
    return [entry for entry in present if entry.by_app]
