"""Rules for what is to go wrong: each strikes what it names, as often as it says, and makes sense."""

from __future__ import annotations

from typing import Any

import pytest

from standin.server import Running
from tests.standin.local_faults import add_fault, say
from tests.standin.local_graph import ANA, BEN, DELTA, EVENTS, REVIEW, WINDOW, Graph


async def test_a_rule_strikes_as_often_as_it_says(standin: Running, graph: Graph) -> None:
    await add_fault(standin, graph, where="graph", what="503", times=2)
    statuses = [(await graph.call("POST", EVENTS, REVIEW)).status for _ in range(3)]
    assert statuses == [503, 503, 201]
    assert await graph.local(standin, "GET", "/local/faults") == (200, {"faults": []})


async def test_a_rule_strikes_only_what_it_names(standin: Running, graph: Graph) -> None:
    await add_fault(standin, graph, where="graph", what="503", method="post", path="/events", person="ana")
    await add_fault(standin, graph, where="teams", what="500", person="ben")
    assert (await graph.call("POST", EVENTS, REVIEW)).status == 503
    assert (await graph.call("GET", DELTA, query=WINDOW)).status == 200
    assert (await graph.call("POST", f"/v1.0/users/{BEN.mail}/events", REVIEW)).status == 201
    assert (await say(standin, graph))[0] == 201
    _, listed = await graph.local(standin, "GET", "/local/faults")
    assert [(rule["where"], rule["done"]) for rule in listed["faults"]] == [("graph", 1), ("teams", 0)]


async def test_a_pattern_and_a_person_in_the_body_are_understood(standin: Running, graph: Graph) -> None:
    await add_fault(standin, graph, where="graph", what="404", method="GET", path="/users/*/events/*")
    await add_fault(standin, graph, where="teams", what="403", person="ana", path="/v3/conversations")
    assert (await graph.call("GET", f"{EVENTS}/x")).status == 404
    assert (await graph.call("GET", DELTA, query=WINDOW)).status == 200
    url = f"{standin.world.settings.http_address}/teams/v3/conversations"
    for person, status in ((ANA, 403), (BEN, 401)):
        async with graph.session.post(url, json={"members": [{"id": person.object_id}]}) as answer:
            assert answer.status == status


async def test_a_rule_that_was_taken_away_strikes_no_more(standin: Running, graph: Graph) -> None:
    first = await add_fault(standin, graph, where="graph", what="503")
    assert (await graph.local(standin, "DELETE", f"/local/faults/{first}"))[0] == 204
    assert (await graph.local(standin, "DELETE", f"/local/faults/{first}"))[0] == 404
    await add_fault(standin, graph, where="graph", what="503")
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


async def test_the_window_and_the_switches_never_go_wrong(standin: Running, graph: Graph) -> None:
    for where in ("graph", "teams", "entra"):
        await add_fault(standin, graph, where=where, what="500")
    assert (await graph.local(standin, "GET", "/window/people"))[0] == 200
    assert (await graph.local(standin, "GET", "/local/health"))[0] == 200
