"""Messages that the app sends by itself, and what becomes of them when Teams says no."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from aiohttp import web

from bot.channel.address import Address, read_address, write_address
from bot.channel.connector import Connector
from bot.channel.http_pool import HttpPool
from bot.channel.settings import ChannelSettings
from learning.errors import ChatClosed, OutsideFailure
from learning.people import Away
from tests.bot.channel_world import BOT, CARD, CONNECTOR_TOKEN, TENANT, World

ACTIVITIES = "/teams/v3/conversations/a:chat/activities"


def address(service_url: str) -> str:
    return write_address(
        Address(
            service_url=service_url,
            conversation="a:chat",
            bot_id=BOT,
            bot_name="Learning Cycles",
            tenant=TENANT,
            person="29:ana",
        )
    )


async def test_a_card_is_posted_where_a_person_was_last_heard(world: World) -> None:
    await world.send(world.message(conversation={"id": "a:chat", "tenantId": TENANT}))
    message = await world.channel.post(world.turns[0].chat, CARD, "Your review is tomorrow")
    (call,) = world.connector.calls
    assert message == "message-1"
    assert (call.method, call.path, call.token) == ("POST", ACTIVITIES, f"Bearer {CONNECTOR_TOKEN}")
    assert call.body == {
        "type": "message",
        "from": {"id": BOT, "name": "Learning Cycles"},
        "recipient": {"id": "29:ana"},
        "conversation": {"id": "a:chat", "tenantId": TENANT},
        "summary": "Your review is tomorrow",
        "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": CARD}],
    }


async def test_a_card_is_put_in_place_of_an_older_one(world: World) -> None:
    await world.channel.replace(address(world.service_url), "message/1", CARD, "Saved")
    (call,) = world.connector.calls
    assert (call.method, call.path) == ("PUT", f"{ACTIVITIES}/message%2F1")
    assert call.body["id"] == "message/1"


FINAL = [301, 302, 307, 400, 403, 404, 405, 413]
AGAIN = [401, 408, 412, 429, 500, 502, 503, 504]
TRIED_AGAIN_AT_ONCE = [412, 429, 503]


@pytest.mark.parametrize(("status", "permanent"), [*((s, True) for s in FINAL), *((s, False) for s in AGAIN)])
async def test_what_teams_refuses_says_whether_asking_again_helps(world: World, status: int, permanent: bool) -> None:
    error = {"error": {"code": "BotNotInConversationRoster", "message": "The bot is not part of Ana's chat."}}
    world.connector.answers(status, error, Location="https://example.org/")
    with pytest.raises(OutsideFailure) as failure:
        await world.channel.post(address(world.service_url), CARD, "")
    assert failure.value.permanent is permanent
    assert str(failure.value) == f"the chat service answered {status} BotNotInConversationRoster"
    assert len(world.connector.calls) == (4 if status in TRIED_AGAIN_AT_ONCE else 1)


@pytest.mark.parametrize(
    ("status", "code", "away"),
    [
        (403, "BotNotInConversationRoster", Away.REMOVED),
        (403, "ForbiddenOperationException", Away.REMOVED),
        (403, "ConversationBlockedByUser", Away.BLOCKED),
        (404, "ConversationNotFound", Away.GONE),
    ],
)
async def test_a_chat_that_its_person_closed_says_why(world: World, status: int, code: str, away: Away) -> None:
    world.connector.answers(status, {"error": {"code": code}})
    with pytest.raises(ChatClosed) as closed:
        await world.channel.post(address(world.service_url), CARD, "")
    assert closed.value.away is away


@pytest.mark.parametrize(
    ("status", "code"), [(403, ""), (403, "InvalidBotApiHost"), (404, "ActivityNotFoundInConversation"), (404, "")]
)
async def test_what_is_about_one_message_or_about_us_closes_nobodys_chat(world: World, status: int, code: str) -> None:
    world.connector.answers(status, {"error": {"code": code}})
    with pytest.raises(OutsideFailure) as failure:
        await world.channel.post(address(world.service_url), CARD, "")
    assert not isinstance(failure.value, ChatClosed)


@pytest.mark.parametrize(
    ("said", "wait"),
    [("7", timedelta(seconds=7)), ("999999999999", timedelta(days=1)), ("soon", None), ("-5", None), ("", None)],
)
async def test_teams_says_how_long_to_wait(world: World, said: str, wait: timedelta | None) -> None:
    world.connector.answers(429, {}, Retry_After=said)
    with pytest.raises(OutsideFailure) as failure:
        await world.channel.post(address(world.service_url), CARD, "")
    assert failure.value.retry_after == wait


async def test_teams_says_until_when_to_wait(world: World) -> None:
    world.connector.answers(503, {}, Retry_After=format_datetime(datetime.now(UTC) + timedelta(seconds=60)))
    with pytest.raises(OutsideFailure) as failure:
        await world.channel.post(address(world.service_url), CARD, "")
    assert failure.value.retry_after is not None
    assert timedelta(seconds=50) < failure.value.retry_after <= timedelta(seconds=60)


@pytest.mark.parametrize("body", [None, [], {}, {"id": 5}, {"id": ""}], ids=repr)
async def test_a_message_taken_without_an_id_is_not_sent_again(world: World, body: object) -> None:
    world.connector.answers(201, body)
    with pytest.raises(OutsideFailure) as failure:
        await world.channel.post(address(world.service_url), CARD, "")
    assert failure.value.permanent


async def test_nobody_who_answers_is_a_failure_that_may_pass(world: World) -> None:
    async def hangs_up() -> web.Response:
        raise ConnectionResetError

    world.connector.answer = hangs_up
    with pytest.raises(OutsideFailure) as failure:
        await world.channel.post(address(world.service_url), CARD, "")
    assert not failure.value.permanent


@pytest.mark.parametrize("elsewhere", ["http://127.0.0.1:1/", "https://evil.example/", "", "teams", "https://["])
async def test_our_token_goes_to_nobody_but_the_chat_service(elsewhere: str) -> None:
    async def asked() -> str:
        raise AssertionError("a token was asked for")

    pool = HttpPool(None)
    connector = Connector(ChannelSettings(app_id="app", tenant=TENANT), pool, asked)
    with pytest.raises(OutsideFailure) as failure:
        await connector.post(elsewhere, "a:chat", {})
    assert failure.value.permanent


async def test_a_conversation_is_opened(world: World) -> None:
    pool = HttpPool(None)
    await pool.start()
    settings = ChannelSettings(app_id="app", tenant=TENANT, loopback_service_urls=(world.service_url,))

    async def token() -> str:
        return "t"

    opened_id = await Connector(settings, pool, token).create_conversation(world.service_url, {"isGroup": False})
    await pool.close()
    assert opened_id == "message-1"
    assert (world.connector.calls[0].path, world.connector.calls[0].body) == (
        "/teams/v3/conversations",
        {"isGroup": False},
    )


@pytest.mark.parametrize("text", ["", "null", "[]", "{}", '{"service_url": "x"}'])
def test_what_is_no_address_is_not_taken_for_one(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_address(text)


def test_an_address_is_plain_json_and_reads_as_it_was_written() -> None:
    text = address("https://smba.trafficmanager.net/emea/")
    assert all(isinstance(part, str) for part in json.loads(text).values())
    assert write_address(read_address(text)) == text
