from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import jwt
import pytest

from standin.people import TENANT_ID
from standin.teams import delivery
from standin.world import LOCAL_APP_ID
from tests.standin.local_teams import (
    ACTIVITIES,
    ANA,
    BEN,
    CARD,
    CARD_MESSAGE,
    CHAT,
    HAVE_IT,
    NOW,
    App,
    Teams,
    running,
    until,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

HELLO = {"type": "message", "text": "Hello"}


@pytest.fixture
async def app() -> AsyncIterator[App]:
    app = App()
    await app.start()
    yield app
    await app.stop()


@pytest.fixture
async def teams(tmp_path: Path, app: App) -> AsyncIterator[Teams]:
    async with running(tmp_path, app) as teams:
        await until(lambda: len(app.received) == 2 * len(HAVE_IT))
        yield teams


async def test_the_app_hears_once_of_each_person_who_has_it(tmp_path: Path, app: App) -> None:
    async with running(tmp_path, app) as teams:
        await until(lambda: len(app.received) == 2 * len(HAVE_IT))
        await asyncio.sleep(0.5)  # until the last answer has come back, too: without it, it would rightly ask again
        port = teams.world.settings.http_port
    async with running(tmp_path, app, http_port=port):
        await asyncio.sleep(0.2)

    assert len(app.received) == 2 * len(HAVE_IT)
    for added, update in zip(app.of_kind("conversationUpdate"), app.of_kind("installationUpdate"), strict=True):
        assert added["membersAdded"][0] == {"id": f"28:{LOCAL_APP_ID}"}
        assert update["action"] == "add"
        assert added["from"] == update["from"]


async def test_the_app_hears_of_them_again_when_their_chats_have_another_address(tmp_path: Path, app: App) -> None:
    async with running(tmp_path, app):
        await until(lambda: len(app.received) == 2 * len(HAVE_IT))
    async with running(tmp_path, app) as teams:
        address = teams.world.settings.service_url
        await until(lambda: [one["serviceUrl"] for one in app.received].count(address) == 2 * len(HAVE_IT))


async def test_an_app_that_starts_later_hears_of_them_all_the_same(tmp_path: Path, app: App) -> None:
    await app.stop()
    async with running(tmp_path, app):
        await asyncio.sleep(0.1)
        await app.start()
        await until(lambda: len(app.received) == 2 * len(HAVE_IT))


async def test_an_app_that_fails_hears_of_them_again(tmp_path: Path, app: App) -> None:
    app.answers["conversationUpdate"] = (500, None)
    async with running(tmp_path, app):
        await until(lambda: len(app.received) >= len(HAVE_IT))
        app.answers.clear()
        await until(lambda: len(app.of_kind("installationUpdate")) == len(HAVE_IT))
    assert len(app.of_kind("conversationUpdate")) == 2 * len(HAVE_IT)


async def test_what_a_person_says_arrives_in_the_shape_of_teams(teams: Teams) -> None:
    assert (await teams.window("POST", "/ana/chat", {"text": " help "}))[0] == 202

    said = teams.app.of_kind("message")[0]
    service_url = teams.world.settings.service_url
    assert said["text"] == "help"
    assert said["serviceUrl"] == service_url
    assert said["channelId"] == "msteams"
    assert said["timestamp"].startswith(f"{NOW:%Y-%m-%dT%H}")
    assert said["timestamp"].endswith("Z")
    assert said["localTimestamp"].endswith("+01:00")
    assert said["from"] == {"id": ANA.teams_id, "name": ANA.name, "aadObjectId": ANA.object_id}
    assert said["conversation"] == {"conversationType": "personal", "tenantId": TENANT_ID, "id": CHAT}
    assert said["entities"][0] == {
        "type": "clientInfo",
        "locale": "en-GB",
        "country": "GB",
        "platform": "Web",
        "timezone": "Europe/Amsterdam",
    }
    assert said["channelData"] == {"tenant": {"id": TENANT_ID}}
    claims = jwt.decode(teams.app.tokens[-1].removeprefix("Bearer "), options={"verify_signature": False})
    assert claims["aud"] == LOCAL_APP_ID
    assert claims["serviceurl"] == service_url


async def test_a_pressed_button_arrives_as_an_invoke_about_its_message(teams: Teams) -> None:
    _, sent = await teams.connector("POST", ACTIVITIES, CARD_MESSAGE)
    teams.app.answers["invoke"] = (200, {"statusCode": 200, "type": "x", "value": CARD})

    press = {"messageId": sent["id"], "id": "s", "title": "Save", "verb": "save", "data": {"goal": "Sail"}}
    status, answer = await teams.window("POST", "/ana/actions", press)

    invoke = teams.app.of_kind("invoke")[0]
    assert invoke["name"] == "adaptiveCard/action"
    assert invoke["replyToId"] == sent["id"]
    assert invoke["value"]["trigger"] == "manual"
    action = {"type": "Action.Execute", "id": "s", "title": "Save", "verb": "save", "data": {"goal": "Sail"}}
    assert invoke["value"]["action"] == action
    assert (status, answer) == (200, {"status": 200, "body": {"statusCode": 200, "type": "x", "value": CARD}})


async def test_an_app_that_is_down_or_too_slow_is_not_reached(teams: Teams) -> None:
    _, sent = await teams.connector("POST", ACTIVITIES, CARD_MESSAGE)
    press = {"messageId": sent["id"], "verb": "save", "data": {}}
    await teams.app.stop()
    assert await teams.window("POST", "/ana/actions", press) == (200, {"status": 0, "body": None})

    async def says_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()  # until the other side gives up
        writer.close()
        await writer.wait_closed()

    silent = await asyncio.start_server(says_nothing, "127.0.0.1", teams.app.port)
    activity: dict[str, Any] = {"type": "message"}
    async with silent:
        assert (await delivery.deliver(teams.world, activity, within_seconds=0.1)).status == 0
    assert delivery.TIME_LIMIT_SECONDS == 15


async def test_the_app_finds_a_chat_by_either_id_of_a_person(teams: Teams) -> None:
    for member in (ANA.teams_id, ANA.object_id):
        status, found = await teams.connector("POST", "/v3/conversations", {"members": [{"id": member}]})
        assert (status, found["id"]) == (201, CHAT)


async def test_the_app_says_changes_and_takes_back(teams: Teams) -> None:
    _, sent = await teams.connector("POST", ACTIVITIES, HELLO)
    status, reply = await teams.connector("POST", f"{ACTIVITIES}/{sent['id']}", CARD_MESSAGE)
    assert status == 201
    assert [(m["from"], m["text"], m["card"]) for m in await teams.messages()] == [
        ("app", "Hello", None),
        ("app", "", CARD),
    ]

    changed = {"type": "message", "text": "Goodbye"}
    assert await teams.connector("PUT", f"{ACTIVITIES}/{sent['id']}", changed) == (200, {"id": sent["id"]})
    assert (await teams.connector("DELETE", f"{ACTIVITIES}/{reply['id']}"))[0] == 200
    (left,) = await teams.messages()
    assert left["text"] == "Goodbye"
    assert left["updatedAt"] is not None


async def test_typing_is_accepted_and_shows_nothing(teams: Teams) -> None:
    assert (await teams.connector("POST", ACTIVITIES, {"type": "typing"}))[0] == 201
    assert await teams.messages() == []


async def test_the_app_may_ask_who_is_in_the_chat(teams: Teams) -> None:
    _, members = await teams.connector("GET", f"/v3/conversations/{CHAT}/members")
    _, page = await teams.connector("GET", f"/v3/conversations/{CHAT}/pagedmembers?pageSize=100")
    _, one = await teams.connector("GET", f"/v3/conversations/{CHAT}/members/{ANA.object_id}")
    _, of_activity = await teams.connector("GET", f"{ACTIVITIES}/1/members")
    assert members == page["members"] == [one] == of_activity
    assert one["objectId"] == ANA.object_id
    assert one["userPrincipalName"] == ANA.mail


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("POST", "/v3/conversations/a:1nobody/activities", HELLO, 404, "ConversationNotFound"),
        ("PUT", f"{ACTIVITIES}/17", HELLO, 404, "ActivityNotFoundInConversation"),
        ("DELETE", f"{ACTIVITIES}/17", None, 404, "ActivityNotFoundInConversation"),
        ("POST", ACTIVITIES, {"type": "message"}, 400, "BadSyntax"),
        ("POST", ACTIVITIES, [], 400, "BadSyntax"),
        ("POST", ACTIVITIES, {"type": "unheard of"}, 400, "BadArgument"),
        ("POST", ACTIVITIES, {"type": "message", "attachments": [{"contentType": "image/png"}]}, 400, "BadArgument"),
        ("POST", ACTIVITIES, {"type": "message", "text": "x" * 52_000}, 413, "MessageSizeTooBig"),
        ("POST", "/v3/conversations", {"members": [{"id": "29:nobody"}]}, 400, "BadSyntax"),
        ("POST", "/v3/conversations", {"members": []}, 400, "BadArgument"),
    ],
)
async def test_what_teams_refuses_is_refused_in_its_shape(
    teams: Teams, method: str, path: str, body: Any, status: int, code: str
) -> None:
    answered, refusal = await teams.connector(method, path, body)
    assert (answered, refusal["error"]["code"]) == (status, code)
    assert refusal["error"]["message"]


async def test_what_a_person_said_cannot_be_changed_by_the_app(teams: Teams) -> None:
    _, said = await teams.window("POST", "/ana/chat", {"text": "mine"})
    for method in ("PUT", "DELETE"):
        assert (await teams.connector(method, f"{ACTIVITIES}/{said['id']}", HELLO))[0] == 404


async def test_nobody_but_the_app_may_speak(teams: Teams) -> None:
    graph_token = teams.app_token("https://graph.microsoft.com/.default")
    for header in ("", "Bearer nonsense", graph_token):
        status, refusal = await teams.connector("POST", ACTIVITIES, HELLO, Authorization=header)
        assert (status, refusal["error"]["code"]) == (401, "Unauthorized")


async def test_a_person_who_removed_the_app_hears_nothing_from_it(teams: Teams) -> None:
    teams.world.roster.remove(BEN)
    members = {"members": [{"id": BEN.object_id}]}
    status, refusal = await teams.connector("POST", "/v3/conversations", members)
    assert (status, refusal["error"]["code"]) == (403, "ForbiddenOperationException")


async def test_chats_outlive_a_restart(tmp_path: Path, app: App) -> None:
    async with running(tmp_path, app) as teams:
        _, sent = await teams.connector("POST", ACTIVITIES, HELLO)
    async with running(tmp_path, app) as teams:
        assert [message["id"] for message in await teams.messages()] == [sent["id"]]
