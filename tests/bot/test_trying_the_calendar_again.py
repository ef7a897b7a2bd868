"""The button on the message that a calendar is not reached."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Connection, Engine

from bot.buttons import Button, Verb
from bot.routes import Routes
from bot.turn import Arrived, CardAnswer, Pressed, Turn
from learning.actions.calendar_unreachable import calendar_unreachable
from learning.entries import Slot
from learning.jobs import JobKind
from learning.people import Person, PersonId
from learning.watching import Watching
from learning.work import Work
from storage.engine import create_engine
from storage.runner import WorkRunner
from storage.tables import WAITING, jobs
from tests.bot.card_words import named_parts, read_aloud
from tests.cast import ANA, DAN, NOW, PEOPLE
from tests.empty_database import create_tables
from wording.catalogue import load_catalogues
from wording.speaker import Speaker

CATALOGUES = load_catalogues()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    in_file = create_engine(f"sqlite:///{tmp_path}/chat.db")
    create_tables(in_file)
    yield in_file
    in_file.dispose()


@pytest.fixture
async def runner(engine: Engine) -> AsyncIterator[WorkRunner]:
    runner = WorkRunner(engine)
    yield runner
    await runner.close()


class Chats:
    def __init__(self, runner: WorkRunner) -> None:
        self._routes = Routes(runner, self._speaker_for, self._clock)

    async def does(self, person: PersonId, happening: Arrived | Pressed) -> CardAnswer:
        who = next(one for one in PEOPLE if one.id == person)
        turn = Turn(
            activity="a",
            actor=person,
            name=who.name,
            locale="en-GB",
            zone=who.zone,
            chat=who.chat or "",
            happening=happening,
        )
        answer = await self._routes.on_turn(turn)
        assert isinstance(answer, CardAnswer | None)
        return answer or CardAnswer(card={})

    async def tries_again(self, person: PersonId) -> CardAnswer:
        button = Button(verb=Verb.TRY_CALENDAR_AGAIN, about="")
        return await self.does(person, Pressed(verb=button.verb, data=button.data, message="m"))

    @staticmethod
    def _speaker_for(person: Person) -> Speaker:
        return Speaker(CATALOGUES, person.locale, person.zone)

    @staticmethod
    def _clock() -> datetime:
        return NOW


def follow(work: Work, person: PersonId) -> None:
    window = Slot(starts_at=NOW, ends_at=NOW + timedelta(days=60))
    work.watchings.add(Watching(person=person, secret="s", window=window))


def calendars_to_read(connection: Connection) -> list[str]:
    return list(connection.scalars(select(jobs.c.about).where(WAITING, jobs.c.kind == JobKind.CALENDAR)))


async def test_whoever_presses_has_their_own_calendar_tried_again(runner: WorkRunner) -> None:
    chats = Chats(runner)
    for person in (ANA, DAN):
        await chats.does(person, Arrived())
    await runner.run(follow, ANA)
    await runner.run(calendar_unreachable, ANA, NOW)
    dans = await chats.tries_again(DAN)
    assert await runner.in_transaction(calendars_to_read) == []
    assert named_parts(dans.card, "Action.Execute") == []

    for _ in range(2):
        answer = await chats.tries_again(ANA)
        assert "We are trying to reach your calendar again." in read_aloud(answer.card)
        assert named_parts(answer.card, "Action.Execute") == []
    assert await runner.in_transaction(calendars_to_read) == [ANA]
