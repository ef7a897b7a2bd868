"""What a person gets back at once for what they type and press, whatever state the card is of."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import Engine

from bot.buttons import Verb
from bot.cards.draw import draw
from bot.cards.unsaved import words_missing_in
from bot.routes import Routes
from bot.turn import Answer, Arrived, CardAnswer, CardJson, Left, Pressed, Said, TextAnswer, Turn
from learning.actions.see import see
from learning.messages import MessageKind
from learning.people import Person, PersonId
from learning.terms import LONGEST_ANSWER
from learning.work import Work
from storage.engine import create_engine
from storage.runner import WorkRunner
from tests.bot.card_words import inputs_of, parts_of
from tests.cast import ANA, BEN, DAN, NOW, PEOPLE
from tests.empty_database import create_tables
from wording.catalogue import load_catalogues
from wording.speaker import Speaker

CATALOGUES = load_catalogues()


@dataclass
class Chat:
    """The chats of the cast, answered by the real routes over a real database."""

    routes: Routes
    runner: WorkRunner

    async def does(self, person: PersonId, happening: Said | Pressed | Arrived | Left) -> Answer:
        who = next(one for one in PEOPLE if one.id == person)
        turn = Turn(
            activity="a",
            actor=person,
            name=who.name,
            locale=who.locale,
            zone=who.zone,
            chat=who.chat or "",
            happening=happening,
        )
        return await self.routes.on_turn(turn)

    async def says(self, person: PersonId, words: str) -> Answer:
        return await self.does(person, Said(text=words))

    async def drafts(self) -> CardJson:
        """Ana's contract card, fresh."""
        await self.says(ANA, "new")
        return await self.runner.run(self._newest_card, ANA)

    async def presses(self, person: PersonId, card: CardJson, title: str, **typed: str) -> Answer:
        return await self.does(person, pressed(card, title, **typed))

    def _newest_card(self, work: Work, person: PersonId) -> CardJson:
        contract = work.contracts.newest_draft(person)
        assert contract
        view = see(work, MessageKind.CONTRACT, contract.id, person, NOW)
        return draw(view, Speaker(CATALOGUES, "en-GB", "Europe/Amsterdam"))


def pressed(card: CardJson, title: str, **typed: str) -> Pressed:
    """The button with this title, with what stands in the card's inputs and what was typed over it."""
    button = next(action for action in card["actions"] if action["title"] == title)
    inputs = {part["id"]: part.get("value", "") for part in inputs_of(card)}
    for name, text in typed.items():
        inputs[next(key for key in inputs if key.startswith(f"{name}-"))] = text
    return Pressed(verb=button["verb"], data={**button["data"], **inputs}, message="m")


def read(answer: Answer) -> str:
    """Everything that the answer says."""
    if isinstance(answer, TextAnswer):
        return answer.text
    assert isinstance(answer, CardAnswer)
    return " ".join(str(part["text"]) for part in parts_of(dict(answer.card)) if "text" in part)


def value(answer: Answer, field: str) -> str:
    """What stands in an input of the answer's card."""
    assert isinstance(answer, CardAnswer)
    found = next(part for part in parts_of(dict(answer.card)) if str(part.get("id", "")).startswith(f"{field}-"))
    return str(found.get("value", ""))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    in_file = create_engine(f"sqlite:///{tmp_path}/chat.db")
    create_tables(in_file)
    yield in_file
    in_file.dispose()


@pytest.fixture
async def chat(engine: Engine) -> AsyncIterator[Chat]:
    runner = WorkRunner(engine)

    def speaker_for(person: Person) -> Speaker:
        return Speaker(CATALOGUES, person.locale, person.zone)

    def clock() -> datetime:
        return NOW

    chat = Chat(Routes(runner, speaker_for, clock), runner)
    for person in PEOPLE:
        await chat.does(person.id, Arrived())
    yield chat
    await runner.close()


@pytest.mark.parametrize("words", ["help", "Help!", "  HELP  ", "help?"])
async def test_help_is_found_however_it_is_written(chat: Chat, words: str) -> None:
    assert "What you can do here" in read(await chat.says(ANA, words))


@pytest.mark.parametrize("words", ["", "hello there", "DROP TABLE contracts", "🙂" * 400, "new new"])
async def test_words_that_are_not_known_get_a_friendly_answer(chat: Chat, words: str) -> None:
    assert "We only know a few words" in read(await chat.says(ANA, words))


async def test_asking_for_a_cycle_that_does_not_run_says_what_to_do(chat: Chat) -> None:
    assert "You have no cycle yet" in read(await chat.says(ANA, "my cycle"))


async def test_a_saved_card_says_when_and_keeps_what_was_typed(chat: Chat) -> None:
    answer = await chat.presses(ANA, await chat.drafts(), "Save draft", goal="Speak less")
    assert "Saved on Monday 2 March, 10:00" in read(answer)
    assert value(answer, "goal") == "Speak less"


async def test_a_card_pressed_twice_says_so_and_changes_nothing(chat: Chat) -> None:
    card = await chat.drafts()
    await chat.presses(ANA, card, "Ask for advice", goal="Speak less", peers=BEN.partition(":")[2])
    again = await chat.presses(ANA, card, "Ask for advice", goal="Speak less", peers=BEN.partition(":")[2])
    assert "pressed" in read(again)
    assert read(again).count("Ben Okafor:") == 1


async def test_what_was_typed_on_an_old_card_is_not_saved_but_given_back(chat: Chat) -> None:
    old = await chat.drafts()
    await chat.presses(ANA, old, "Save draft", goal="The newer goal")
    answer = await chat.presses(ANA, old, "Start the cycle", goal="The older goal")
    assert value(answer, "goal") == "The newer goal"
    assert "was not saved" in read(answer)
    assert "The older goal" in read(answer)


async def test_somebody_else_who_presses_my_button_learns_nothing(chat: Chat) -> None:
    card = await chat.drafts()
    await chat.presses(ANA, card, "Save draft", goal="My secret plan")
    answer = await chat.presses(DAN, await chat.drafts(), "Save draft", goal="Dan's words")
    assert isinstance(answer, TextAnswer)
    assert "secret" not in answer.text
    assert value(CardAnswer(card=await chat.drafts()), "goal") == "My secret plan"


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("ends_on", "the day after tomorrow", "date"),
        ("peers", "not-a-person", "is not known in your organisation"),
        ("goal", "x" * (LONGEST_ANSWER + 1), "1,000"),
    ],
)
async def test_what_no_card_lets_one_type_is_refused_beside_its_question(
    chat: Chat, field: str, typed: str, says: str
) -> None:
    answer = await chat.presses(
        ANA, await chat.drafts(), "Save draft", **{"goal": "Kept", "ways": "Kept", field: typed}
    )
    assert "One thing first" in read(answer)
    assert says in read(answer)
    assert value(answer, "ways") == "Kept"
    assert value(answer, field) == typed


@pytest.mark.parametrize("broken", [{}, {"about": 5}, {"version": "x"}, {"key": "forged"}, {"about": "nobody's"}])
async def test_a_forged_button_is_answered_and_does_nothing(chat: Chat, broken: dict[str, Any]) -> None:
    press = pressed(await chat.drafts(), "Save draft", goal="Forged")
    data = {**press.data, **broken} if broken else {}
    answer = await chat.does(ANA, replace(press, data=data))
    assert isinstance(answer, TextAnswer)
    assert value(CardAnswer(card=await chat.drafts()), "goal") == ""


async def test_a_button_that_we_never_made_is_answered(chat: Chat) -> None:
    assert isinstance(await chat.does(ANA, Pressed(verb="approve", data={}, message=None)), TextAnswer)


async def test_a_button_of_another_card_cannot_be_put_on_this_thing(chat: Chat) -> None:
    press = pressed(await chat.drafts(), "Save draft", goal="Mine")
    answer = await chat.does(ANA, replace(press, verb=Verb.HOLD_CLOSING))
    assert isinstance(answer, TextAnswer)


async def test_who_removed_the_app_is_no_longer_reached_and_comes_back_as_before(chat: Chat) -> None:
    assert await chat.does(BEN, Left()) is None
    card = await chat.drafts()
    answer = await chat.presses(ANA, card, "Ask for advice", goal="x", peers=BEN.partition(":")[2])
    assert "Ben Okafor" in read(answer)
    await chat.does(BEN, Arrived())
    answer = await chat.presses(ANA, card, "Ask for advice", goal="x", peers=BEN.partition(":")[2])
    assert "Ben Okafor sees revision 1" in read(answer)


def test_only_words_that_stand_nowhere_are_given_back() -> None:
    card = {"body": [{"type": "Input.Text", "id": "goal-v1", "value": "kept"}, {"text": "quoted"}]}
    typed = {"goal": "kept", "ways": "quoted", "proof": "lost", "peers": "b2", "why": ""}
    assert words_missing_in(card, typed) == ("lost",)
