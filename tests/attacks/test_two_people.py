"""Two people press whatever there is, their own and each other's, old, forged, out of order; each is learner and peer.

Every word that somebody types is a word of its own, so that it can be found again. The promise: nobody ever gets a word
of the other's that was not sent to them, and nothing that is one's own ever changes by what the other does.
"""

from __future__ import annotations

import itertools
import json
import os
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.buttons import Button, Verb
from bot.cards.draw import draw
from bot.forms import CONTRACT_FIELDS, FEEDBACK_FIELDS
from bot.forms_of_asking import SUGGESTION_FIELDS
from bot.routes import Routes
from bot.turn import Answer, Arrived, CardAnswer, Pressed, Said, TextAnswer, Turn
from learning.actions.find_due import find_due
from learning.actions.show_messages import message_shown, next_message
from learning.errors import NotHere, Refusal
from learning.people import Person, PersonId, object_id_of
from learning.work import Work
from storage.tables import metadata
from tests.cast import ANA, BEN, NOW, PEOPLE
from tests.learning.story import Story
from tests.work_fixture import Run, run_on, storage_in_memory
from wording.catalogue import load_catalogues
from wording.speaker import Speaker

P = ParamSpec("P")
T = TypeVar("T")

TWO = (ANA, BEN)
RULES = 8
TIMES_EACH = 50
CATALOGUES = load_catalogues()
NOT_HERE = Speaker(CATALOGUES, "en-GB", "Europe/Amsterdam").refusal(NotHere())
RUNS: Counter[str] = Counter()
SENT_BY: Mapping[str, tuple[str, ...]] = {
    Verb.ASK_FOR_ADVICE: (*CONTRACT_FIELDS, "next_goal"),
    Verb.ASK_SUGGESTED: (*CONTRACT_FIELDS, "next_goal"),
    Verb.GIVE_FEEDBACK: FEEDBACK_FIELDS,
    Verb.SUGGEST_PEER: SUGGESTION_FIELDS,
    Verb.PARK_ADVICE: ("because",),
    Verb.HOLD_CLOSING: ("outcome_words",),
}
"""Which buttons send what was typed into which questions; no other does."""
ABOUT_WHOEVER_PRESSES = frozenset(
    {Verb.NEW_CONTRACT, Verb.TRY_CALENDAR_AGAIN, Verb.CONNECT_CALENDAR, Verb.DISCONNECT_CALENDAR}
    | {Verb.MAKE_FEED, Verb.RENEW_FEED, Verb.END_FEED}
)
"""These name no thing: each is about the next contract, or the calendar, of the person whose token comes along."""
OWN = {
    "contracts": "learner",
    "cycles": "learner",
    "reviews": "learner",
    "evidence": "learner",
    "peer_sides": "peer",
    "watchings": "person",
    "people": "id",
}
"""The tables of what is one person's alone, and the column that says whose."""


@dataclass
class Word:
    """A word that nobody else types: who typed it into which question, and whether it was sent to the other."""

    text: str
    by: PersonId
    field: str
    is_sent: bool = False


class AtOnce:
    """Carries actions out without a thread."""

    def __init__(self, run: Run) -> None:
        self._run = run

    async def run(self, action: Callable[Concatenate[Work, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        return self._run(action, *args, **kwargs)


def drive(awaited: Awaitable[T]) -> T:
    """What a coroutine that waits for nothing returns."""
    assert isinstance(awaited, Coroutine)
    try:
        awaited.send(None)
    except StopIteration as done:
        result: T = done.value
        return result
    raise AssertionError("it waits for something")


def other(person: PersonId) -> PersonId:
    return BEN if person == ANA else ANA


class TwoPeople(RuleBasedStateMachine):
    """Everything goes through the routes of the chat, as it comes from the door."""

    def __init__(self) -> None:
        super().__init__()
        self.engine: Engine = storage_in_memory()
        self.run = run_on(self.engine)
        self.now: datetime = NOW
        self.routes = Routes(AtOnce(self.run), self.speaker, lambda: self.now)
        self.story = Story(self.run, self.now)
        self.numbers = itertools.count(1)
        self.words: list[Word] = []
        self.cards: dict[PersonId, dict[str, dict[str, Any]]] = {person: {} for person in TWO}
        self.got: dict[PersonId, list[str]] = {person: [] for person in TWO}

    def teardown(self) -> None:
        self.engine.dispose()

    @initialize()
    def both_have_the_app_and_asked_each_other(self) -> None:
        for person in TWO:
            self.does(person, Arrived())
        for person in TWO:
            self.presses(person, "Write a learning contract")
            self.presses(person, "Ask for advice", goal="", peers=object_id_of(other(person)))
        self.presses(BEN, "Send my advice", try_or_drop="")
        self.presses(ANA, "Start the cycle", goal="")
        self.story.now = self.now
        self.story.calendar_is_written(ANA)
        self.shows()

    # --- what they do

    @rule(data=st.data(), person=st.sampled_from(TWO), is_filled=st.booleans())
    def presses_a_button_of_theirs(self, data: st.DataObject, person: PersonId, is_filled: bool) -> None:
        RUNS["own button"] += 1
        card, action = self.some_button(data, person)
        typed = self.typed(person, card) if is_filled else {}
        self.press(person, action["verb"], {**inputs_of(card), **typed, **action["data"]}, is_own=True)

    @rule(data=st.data(), person=st.sampled_from(TWO))
    def presses_a_button_of_the_other(self, data: st.DataObject, person: PersonId) -> None:
        RUNS["other's button"] += 1
        card, action = self.some_button(data, other(person))
        answer = self.press(person, action["verb"], {**self.typed(other(person), card), **action["data"]})
        assert action["verb"] in ABOUT_WHOEVER_PRESSES or answer == TextAnswer(text=NOT_HERE)

    @rule(data=st.data(), person=st.sampled_from(TWO), verb=st.sampled_from(Verb), by=st.sampled_from((-1, 0, 1)))
    def forges_a_button(self, data: st.DataObject, person: PersonId, verb: Verb, by: int) -> None:
        """Another verb on a thing that somebody's card names, in its state or another one, with more fields."""
        RUNS["forged button"] += 1
        card, action = self.some_button(data, data.draw(st.sampled_from(TWO)))
        version = max(0, int(action["data"]["version"]) + by)
        forged = Button(verb=verb, about=action["data"]["about"], version=version).data
        more = {"learner": other(person), "peer": person, "actor": other(person)}
        self.press(person, verb, {**self.typed(person, card), **more, **forged})

    @rule(data=st.data(), person=st.sampled_from(TWO), verb=st.sampled_from(Verb), version=st.integers(0, 6))
    def guesses_an_id(self, data: st.DataObject, person: PersonId, verb: Verb, version: int) -> None:
        """As if every id in the database were known to everybody."""
        RUNS["guessed id"] += 1
        about = data.draw(st.sampled_from(self.ids()))
        self.press(person, verb, Button(verb=verb, about=about, version=version).data)

    @rule(person=st.sampled_from(TWO), said=st.sampled_from(("new", "my cycle", "ask", "review", "pause", "help", "?")))
    def says_something(self, person: PersonId, said: str) -> None:
        RUNS["words"] += 1
        self.does(person, Said(text=said))

    @rule(person=st.sampled_from(TWO))
    def arrives_again(self, person: PersonId) -> None:
        RUNS["arrival"] += 1
        self.does(person, Arrived())

    @rule(days=st.integers(1, 30))
    def time_passes(self, days: int) -> None:
        RUNS["time"] += 1
        self.now += timedelta(days=days)
        self.run(find_due, self.now)
        self.shows()

    @rule(person=st.sampled_from(TWO))
    def the_calendar_is_written(self, person: PersonId) -> None:
        RUNS["calendar"] += 1
        self.story.now = self.now
        with suppress(Refusal):
            self.story.calendar_is_written(person)
        self.shows()

    # --- the promise

    @invariant()
    def nobody_gets_a_word_that_was_not_sent_to_them(self) -> None:
        for person, got in self.got.items():
            secret = [word.text for word in self.words if word.by != person and not word.is_sent]
            for shown in got:
                assert not [word for word in secret if word in shown]
            got.clear()

    # --- how it is done

    def does(self, person: PersonId, happening: Said | Pressed | Arrived) -> Answer:
        """One turn; nothing that is the other's alone may differ after it."""
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
        before = self.belongings(other(person))
        answer = drive(self.routes.on_turn(turn))
        assert self.belongings(other(person)) == before
        if isinstance(answer, CardAnswer):
            self.got[person].append(json.dumps(answer.card))
        if isinstance(answer, TextAnswer):
            self.got[person].append(answer.text)
        self.shows()
        return answer

    def press(self, person: PersonId, verb: str, data: Mapping[str, Any], *, is_own: bool = False) -> Answer:
        if is_own:  # a word may have come into the question from another one: a check-in can change the goal
            fields = SENT_BY.get(verb, ())
            asked = [str(value) for name, value in data.items() if name.partition("-v")[0] in fields]
            for word in self.words:
                is_there = word.field in fields or any(word.text in value for value in asked)
                word.is_sent |= word.by == person and is_there
        return self.does(person, Pressed(verb=verb, data=data, message="m"))

    def presses(self, person: PersonId, title: str, **typed: str) -> None:
        """Press this button on the newest card that has it; an empty text stands for a word of its own."""
        card, action = next(
            (card, action)
            for card in reversed(self.cards[person].values())
            for action in card.get("actions", ())
            if action["title"] == title
        )
        words = {name: typed[field] or self.word(person, field) for name in inputs_of(card)
                 for field in typed if name.startswith(f"{field}-")}  # fmt: skip
        self.press(person, action["verb"], {**inputs_of(card), **words, **action["data"]}, is_own=True)

    def some_button(self, data: st.DataObject, person: PersonId) -> tuple[dict[str, Any], dict[str, Any]]:
        cards = [card for card in self.cards[person].values() if card.get("actions")]
        card = data.draw(st.sampled_from(cards))
        return card, data.draw(st.sampled_from(card["actions"]))

    def typed(self, person: PersonId, card: Mapping[str, Any]) -> dict[str, str]:
        """A word of its own in each question to which words are the answer; the other in each that asks for people."""
        found: dict[str, str] = {}
        for part in parts(card):
            name = str(part.get("id", ""))
            field = name.partition("-v")[0]
            if field in ("peers", "suggested"):
                found[name] = object_id_of(other(person))
            elif part.get("type") == "Input.Text":
                found[name] = (
                    f"https://x.example/{self.word(person, field)}" if field == "link" else self.word(person, field)
                )
            elif part.get("type") == "Input.ChoiceSet" and part.get("choices"):
                found[name] = part["choices"][0]["value"]
        return found

    def word(self, person: PersonId, field: str) -> str:
        word = Word(text=f"secret{next(self.numbers)}secret", by=person, field=field)
        self.words.append(word)
        return word.text

    def shows(self) -> None:
        """Bring everything that is due into both chats, as the job does."""
        for person in TWO:
            while (due := self.run(next_message, person, self.now)) is not None:
                card = dict(draw(due.view, self.speaker(due.reader)))
                self.cards[person].pop(due.message.id, None)
                self.cards[person][due.message.id] = card
                self.got[person].append(json.dumps(card))
                self.run(
                    message_shown, due.message.id, due.message.sent or f"sent {due.message.id}", due.message.wanted
                )

    def speaker(self, person: Person) -> Speaker:
        return Speaker(CATALOGUES, "en-GB", person.zone)

    def belongings(self, person: PersonId) -> list[str]:
        found: list[str] = []
        with self.engine.connect() as connection:
            for name, column in OWN.items():
                table = metadata.tables[name]
                found += map(str, connection.execute(select(table).where(table.c[column] == person)))
        return found

    def ids(self) -> list[str]:
        names = ("contracts", "cycles", "reviews", "evidence", "requests", "messages", "suggestions")
        with self.engine.connect() as connection:
            found = [one for name in names for one in connection.scalars(select(metadata.tables[name].c.id))]
        return [*found, *TWO]


def inputs_of(card: Mapping[str, Any]) -> dict[str, str]:
    return {part["id"]: part.get("value", "") for part in parts(card) if str(part.get("type", "")).startswith("Input.")}


def parts(part: Any) -> list[dict[str, Any]]:
    if isinstance(part, dict):
        return [part, *itertools.chain.from_iterable(parts(inner) for inner in part.values())]
    if isinstance(part, list):
        return list(itertools.chain.from_iterable(map(parts, part)))
    return []


@pytest.mark.timeout(600)
def test_neither_of_two_people_ever_sees_or_changes_what_is_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same stories each time; `LONG=1` tells ten times as many, other ones each time, and makes a failure short."""
    numbers = itertools.count(1)
    monkeypatch.setattr("storage.work.uuid4", lambda: UUID(int=next(numbers)))  # else their order differs each time
    is_long = bool(os.environ.get("LONG"))
    RUNS.clear()
    run_state_machine_as_test(
        TwoPeople,
        settings=settings(
            max_examples=800 if is_long else 80,
            stateful_step_count=30,
            derandomize=not is_long,
            database=None,
            deadline=None,
            phases=tuple(Phase) if is_long else (Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
    print("each rule ran: " + ", ".join(f"{name} {times}" for name, times in sorted(RUNS.items())))  # noqa: T201  so that somebody can see it
    assert len(RUNS) == RULES
    assert min(RUNS.values()) >= TIMES_EACH, RUNS
