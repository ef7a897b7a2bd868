"""Teams offers a token of single sign-on: it connects the calendar of the person whose sign-in it is, and no other."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse

from bot.handlers.handling import OwnCalendars
from bot.messenger import ChatMessenger
from bot.routes import Routes
from learning.actions.show_messages import message_shown, next_message
from learning.connection import Connection, WhyNot
from learning.errors import OutsideFailure, SignInNeeded
from learning.messages import MessageKind
from learning.people import Person, PersonId, person_id
from learning.sign_in import SignIn
from learning.views import SignInView
from storage.engine import create_engine
from storage.runner import WorkRunner
from tests.bot import channel_world
from tests.cast import NOW
from tests.empty_database import create_tables
from tests.small_sign_ins import SmallSignIns
from wording.catalogue import load_catalogues
from wording.speaker import Speaker

CATALOGUES = load_catalogues()
PUBLIC_URL = "https://learning.example"
ANA = person_id(tenant=channel_world.TENANT, object_id=channel_world.ANA)
DAN_OBJECT = "5d1b5f3a-0004-4000-8000-00000000000d"
DAN = person_id(tenant=channel_world.TENANT, object_id=DAN_OBJECT)


@dataclass
class Teams:
    """Teams, our door and our handlers over real HTTP."""

    world: channel_world.World
    runner: WorkRunner
    sign_ins: SmallSignIns
    now: datetime = NOW

    async def says(self, text: str) -> None:
        assert (await self.world.send(self.world.message(text))).status == 202

    async def asked(self) -> SignIn:
        """Ana wants to connect."""
        await self.says("connect")
        found: list[SignIn] = list(await self.runner.run(lambda work: work.sign_ins.of(ANA)))
        return found[-1]

    async def offers(self, value: object, **changes: Any) -> ClientResponse:
        invoke = {"type": "invoke", "name": "signin/tokenExchange", "text": None, "value": value}
        return await self.world.send(self.world.message(**{**invoke, **changes}))

    async def exchanges(self, sign_in: SignIn, token: str = ANA, **changes: Any) -> ClientResponse:
        return await self.offers({"id": sign_in.id, "connectionName": "", "token": token}, **changes)

    async def connection(self, person: PersonId = ANA) -> Connection | None:
        return await self.runner.run(lambda work: work.connections.of(person))

    async def is_connected(self) -> bool:
        connection = await self.connection()
        return connection is not None and connection.works


def speaker_for(person: Person) -> Speaker:
    return Speaker(CATALOGUES, person.locale, person.zone)


@pytest.fixture
async def teams(tmp_path: Path) -> AsyncIterator[Teams]:
    engine = create_engine(f"sqlite:///{tmp_path}/chat.db")
    create_tables(engine)
    runner, sign_ins = WorkRunner(engine), SmallSignIns()
    async with channel_world.opened() as world:
        teams = Teams(world, runner, sign_ins)
        own = OwnCalendars(sign_ins=sign_ins, public_url=PUBLIC_URL)
        world.says[:] = [Routes(runner, speaker_for, lambda: teams.now, own).on_turn]
        yield teams
    await runner.close()
    engine.dispose()


async def test_a_token_of_ones_own_connects_the_calendar(teams: Teams) -> None:
    sign_in = await teams.asked()
    answer = await teams.exchanges(sign_in)
    assert answer.status == 200
    assert await answer.json() == {"id": sign_in.id, "connectionName": ""}
    assert await teams.is_connected()


async def test_a_second_program_of_the_same_person_hears_that_all_is_done(teams: Teams) -> None:
    sign_in = await teams.asked()
    assert [(await teams.exchanges(sign_in)).status for _ in range(3)] == [200, 200, 200]
    assert len(teams.sign_ins.exchanged) == 1


async def test_a_sign_in_of_somebody_else_is_refused_and_entra_never_called(teams: Teams) -> None:
    sign_in = await teams.asked()
    dan = {"id": "29:dan", "name": "Dan", "aadObjectId": DAN_OBJECT}
    answer = await teams.exchanges(sign_in, token=DAN, **{"from": dan})
    assert answer.status == 400
    assert teams.sign_ins.exchanged == []
    assert not await teams.is_connected()


async def test_a_sign_in_of_another_chat_is_refused(teams: Teams) -> None:
    sign_in = await teams.asked()
    other = {"id": "a:another chat", "conversationType": "personal", "tenantId": channel_world.TENANT}
    assert (await teams.exchanges(sign_in, conversation=other)).status == 400
    assert teams.sign_ins.exchanged == []


async def test_teams_may_call_the_app_by_another_name_meanwhile(teams: Teams) -> None:
    sign_in = await teams.asked()
    assert (await teams.exchanges(sign_in, recipient={"id": channel_world.BOT})).status == 200


async def test_a_group_chat_connects_nothing(teams: Teams) -> None:
    sign_in = await teams.asked()
    group = {"id": "a:chat/of ana", "conversationType": "groupChat", "tenantId": channel_world.TENANT}
    assert (await teams.exchanges(sign_in, conversation=group)).status != 200
    assert teams.sign_ins.exchanged == []


async def test_an_unknown_or_expired_sign_in_is_refused(teams: Teams) -> None:
    sign_in = await teams.asked()
    assert (await teams.offers({"id": "guessed", "token": ANA})).status == 400
    teams.now += timedelta(minutes=10, seconds=1)
    assert (await teams.exchanges(sign_in)).status == 400
    assert teams.sign_ins.exchanged == []


async def test_one_that_was_used_is_no_good_after_its_ten_minutes_either(teams: Teams) -> None:
    sign_in = await teams.asked()
    await teams.exchanges(sign_in)
    teams.now += timedelta(minutes=10, seconds=1)
    assert (await teams.exchanges(sign_in)).status == 400


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        "token",
        {},
        {"id": "x"},
        {"id": "x", "token": None},
        {"id": "x", "token": ""},
        {"id": "x", "token": 7},
        {"id": "x", "token": ["a"]},
        {"id": None, "token": "a"},
        {"id": "", "token": "a"},
        {"id": "x" * 200, "token": "a"},
        {"id": "x", "token": "a" * 20_000},
    ],
)
async def test_what_makes_no_sense_is_refused_and_entra_never_called(teams: Teams, value: object) -> None:
    if isinstance(value, dict) and value.get("id") == "x":
        value = {**value, "id": (await teams.asked()).id}
    assert (await teams.offers(value)).status == 400
    assert teams.sign_ins.exchanged == []


async def test_a_token_of_another_account_is_refused(teams: Teams) -> None:
    sign_in = await teams.asked()
    answer = await teams.exchanges(sign_in, token=DAN)
    assert answer.status == 400
    assert (await answer.json())["failureDetail"] == "refused"
    assert not await teams.is_connected()


@pytest.mark.parametrize("why", WhyNot)
async def test_where_the_person_must_act_teams_is_told_to_show_its_button_and_the_card_says_why(
    teams: Teams, why: WhyNot
) -> None:
    sign_in = await teams.asked()
    teams.sign_ins.fails = SignInNeeded(why)
    answer = await teams.exchanges(sign_in)
    assert answer.status == 412
    assert (await answer.json())["id"] == sign_in.id
    connection = await teams.connection()
    assert connection
    assert connection.why is why


async def test_while_entra_is_away_the_button_is_shown_and_the_next_try_may_succeed(teams: Teams) -> None:
    sign_in = await teams.asked()
    teams.sign_ins.fails = OutsideFailure("away")
    assert (await teams.exchanges(sign_in)).status == 412
    teams.sign_ins.fails = None
    assert (await teams.exchanges(sign_in)).status == 200


async def test_what_a_closed_page_says_grants_nothing(teams: Teams) -> None:
    sign_in = await teams.asked()
    invoke: dict[str, Any] = {"type": "invoke", "name": "signin/verifyState", "text": None}
    for value in ({"state": sign_in.id}, {"state": "0"}, None):
        assert (await teams.world.send(teams.world.message(**invoke, value=value))).status == 200
    assert not await teams.is_connected()


async def test_why_teams_could_not_sign_in_is_logged_as_a_word_and_never_more(
    teams: Teams, caplog: pytest.LogCaptureFixture
) -> None:
    invoke: dict[str, Any] = {"type": "invoke", "name": "signin/failure", "text": None}
    with caplog.at_level(logging.WARNING):
        for code in ("resourcematchfailed", "Ana's secret: 1", None):
            value = {"code": code, "message": "a secret of Ana's"}
            assert (await teams.world.send(teams.world.message(**invoke, value=value))).status == 200
    said = [record.getMessage() for record in caplog.records if record.name == "bot.channel.adapter"]
    assert [words.rpartition(": ")[2] for words in said] == ["resourcematchfailed", "unknown", "unknown"]


async def test_a_token_shows_in_no_log_and_in_no_turn(teams: Teams, caplog: pytest.LogCaptureFixture) -> None:
    sign_in = await teams.asked()
    with caplog.at_level(logging.DEBUG):
        await teams.exchanges(sign_in, token="a-token-that-nobody-may-read")
    assert "a-token-that-nobody-may-read" not in caplog.text
    assert "a-token-that-nobody-may-read" not in repr(teams.world.turns)


async def test_the_message_asks_teams_for_a_silent_sign_in_and_offers_a_page(teams: Teams) -> None:
    sign_in = await teams.asked()
    due = await teams.runner.run(next_message, ANA, teams.now)
    while due and due.message.kind is not MessageKind.SIGN_IN:
        await teams.runner.run(message_shown, due.message.id, "message-1", due.message.wanted)
        due = await teams.runner.run(next_message, ANA, teams.now)
    assert due
    await ChatMessenger(teams.world.channel, speaker_for, PUBLIC_URL).post(due.reader, due.view)
    (attachment,) = teams.world.connector.calls[-1].body["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.oauth"
    content = attachment["content"]
    assert content["tokenExchangeResource"] == {"id": sign_in.id}
    (button,) = content["buttons"]
    assert (button["type"], button["value"]) == ("signin", f"{PUBLIC_URL}/sign-in/start?id={sign_in.id}")


async def test_a_message_whose_sign_in_is_over_is_a_plain_card(teams: Teams) -> None:
    sign_in = await teams.asked()
    await teams.exchanges(sign_in)
    reader = await teams.runner.run(lambda work: work.people.get(ANA))
    view = SignInView(id=sign_in.id, is_open=False, is_connected=True)
    await ChatMessenger(teams.world.channel, speaker_for, PUBLIC_URL).post(reader, view)
    (attachment,) = teams.world.connector.calls[-1].body["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"


async def test_where_the_app_may_use_all_calendars_there_is_nothing_to_connect(teams: Teams) -> None:
    sign_in = await teams.asked()
    teams.world.says[:] = [Routes(teams.runner, speaker_for, lambda: teams.now).on_turn]
    assert (await teams.exchanges(sign_in)).status == 400
    await teams.says("connect")
    assert "There is nothing to connect" in teams.world.connector.calls[-1].body["text"]
