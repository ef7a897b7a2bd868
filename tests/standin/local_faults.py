"""Asking the stand-in for something to go wrong, and a message to Teams with which it may."""

from __future__ import annotations

from typing import Any

from standin.server import Running
from standin.teams.activities import conversation_id
from standin.world import LOCAL_APP_ID
from tests.standin.local_graph import ANA, Graph

CHAT = conversation_id(ANA, LOCAL_APP_ID)
ACTIVITIES = f"/teams/v3/conversations/{CHAT}/activities"
HELLO = {"type": "message", "text": "Hello"}


async def add_fault(standin: Running, graph: Graph, **rule: Any) -> str:
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
