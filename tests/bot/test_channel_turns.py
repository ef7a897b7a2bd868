"""What people's doings become, what goes back to them, and that nothing of it happens twice."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web

from bot.channel.repeats import Repeats
from bot.turn import Answer, Arrived, CardAnswer, Left, Pressed, Said, TextAnswer, Turn
from tests.bot.channel_world import ANA, BOT, CARD, CONNECTOR_TOKEN, TENANT, World, opened

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ADAPTIVE = "application/vnd.microsoft.card.adaptive"
MESSAGE = "application/vnd.microsoft.activity.message"
CHAT_PATH = "/teams/v3/conversations/a:chat%2Fof%20ana/activities"


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with opened() as world:
        yield world


async def test_a_turn_says_who_where_and_what(world: World) -> None:
    await world.send(world.message("  I want to learn\n", id="activity-7"))
    (turn,) = world.turns
    assert turn.activity == "activity-7"
    assert turn.actor == f"{TENANT}:{ANA}"
    assert (turn.name, turn.locale, turn.zone) == ("Ana", "nl-NL", "Europe/Amsterdam")
    assert turn.happening == Said(text="I want to learn")
    assert json.loads(turn.chat) == {
        "service_url": world.service_url,
        "conversation": "a:chat/of ana",
        "bot_id": BOT,
        "bot_name": "Learning Cycles",
        "tenant": TENANT,
        "person": "29:ana",
    }


@pytest.mark.parametrize("zone", ["Nowhere/Land", "", 5, "../../etc/passwd", "Europe", "x" * 900])
async def test_a_time_zone_that_does_not_exist_is_not_said(world: World, zone: object) -> None:
    changes: dict[str, Any] = {"entities": [{"type": "clientInfo", "timezone": zone}, None, 7]}
    await world.send(world.message(**changes))
    assert world.turns[0].zone is None


async def test_a_turn_without_an_id_is_never_taken_for_another(world: World) -> None:
    for _ in range(2):
        await world.send(world.message(id=None))
    first, second = world.turns
    assert first.activity
    assert first.activity != second.activity


async def test_a_pressed_button_says_which_and_what_was_typed(world: World) -> None:
    await world.send(world.press("save", {"goal": "to listen", "key": "k-1"}))
    happening = Pressed(verb="save", data={"goal": "to listen", "key": "k-1"}, message="card-1")
    assert world.turns[0].happening == happening


async def test_a_pressed_card_is_replaced_in_the_answer_itself(world: World) -> None:
    """The SDK's own way answers 500 to each invoke that is answered with a body."""
    world.answers_with(CardAnswer(card=CARD))
    answer = await world.send(world.press())
    assert answer.status == 200
    assert await answer.json() == {"statusCode": 200, "type": ADAPTIVE, "value": CARD}
    assert world.connector.calls == []


async def test_a_pressed_card_is_answered_with_a_sentence(world: World) -> None:
    """The SDK's own type cannot carry a sentence."""
    world.answers_with(TextAnswer(text="Saved."))
    answer = await world.send(world.press())
    assert answer.status == 200
    assert await answer.json() == {"statusCode": 200, "type": MESSAGE, "value": "Saved."}


async def test_a_press_with_nothing_to_say_is_answered_all_the_same(world: World) -> None:
    answer = await world.send(world.press())
    assert await answer.json() == {"statusCode": 200, "type": MESSAGE, "value": ""}


@pytest.mark.parametrize(
    "value",
    [
        None,
        {},
        [],
        "save",
        5,
        {"action": None},
        {"action": {}},
        {"action": "save"},
        {"action": {"type": "Action.Submit", "verb": "save", "data": {}}},
        {"action": {"type": "Action.Execute"}},
        {"action": {"type": "Action.Execute", "verb": 5}},
        {"action": {"type": "Action.Execute", "verb": ""}},
        {"action": {"type": "Action.Execute", "verb": "save", "data": "x"}},
        {"action": {"type": "Action.Execute", "verb": "save", "data": []}},
    ],
    ids=repr,
)
async def test_a_press_that_does_not_say_which_button_is_answered_400(world: World, value: object) -> None:
    answer = await world.send(world.press(value=value))
    assert answer.status == 400
    assert (await answer.json())["type"] == "application/vnd.microsoft.error"
    assert world.turns == []


@pytest.mark.parametrize("name", ["task/fetch", "composeExtension/query", "signin/heardOf", "unheard/of", ""])
async def test_an_invoke_that_nobody_knows_is_answered_501(world: World, name: str) -> None:
    assert (await world.send(world.press(name=name))).status == 501
    assert world.turns == []


async def test_what_was_said_is_answered_with_a_card_in_a_message(world: World) -> None:
    world.answers_with(CardAnswer(card=CARD))
    assert (await world.send(world.message(id="activity 7"))).status == 202
    (call,) = world.connector.calls
    assert (call.method, call.path) == ("POST", f"{CHAT_PATH}/activity%207")
    assert call.token == f"Bearer {CONNECTOR_TOKEN}"
    assert call.body["type"] == "message"
    assert call.body["attachments"] == [{"contentType": ADAPTIVE, "content": CARD}]
    assert call.body["from"]["id"] == BOT
    assert call.body["recipient"]["id"] == "29:ana"
    assert call.body["conversation"]["id"] == "a:chat/of ana"


async def test_what_was_said_is_answered_with_a_sentence_that_is_not_markdown(world: World) -> None:
    world.answers_with(TextAnswer(text="Say *help*."))
    await world.send(world.message())
    (call,) = world.connector.calls
    assert (call.body["text"], call.body["textFormat"]) == ("Say *help*.", "plain")


def _installed(world: World, action: str, **changes: Any) -> dict[str, Any]:
    return world.message(**{"type": "installationUpdate", "action": action, "text": None, **changes})


def _joined(world: World, *members: str, **changes: Any) -> dict[str, Any]:
    added = [{"id": member} for member in members]
    return world.message(**{"type": "conversationUpdate", "membersAdded": added, "text": None, **changes})


async def test_arriving_is_told_by_both_signs_and_each_time(world: World) -> None:
    world.answers_with(CardAnswer(card=CARD))
    for activity in (_installed(world, "add"), _joined(world, "29:ana", BOT), _installed(world, "add")):
        assert (await world.send(activity)).status == 202
    assert [turn.happening for turn in world.turns] == [Arrived()] * 3
    assert [call.body["attachments"][0]["content"] for call in world.connector.calls] == [CARD] * 3


async def test_somebody_elses_joining_is_not_an_arrival(world: World) -> None:
    assert (await world.send(_joined(world, "29:ben"))).status == 202
    assert world.turns == []


async def test_an_arrival_that_names_no_person_is_nobodys_turn(world: World) -> None:
    assert (await world.send(_installed(world, "add", **{"from": {"id": "29:ana"}}))).status == 202
    assert world.turns == []


async def test_leaving_is_told_and_nothing_is_said_after_it(world: World) -> None:
    world.answers_with(TextAnswer(text="Bye."))
    assert (await world.send(_installed(world, "remove"))).status == 202
    assert world.turns[0].happening == Left()
    assert world.connector.calls == []


async def test_an_upgrade_of_the_app_is_not_leaving(world: World) -> None:
    await world.send(_installed(world, "remove-upgrade"))
    assert world.turns == []


@pytest.mark.parametrize(
    "kind", ["messageReaction", "typing", "messageUpdate", "messageDelete", "endOfConversation", "event", "new/kind"]
)
async def test_other_doings_are_taken_and_left_alone(world: World, kind: str) -> None:
    assert (await world.send(world.message(type=kind))).status == 202
    assert world.turns == []


@pytest.mark.parametrize("kind", ["groupChat", "channel"])
async def test_where_others_read_along_the_app_says_nothing(world: World, kind: str) -> None:
    world.answers_with(CardAnswer(card=CARD))
    chat = {"id": "19:many@thread.v2", "conversationType": kind, "tenantId": TENANT}
    assert (await world.send(world.message(conversation=chat))).status == 202
    assert (await world.send(world.press(conversation=chat))).status == 501
    assert world.turns == []
    assert world.connector.calls == []


async def test_a_bug_becomes_a_sentence_with_the_reference_of_the_log(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    async def stumbles(_turn: Turn) -> Answer:
        raise ZeroDivisionError

    world.says[:] = [stumbles]
    said = (await (await world.send(world.press())).json())["value"]
    reference = said.partition("(")[2].partition(")")[0]
    assert len(reference) == 8
    (record,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert reference in record.getMessage()
    assert record.exc_info is not None
    await world.send(world.message())
    assert world.connector.calls[0].body["text"].startswith("Something went wrong")


@pytest.mark.parametrize("status", [301, 400, 403, 404, 429, 500, 502])
async def test_an_answer_that_cannot_be_delivered_does_not_make_teams_repeat_the_turn(
    world: World, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    world.answers_with(TextAnswer(text="my secret"))
    world.connector.answers(status, {"error": {"code": "MessageWritesBlocked", "message": "my secret"}})
    assert (await world.send(world.message())).status == 202
    assert f"{status} MessageWritesBlocked" in caplog.text
    assert "my secret" not in caplog.text


async def test_a_press_that_teams_sends_again_runs_once_and_gets_the_first_answer(world: World) -> None:
    started, answered = asyncio.Event(), asyncio.Event()

    async def slow(turn: Turn) -> Answer:
        started.set()
        await answered.wait()
        return TextAnswer(text=f"answer {len(world.turns)} to {turn.activity}")

    world.says[:] = [slow]
    press = world.press(id="once")
    sending = [asyncio.create_task(world.send(press)) for _ in range(3)]
    await started.wait()
    await asyncio.sleep(0.1)
    answered.set()
    answers = [*await asyncio.gather(*sending), await world.send(press)]
    assert [(await answer.json())["value"] for answer in answers] == ["answer 1 to once"] * 4
    assert len(world.turns) == 1


async def test_a_turn_goes_on_when_teams_hangs_up_and_the_repeat_gets_its_answer(world: World) -> None:
    async def slow(_turn: Turn) -> Answer:
        await asyncio.sleep(0.3)
        return TextAnswer(text="done")

    world.says[:] = [slow]
    press = world.press(id="once")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(world.send(press), 0.1)
    assert (await (await world.send(press)).json())["value"] == "done"
    assert len(world.turns) == 1


async def test_nobody_gets_the_answer_to_somebody_elses_press(world: World) -> None:
    async def slow(turn: Turn) -> Answer:
        return TextAnswer(text=f"for {turn.name}")

    world.says[:] = [slow]
    ben: dict[str, Any] = {"from": {"id": "29:ben", "name": "Ben", "aadObjectId": "ben"}}
    answers = [await world.send(press) for press in (world.press(id="same"), world.press(id="same", **ben))]
    assert [(await answer.json())["value"] for answer in answers] == ["for Ana", "for Ben"]


async def test_what_failed_may_run_again() -> None:
    repeats: Repeats[str] = Repeats()
    runs: list[int] = []

    async def fails_once() -> str:
        runs.append(1)
        if len(runs) == 1:
            raise ConnectionError
        return "second"

    with pytest.raises(ConnectionError):
        await repeats.once(("a",), fails_once)
    assert await repeats.once(("a",), fails_once) == "second"


async def test_answers_are_forgotten_after_some_minutes_and_beyond_a_number() -> None:
    now = 0.0
    repeats: Repeats[int] = Repeats(most=2, monotonic=lambda: now)
    runs = iter(range(100))

    async def run() -> int:
        return next(runs)

    assert [await repeats.once((key,), run) for key in ("a", "b", "a", "b")] == [0, 1, 0, 1]
    assert await repeats.once(("b",), run) == 1
    assert [await repeats.once((key,), run) for key in ("c", "a")] == [2, 3]
    now = 301.0
    assert await repeats.once(("a",), run) == 4


async def test_the_channel_waits_for_running_turns_before_it_closes() -> None:
    started = asyncio.Event()
    async with opened() as world:

        async def slow(_turn: Turn) -> Answer:
            started.set()
            await asyncio.sleep(0.2)
            return TextAnswer(text="done")

        world.says[:] = [slow]
        sending = asyncio.create_task(world.send(world.message()))
        await started.wait()
        await world.channel.close()
        assert (await sending).status == 202
        assert world.connector.calls[0].body["text"] == "done"


async def test_a_slow_connector_is_given_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.answers_with(TextAnswer(text="hello"))
    released = asyncio.Event()

    async def never() -> web.Response:
        await released.wait()
        return web.json_response({"id": "late"})

    world.connector.answer = never
    monkeypatch.setattr("bot.channel.http_pool._LIMIT_SECONDS", 0.2)
    await world.channel.close()
    await world.channel.start()
    assert (await asyncio.wait_for(world.send(world.message()), 5)).status == 202
    released.set()
