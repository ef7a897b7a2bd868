"""The chat's routes over a real database, and a story whose present state is pressed as its cards show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.buttons import Verb
from bot.cards.draw import draw
from bot.handlers.handling import OwnCalendars
from bot.routes import Routes
from bot.turn import Answer, Pressed
from learning.messages import MessageKind
from learning.people import PersonId
from storage.tables import messages, metadata
from tests.attacks.pressing import AtOnce, drive, inputs_of, speaker_for, turn_of, who
from tests.bot.card_words import parts_of
from tests.cast import NOW, PEOPLE
from tests.learning.asking import Asking
from tests.learning.story import Story
from tests.small_sign_ins import SmallSignIns
from tests.work_fixture import run_on

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
        own_calendars = OwnCalendars(sign_ins=SmallSignIns(), public_url="https://learning.example")
        self.routes = Routes(AtOnce(run), speaker_for, lambda: self.story.now, own_calendars)
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
        return drive(self.routes.on_turn(turn_of(person, pressed)))

    def does(self, card: Card, verb: Verb, **typed: str) -> None:
        """The owner presses."""
        self.presses(card.owner, self.button(card, verb, typed))

    def messages(self, kind: MessageKind) -> list[str]:
        """What there are messages of this kind about."""
        with self.engine.connect() as connection:
            return list(connection.scalars(select(messages.c.about).where(messages.c.kind == kind)))

    def kept(self) -> dict[str, list[str]]:
        """Everything in the database."""
        with self.engine.connect() as connection:
            return {
                name: sorted(map(str, connection.execute(select(table)))) for name, table in metadata.tables.items()
            }


def first_choice(card: Mapping[str, Any], name: str) -> str:
    (asked,) = (part for part in parts_of(dict(card)) if part.get("id") == name)
    return str(asked["choices"][0]["value"])
