"""Two people press whatever there is, their own and each other's, old, forged, out of order; each is learner and peer.

Every word that somebody types is a word of its own, so that it can be found again. The promise: nobody ever gets a word
of the other's that was not sent to them, and nothing that is one's own ever changes by what the other does.
"""

from __future__ import annotations

import itertools
import json
import random
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy.engine import Engine

from bot.buttons import Button, Verb
from bot.cards.draw import draw
from bot.handlers.handling import OwnCalendars
from bot.routes import Routes
from bot.turn import Answer, Arrived, CardAnswer, Pressed, Said, TextAnswer
from learning.actions.find_due import find_due
from learning.actions.show_messages import message_shown, next_message
from learning.errors import Refusal
from learning.people import PersonId, object_id_of
from tests.attacks.calendars import TELLINGS, Telling, companions_are_known, standing, talks_are_placed
from tests.attacks.own_things import all_ids, belongings, secrets_of
from tests.attacks.pressing import (
    ABOUT_WHOEVER_PRESSES,
    NOT_HERE,
    SENT_BY,
    AtOnce,
    drive,
    inputs_of,
    ours_on,
    speaker_for,
    turn_of,
)
from tests.bot.card_words import parts_of
from tests.cast import ANA, BEN, NOW
from tests.learning.promises.hand import Deciding, do, hand, hands_of
from tests.learning.story import Story
from tests.small_sign_ins import SmallSignIns
from tests.work_fixture import run_on, storage_in_memory

TWO = (ANA, BEN)
PUBLIC_URL = "https://learning.example"
SAID = ("new", "my cycle", "ask", "review", "pause", "plan my time", "calendar", "connect", "help", "?")
RUNS: Counter[str] = Counter()


@dataclass
class Word:
    """A word that nobody else types: who typed it into which question, and whether it was sent to the other."""

    text: str
    by: PersonId
    field: str
    is_sent: bool = False


def other(person: PersonId) -> PersonId:
    return BEN if person == ANA else ANA


class TwoPeople(Deciding, RuleBasedStateMachine):
    """Everything goes through the routes of the chat, as it comes from the door."""

    def __init__(self) -> None:
        super().__init__()
        self.engine: Engine = storage_in_memory()
        self.run = run_on(self.engine)
        self.now: datetime = NOW
        own_calendars = OwnCalendars(sign_ins=SmallSignIns(), public_url=PUBLIC_URL)
        self.routes = Routes(AtOnce(self.run), speaker_for, lambda: self.now, own_calendars)
        self.story = Story(self.run, self.now)
        self.numbers = itertools.count(1)
        self.deck: list[str] = []
        self.words: list[Word] = []
        self.cards: dict[PersonId, dict[str, dict[str, Any]]] = {person: {} for person in TWO}
        self.got: dict[PersonId, list[str]] = {person: [] for person in TWO}

    def teardown(self) -> None:
        self.engine.dispose()

    @initialize(seed=st.integers(0, 2**32))
    def both_have_the_app_and_asked_each_other(self, seed: int) -> None:
        self.dealer = random.Random(seed)  # noqa: S311  it deals the same again
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

    @rule(data=st.data())
    def somebody_does_something(self, data: st.DataObject) -> None:
        """Whatever the dealt order has next; each hand comes once before any comes again."""
        if not self.deck:
            self.deck = self.dealer.sample(ALL_HANDS, len(ALL_HANDS))
        self.data = data
        RUNS[self.deck[-1]] += 1
        do(self, self.deck.pop())

    # --- what they do

    @hand(person=st.sampled_from(TWO))
    def presses_a_button_of_theirs(self, person: PersonId) -> None:
        card, action = self.some_button(person)
        self.press(person, action["verb"], {**inputs_of(card), **action["data"]}, is_own=True)

    @hand(person=st.sampled_from(TWO))
    def fills_a_card_of_theirs_in(self, person: PersonId) -> None:
        card, action = self.some_button(person)
        typed = {**inputs_of(card), **self.typed(person, card)}
        self.press(person, action["verb"], {**typed, **action["data"]}, is_own=True)

    @hand(person=st.sampled_from(TWO))
    def presses_a_button_of_the_other(self, person: PersonId) -> None:
        card, action = self.some_button(other(person))
        answer = self.press(person, action["verb"], {**self.typed(other(person), card), **action["data"]})
        assert action["verb"] in ABOUT_WHOEVER_PRESSES or answer == TextAnswer(text=NOT_HERE)

    @hand(person=st.sampled_from(TWO), verb=st.sampled_from(Verb), by=st.sampled_from((-1, 0, 1)))
    def forges_a_button(self, person: PersonId, verb: Verb, by: int) -> None:
        """Another verb, state and fields on a thing of somebody's; on one of their own it may send their own words."""
        whose = self.data.draw(st.sampled_from(TWO))
        card, action = self.some_button(whose)
        version = max(0, int(action["data"]["version"]) + by)
        forged = Button(verb=verb, about=action["data"]["about"], version=version).data
        more = {"learner": other(person), "peer": person, "actor": other(person)}
        self.press(person, verb, {**self.typed(person, card), **more, **forged}, is_own=whose == person)

    @hand(person=st.sampled_from(TWO), verb=st.sampled_from(Verb), version=st.integers(0, 6))
    def guesses_an_id(self, person: PersonId, verb: Verb, version: int) -> None:
        """As if every id in the database were known to everybody."""
        about = self.data.draw(st.sampled_from([*all_ids(self.engine), *TWO]))
        self.press(person, verb, Button(verb=verb, about=about, version=version).data)

    @hand(person=st.sampled_from(TWO), said=st.sampled_from(SAID))
    def says_something(self, person: PersonId, said: str) -> None:
        self.does(person, Said(text=said))

    @hand(person=st.sampled_from(TWO))
    def arrives_again(self, person: PersonId) -> None:
        self.does(person, Arrived())

    @hand(days=st.integers(1, 30))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)
        self.run(find_due, self.now)
        self.shows()

    @hand(person=st.sampled_from(TWO))
    def the_calendar_is_written(self, person: PersonId) -> None:
        """With everything that other jobs find out first: who companions are, and when a talk is to be."""
        self.story.now = self.now
        companions_are_known(self.story, person)
        talks_are_placed(self.story, self.engine, person)
        with suppress(Refusal):
            self.story.calendar_is_written(person)
        self.shows()

    @hand(person=st.sampled_from(TWO), telling=st.sampled_from(TELLINGS))
    def the_calendar_tells_something(self, person: PersonId, telling: Telling) -> None:
        self.story.now = self.now
        if reviews := standing(self.story, person):
            telling(self.story, self.data.draw(st.sampled_from(reviews)), other(person))
        self.shows()

    # --- the promise

    @invariant()
    def nobody_gets_a_word_that_was_not_sent_to_them(self) -> None:
        for person, got in self.got.items():
            secret = [word.text for word in self.words if word.by != person and not word.is_sent]
            secret += secrets_of(self.engine, other(person))
            for shown in got:
                assert not [word for word in secret if word in shown]
            got.clear()

    # --- how it is done

    def does(self, person: PersonId, happening: Said | Pressed | Arrived) -> Answer:
        """One turn; nothing that is the other's alone may differ after it."""
        before = belongings(self.engine, other(person))
        answer = drive(self.routes.on_turn(turn_of(person, happening)))
        assert belongings(self.engine, other(person)) == before
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

    def some_button(self, person: PersonId) -> tuple[dict[str, Any], dict[str, Any]]:
        """Of those that come back to us; others open a page."""
        cards = [card for card in self.cards[person].values() if ours_on(card)]
        card = self.data.draw(st.sampled_from(cards))
        return card, self.data.draw(st.sampled_from(ours_on(card)))

    def typed(self, person: PersonId, card: Mapping[str, Any]) -> dict[str, str]:
        """A word of its own in each question to which words are the answer; the other in each that asks for people."""
        found: dict[str, str] = {}
        for part in parts_of(dict(card)):
            name = str(part.get("id", ""))
            field = name.partition("-v")[0]
            if field in ("peers", "suggested", "companions"):
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
                card = dict(draw(due.view, speaker_for(due.reader), public_url=PUBLIC_URL))
                self.cards[person].pop(due.message.id, None)
                self.cards[person][due.message.id] = card
                self.got[person].append(json.dumps(card))
                self.run(
                    message_shown, due.message.id, due.message.sent or f"sent {due.message.id}", due.message.wanted
                )


ALL_HANDS = hands_of(TwoPeople)
