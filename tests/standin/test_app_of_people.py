"""People with and without the app: what they do in their window, and what the app may do then."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from standin.teams.activities import conversation_id
from standin.world import LOCAL_APP_ID
from tests.standin.local_teams import ACTIVITIES, ANA, HAVE_IT, MIA, App, Teams, running, until

HELLO = {"type": "message", "text": "Hello"}
MIAS = f"/v3/conversations/{conversation_id(MIA, LOCAL_APP_ID)}/activities"


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
        app.received.clear()
        yield teams


async def status_of(teams: Teams, key: str) -> dict[str, bool]:
    _, people = await teams.window("GET", "/people")
    found = next(person for person in people if person["key"] == key)
    return {name: found[name] for name in ("hasApp", "isBlocked", "hasLeft")}


def code(answer: tuple[int, Any]) -> tuple[int, str]:
    return answer[0], answer[1]["error"]["code"]


def open_chat(person: str) -> tuple[str, str, dict[str, Any]]:
    return "POST", "/v3/conversations", {"members": [{"id": person}]}


async def test_mia_does_not_have_the_app_at_first(teams: Teams) -> None:
    assert await status_of(teams, "mia") == {"hasApp": False, "isBlocked": False, "hasLeft": False}
    assert (await status_of(teams, "ana"))["hasApp"]
    assert not [activity for activity in teams.app.received if activity["from"]["id"] == MIA.teams_id]
    assert code(await teams.connector(*open_chat(MIA.object_id))) == (403, "ForbiddenOperationException")
    assert code(await teams.connector("POST", MIAS, HELLO)) == (403, "BotNotInConversationRoster")
    assert (await teams.window("POST", "/mia/chat", {"text": "hello?"}))[0] == 409
    assert await teams.messages("mia") == []


async def test_who_adds_the_app_is_told_to_the_app_and_can_be_reached(teams: Teams) -> None:
    status, body = await teams.window("POST", "/mia/app", {"installed": True})
    assert (status, body) == (200, {"hasApp": True, "isBlocked": False, "hasLeft": False})

    await until(lambda: len(teams.app.received) == 2)
    assert [activity["type"] for activity in teams.app.received] == ["conversationUpdate", "installationUpdate"]
    assert teams.app.received[1]["action"] == "add"
    assert (await teams.connector(*open_chat(MIA.object_id)))[0] == 201
    assert (await teams.connector("POST", MIAS, HELLO))[0] == 201
    assert (await teams.window("POST", "/mia/chat", {"text": "hello!"}))[0] == 202


async def test_who_removes_the_app_is_told_to_the_app_and_is_reached_no_longer(teams: Teams) -> None:
    assert (await teams.window("POST", "/ana/app", {"installed": False}))[1]["hasApp"] is False

    await until(lambda: len(teams.app.received) == 1)
    (removed,) = teams.app.received
    assert (removed["type"], removed["action"]) == ("installationUpdate", "remove")
    assert removed["from"]["aadObjectId"] == ANA.object_id
    assert code(await teams.connector("POST", ACTIVITIES, HELLO)) == (403, "BotNotInConversationRoster")


async def test_an_app_that_was_away_hears_in_order_what_happened(teams: Teams) -> None:
    await teams.app.stop()
    for installed in (False, True, False):
        await teams.window("POST", "/ana/app", {"installed": installed})
    await asyncio.sleep(0.1)
    await teams.app.start()

    await until(lambda: len(teams.app.received) == 4)
    told = [(activity["type"], activity.get("action")) for activity in teams.app.received]
    assert told == [
        ("installationUpdate", "remove"),
        ("conversationUpdate", None),
        ("installationUpdate", "add"),
        ("installationUpdate", "remove"),
    ]


async def test_adding_what_is_there_already_tells_nobody_anything(teams: Teams) -> None:
    assert (await teams.window("POST", "/ana/app", {"installed": True}))[1]["hasApp"] is True
    assert (await teams.window("POST", "/mia/app", {"installed": False}))[1]["hasApp"] is False
    await asyncio.sleep(0.1)
    assert teams.app.received == []


async def test_who_blocks_the_app_is_not_reached_until_they_unblock_it(teams: Teams) -> None:
    assert (await teams.window("POST", "/ana/app", {"blocked": True}))[1]["isBlocked"] is True
    assert code(await teams.connector("POST", ACTIVITIES, HELLO)) == (403, "ConversationBlockedByUser")
    assert code(await teams.connector(*open_chat(ANA.teams_id))) == (403, "ConversationBlockedByUser")
    assert (await teams.window("POST", "/ana/chat", {"text": "hello?"}))[0] == 409

    assert (await teams.window("POST", "/ana/app", {"blocked": False}))[1]["isBlocked"] is False
    assert (await teams.connector("POST", ACTIVITIES, HELLO))[0] == 201
    assert teams.app.received == []


async def test_who_left_the_company_cannot_be_reached_or_found(teams: Teams) -> None:
    assert (await teams.local("POST", "/people/ana/left"))[0] == 204

    assert code(await teams.connector("POST", ACTIVITIES, HELLO)) == (404, "ConversationNotFound")
    assert code(await teams.connector(*open_chat(ANA.object_id))) == (403, "ForbiddenOperationException")
    assert (await status_of(teams, "ana"))["hasLeft"]
    assert await teams.window("GET", "/ben/people?query=ana") == (200, [])
    assert (await teams.window("POST", "/ana/app", {"installed": True}))[0] == 409
    assert (await teams.local("POST", "/people/zoe/left"))[0] == 404


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/zoe/app", {"installed": True}, 404),
        ("/ana/app", {}, 400),
        ("/ana/app", {"installed": "yes"}, 400),
        ("/ana/app", {"liked": True}, 400),
        ("/mia/app", {"blocked": True}, 409),
    ],
)
async def test_what_makes_no_sense_about_the_app_is_refused_in_words(
    teams: Teams, path: str, body: dict[str, Any], status: int
) -> None:
    answered, said = await teams.window("POST", path, body)
    assert answered == status
    assert said["error"]


async def test_open_windows_hear_who_has_the_app(teams: Teams) -> None:
    async with teams.world.feed.window("ben") as topics:
        await teams.window("POST", "/mia/app", {"installed": True})
        async with asyncio.timeout(5):
            assert await topics.get() == "people"


async def test_who_has_the_app_outlives_a_restart(tmp_path: Path, app: App) -> None:
    async with running(tmp_path, app) as teams:
        await teams.window("POST", "/mia/app", {"installed": True})
        await teams.window("POST", "/ana/app", {"blocked": True})
        await teams.local("POST", "/people/dan/left")
    async with running(tmp_path, app) as teams:
        assert (await status_of(teams, "mia"))["hasApp"]
        assert (await status_of(teams, "ana"))["isBlocked"]
        assert (await status_of(teams, "dan"))["hasLeft"]


async def test_more_messages_in_a_chat_than_teams_takes_are_put_off(teams: Teams) -> None:
    answers = [await teams.connector("POST", ACTIVITIES, HELLO) for _ in range(8)]
    assert [status for status, _ in answers] == [201] * 7 + [429]
    assert answers[-1][1]["error"]["code"] == "Throttled"
    assert (await teams.connector(*open_chat(ANA.object_id)))[0] == 201


async def test_load_tests_may_send_as_much_as_they_like(tmp_path: Path, app: App) -> None:
    async with running(tmp_path, app, throttles=False) as teams:
        answers = [await teams.connector("POST", ACTIVITIES, HELLO) for _ in range(60)]
    assert {status for status, _ in answers} == {201}
