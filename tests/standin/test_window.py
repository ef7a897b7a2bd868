from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from standin.people import by_key
from standin.window import static
from tests.standin.local_teams import ACTIVITIES, ANA, BEN, CARD_MESSAGE, HAVE_IT, NOW, App, Teams, running, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

THIS_WEEK = "/ana/calendar?from=2026-03-02T00:00:00Z&to=2026-03-09T00:00:00Z"


@pytest.fixture
async def teams(tmp_path: Path) -> AsyncIterator[Teams]:
    app = App()
    await app.start()
    async with running(tmp_path, app) as teams:
        await until(lambda: len(app.received) == 2 * len(HAVE_IT))
        yield teams
    await app.stop()


async def first_event(teams: Teams) -> dict[str, Any]:
    _, events = await teams.window("GET", THIS_WEEK)
    return next(dict(event) for event in events if not event["isAllDay"])


async def test_everybody_is_in_the_list(teams: Teams) -> None:
    _, people = await teams.window("GET", "/people")
    assert [person["key"] for person in people] == ["ana", "ben", "chloe", "dan", "mia"]
    assert people[0]["objectId"] == ANA.object_id
    assert people[0]["zone"] == "Europe/Amsterdam"


@pytest.mark.parametrize(("query", "found"), [("be", "ben"), ("OKA", "ben"), ("chloe", "chloe"), ("CHLOÉ", "chloe")])
async def test_people_are_found_by_how_a_name_begins_with_or_without_accents(
    teams: Teams, query: str, found: str
) -> None:
    _, people = await teams.window("GET", f"/ana/people?query={query}")
    person = by_key(found)
    assert person is not None
    assert [option["value"] for option in people] == [person.object_id]
    assert people[0]["title"] == person.name


async def test_what_one_says_stands_in_the_chat(teams: Teams) -> None:
    await teams.window("POST", "/ana/chat", {"text": "help"})
    (message,) = await teams.messages()
    assert (message["from"], message["text"], message["card"]) == ("person", "help", None)
    assert message["at"].startswith(f"{NOW:%Y-%m-%dT%H}")


async def test_what_the_app_did_not_take_in_does_not_stay_in_the_chat(teams: Teams) -> None:
    teams.app.answers["message"] = (500, None)
    status, problem = await teams.window("POST", "/ana/chat", {"text": "help"})
    assert (status, problem["error"]) == (502, "Unable to reach app. Please try again.")
    assert await teams.messages() == []


async def test_chats_are_apart(teams: Teams) -> None:
    await teams.connector("POST", ACTIVITIES, CARD_MESSAGE)
    assert len(await teams.messages("ana")) == 1
    assert await teams.messages("ben") == []


async def test_a_button_of_a_message_that_is_gone_cannot_be_pressed(teams: Teams) -> None:
    press = {"messageId": "17", "verb": "save", "data": {}}
    assert (await teams.window("POST", "/ana/actions", press))[0] == 404
    assert teams.app.of_kind("invoke") == []


async def test_the_calendar_is_in_utc_and_says_what_an_app_wrote(teams: Teams) -> None:
    event = await first_event(teams)
    assert event["start"].endswith("Z")
    assert event["isApp"] is False
    assert event["zone"] == "W. Europe Standard Time"
    assert set(event["body"]) == {"contentType", "content"}


async def test_a_dragged_event_stands_where_it_was_dropped(teams: Teams) -> None:
    event = await first_event(teams)
    times = {"start": "2026-03-03T15:00:00+01:00", "end": "2026-03-03T15:45:00+01:00"}
    assert (await teams.window("POST", f"/ana/calendar/{event['id']}/move", times))[0] == 204
    moved = {e["id"]: e for e in (await teams.window("GET", THIS_WEEK))[1]}[event["id"]]
    assert (moved["start"], moved["end"]) == ("2026-03-03T14:00:00Z", "2026-03-03T14:45:00Z")


async def test_a_deleted_event_is_gone(teams: Teams) -> None:
    event = await first_event(teams)
    assert (await teams.window("DELETE", f"/ana/calendar/{event['id']}"))[0] == 204
    assert event["id"] not in [e["id"] for e in (await teams.window("GET", THIS_WEEK))[1]]
    assert (await teams.window("DELETE", f"/ana/calendar/{event['id']}"))[0] == 404


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/zoe/chat", None, 404),
        ("POST", "/ana/chat", {"text": " "}, 400),
        ("POST", "/ana/chat", [], 400),
        ("GET", "/ana/calendar", None, 400),
        ("GET", "/ana/calendar?from=2026-03-02T00:00:00&to=2026-03-03T00:00:00", None, 400),
        ("GET", "/ana/calendar?from=2026-03-02T00:00:00Z&to=2026-12-31T00:00:00Z", None, 400),
        ("POST", "/ana/calendar/x/move", {"start": "2026-03-02T10:00:00Z", "end": "2026-03-02T10:00:00Z"}, 400),
        ("POST", "/ana/calendar/x/move", {"start": "2026-03-02T10:00:00Z", "end": "2026-03-02T11:00:00Z"}, 404),
    ],
)
async def test_what_makes_no_sense_is_refused_in_words(
    teams: Teams, method: str, path: str, body: Any, status: int
) -> None:
    answered, refusal = await teams.window(method, path, body)
    assert answered == status
    assert refusal["error"]


async def test_an_open_window_hears_what_changed(teams: Teams) -> None:
    url = f"{teams.world.settings.http_address}/window/ana/feed"
    async with asyncio.timeout(5), teams.session.get(url) as feed:
        assert feed.content_type == "text/event-stream"
        assert await feed.content.readuntil(b"\n\n") == b"retry: 1000\n\n"
        await teams.connector("POST", ACTIVITIES, CARD_MESSAGE)
        assert await feed.content.readuntil(b"\n\n") == b"data: chat\n\n"
        event = await first_event(teams)
        await teams.window("DELETE", f"/ana/calendar/{event['id']}")
        assert await feed.content.readuntil(b"\n\n") == b"data: calendar\n\n"


async def test_messages_carry_local_time(teams: Teams) -> None:
    await teams.world.clock.jump(timedelta(days=3))
    await teams.window("POST", f"/{BEN.key}/chat", {"text": "help"})
    (message,) = await teams.messages(BEN.key)
    assert message["at"].startswith("2026-03-05")


async def test_a_page_that_is_not_built_says_how_to_build_it(
    teams: Teams, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(static, "_DIST", tmp_path / "nowhere")
    async with teams.session.get(f"{teams.world.settings.http_address}/?as=ana") as response:
        assert response.status == 503
        assert "make setup" in await response.text()
    async with teams.session.get(f"{teams.world.settings.http_address}/assets/..%2Findex.html") as response:
        assert response.status == 404
