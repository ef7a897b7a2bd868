"""What people's doings become, and what goes back to them."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest

from bot.turn import Answer, Arrived, CardAnswer, Left, Pressed, Said, TextAnswer, Turn
from tests.bot.channel_world import ANA, BOT, CARD, CONNECTOR_TOKEN, TENANT, World

ADAPTIVE = "application/vnd.microsoft.card.adaptive"
MESSAGE = "application/vnd.microsoft.activity.message"
CHAT_PATH = "/teams/v3/conversations/a:chat%2Fof%20ana/activities"


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
