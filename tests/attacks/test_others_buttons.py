"""Row 24, for every button there is: pressed by somebody else on the present state, as its card carries it.

Nothing but whose the thing is stands in the way then: the owner presses the same button right afterwards, and it acts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.buttons import Verb
from bot.cards.draw import draw
from bot.routes import Routes
from bot.turn import Answer, Pressed, TextAnswer, Turn
from learning.messages import MessageKind
from learning.people import Person, PersonId, object_id_of
from learning.review import Review
from storage.tables import metadata
from tests.attacks.test_two_people import ABOUT_WHOEVER_PRESSES, CATALOGUES, NOT_HERE, AtOnce, drive, inputs_of, parts
from tests.cast import ANA, BEN, CHLOE, DAN, NOW, PEOPLE
from tests.learning.asking import Asking
from tests.learning.story import Story
from tests.work_fixture import run_on, storage_in_memory
from wording.speaker import Speaker

CHOSEN = "(the first choice)"


@dataclass(frozen=True)
class Card:
    """A card in its owner's chat."""

    owner: PersonId
    kind: MessageKind
    about: str


class World:
    """The real routes over a real database, and a story whose present state the cards show."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        run = run_on(engine)
        self.story = Story(run, NOW)
        self.asking = Asking(self.story)
        self.routes = Routes(AtOnce(run), speaker_for, lambda: self.story.now)
        for person in PEOPLE:
            self.story.arrives(person)

    def button(self, card: Card, verb: Verb, typed: Mapping[str, str]) -> Pressed:
        """What the owner's card sends now when this is pressed, with what was typed over what stands there."""
        view = self.story.sees(card.owner, card.kind, card.about)
        drawn: dict[str, Any] = dict(draw(view, speaker_for(who(card.owner))))
        (action,) = (action for action in drawn["actions"] if action["verb"] == verb)
        inputs = inputs_of(drawn)
        for field, text in typed.items():
            name = next(name for name in inputs if name.startswith(f"{field}-v"))
            inputs[name] = first_choice(drawn, name) if text == CHOSEN else text
        return Pressed(verb=verb, data={**inputs, **action["data"]}, message="m")

    def presses(self, person: PersonId, pressed: Pressed) -> Answer:
        known = who(person)
        turn = Turn(
            activity="a",
            actor=person,
            name=known.name,
            locale=known.locale,
            zone=known.zone,
            chat=known.chat or "",
            happening=pressed,
        )
        return drive(self.routes.on_turn(turn))

    def does(self, card: Card, verb: Verb, **typed: str) -> None:
        """The owner presses."""
        self.presses(card.owner, self.button(card, verb, typed))

    def kept(self) -> dict[str, list[str]]:
        """Everything in the database."""
        with self.engine.connect() as connection:
            return {
                name: sorted(map(str, connection.execute(select(table)))) for name, table in metadata.tables.items()
            }


def first_choice(card: Mapping[str, Any], name: str) -> str:
    (asked,) = (part for part in parts(card) if part.get("id") == name)
    return str(asked["choices"][0]["value"])


def who(person: PersonId) -> Person:
    return next(one for one in PEOPLE if one.id == person)


def speaker_for(person: Person) -> Speaker:
    return Speaker(CATALOGUES, "en-GB", person.zone)


# --- the states in which a button is on its card


def draft(world: World) -> Card:
    contract = world.story.saves(world.story.drafts())
    return Card(ANA, MessageKind.CONTRACT, contract.id)


def asked(world: World) -> Card:
    contract = world.story.asks(world.story.drafts(), peers=(BEN, CHLOE))
    return Card(ANA, MessageKind.CONTRACT, contract.id)


def asked_list(world: World) -> Card:
    return Card(ANA, MessageKind.REQUESTS, asked(world).about)


def request(world: World) -> Card:
    contract = world.story.asks(world.story.drafts(), peers=(BEN, CHLOE))
    return Card(BEN, MessageKind.REQUEST, world.story.request_to(BEN, contract).id)


def suggesting(world: World) -> Card:
    card = request(world)
    world.does(card, Verb.BEGIN_SUGGESTING)
    return card


def suggestion(world: World) -> Card:
    contract = world.story.asks(world.story.drafts())
    suggested = world.asking.suggests(world.story.request_to(BEN, contract), DAN)
    return Card(ANA, MessageKind.SUGGESTION, suggested.id)


def answered(world: World) -> Card:
    card = request(world)
    world.does(card, Verb.GIVE_FEEDBACK, try_or_drop="Let them write first")
    return card


def correcting(world: World) -> Card:
    card = answered(world)
    world.does(card, Verb.CORRECT_FEEDBACK)
    return card


def advice(world: World) -> Card:
    return Card(ANA, MessageKind.ADVICE, answered(world).about)


def taken(world: World) -> Card:
    card = advice(world)
    world.does(card, Verb.TAKE_ADVICE)
    return card


def reviews(world: World) -> list[Review]:
    return world.story.running_cycle()


def cycle(world: World) -> Card:
    return Card(ANA, MessageKind.CYCLE, reviews(world)[0].cycle)


def after(verb: Verb, **typed: str) -> Callable[[World], Card]:
    """The card of a running cycle once its learner pressed this."""

    def state(world: World) -> Card:
        card = cycle(world)
        world.does(card, verb, **typed)
        return card

    return state


def due(number: int) -> Callable[[World], Card]:
    """The card of the first review or the last one, at its time."""

    def state(world: World) -> Card:
        review = reviews(world)[number]
        assert review.slot
        world.story.now = review.slot.starts_at + timedelta(minutes=5)
        return Card(ANA, MessageKind.REVIEW, review.id)

    return state


def deleted(world: World) -> Card:
    """The card that asks what becomes of a review whose entry was deleted."""
    review = reviews(world)[0]
    assert review.entry
    world.story.calendar_says({review.entry: None})
    return Card(ANA, MessageKind.REVIEW_GONE, review.id)


BUTTONS: dict[Verb, tuple[Callable[[World], Card], dict[str, str]]] = {
    Verb.SAVE_DRAFT: (draft, {"goal": "Speak less"}),
    Verb.ASK_FOR_ADVICE: (draft, {"peers": object_id_of(CHLOE)}),
    Verb.START_CYCLE: (draft, {}),
    Verb.ADD_GOAL: (draft, {}),
    Verb.SHOW_REQUESTS: (asked, {}),
    Verb.WITHDRAW_REQUEST: (asked_list, {"withdrawn": CHOSEN}),
    Verb.GIVE_FEEDBACK: (request, {"try_or_drop": "Let them write first"}),
    Verb.SAVE_UNFINISHED: (request, {"try_or_drop": "Let them"}),
    Verb.NOT_NOW: (request, {}),
    Verb.BEGIN_SUGGESTING: (request, {}),
    Verb.STOP_SUGGESTING: (suggesting, {}),
    Verb.SUGGEST_PEER: (suggesting, {"suggested": object_id_of(DAN), "reason": "Knows customers"}),
    Verb.ASK_SUGGESTED: (suggestion, {}),
    Verb.LEAVE_SUGGESTION: (suggestion, {}),
    Verb.CORRECT_FEEDBACK: (answered, {}),
    Verb.LEAVE_FEEDBACK: (correcting, {}),
    Verb.TAKE_FEEDBACK_BACK: (answered, {}),
    Verb.TAKE_ADVICE: (advice, {}),
    Verb.PARK_ADVICE: (advice, {"because": "Not in this team"}),
    Verb.REVISE_DRAFT: (taken, {}),
    Verb.REVISE_CONTRACT: (cycle, {}),
    Verb.STOP_EARLY: (cycle, {}),
    Verb.TOO_HEAVY: (cycle, {}),
    Verb.UNDO_LIGHTER: (after(Verb.TOO_HEAVY), {}),
    Verb.PAUSE_CYCLE: (cycle, {}),
    Verb.RESUME_CYCLE: (after(Verb.PAUSE_CYCLE), {}),
    Verb.KEEP_EVIDENCE: (cycle, {"note": "They spoke first"}),
    Verb.REMOVE_EVIDENCE: (after(Verb.KEEP_EVIDENCE, note="They spoke first"), {"evidence": CHOSEN}),
    Verb.PUT_REVIEW_BACK: (deleted, {}),
    Verb.LEAVE_REVIEW_OUT: (deleted, {}),
    Verb.HOLD_CHECK_IN: (due(0), {"did": "Led one"}),
    Verb.TOO_HEAVY_AT_REVIEW: (due(0), {}),
    Verb.HOLD_CLOSING: (due(-1), {"outcome_1": "reached", "take_away": "Wait longer"}),
}


@pytest.fixture
def world() -> Iterator[World]:
    engine = storage_in_memory()
    yield World(engine)
    engine.dispose()


def test_every_button_is_tried() -> None:
    assert BUTTONS.keys() | ABOUT_WHOEVER_PRESSES == set(Verb)


@pytest.mark.parametrize("verb", BUTTONS)
def test_row_24_somebody_elses_button_changes_nothing_and_is_not_here_however_right_it_is(
    world: World, verb: Verb
) -> None:
    state, typed = BUTTONS[verb]
    card = state(world)
    button = world.button(card, verb, typed)
    before = world.kept()
    for person in (ANA, BEN, CHLOE, DAN):
        if person != card.owner:
            answer = world.presses(person, button)
            assert answer == TextAnswer(text=NOT_HERE)
            assert world.kept() == before
    world.presses(card.owner, button)
    assert world.kept() != before
