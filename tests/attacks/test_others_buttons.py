"""Row 24, for every button there is: pressed by somebody else on the present state, as its card carries it.

Nothing but whose the thing is stands in the way then: the owner presses the same button right afterwards, and it acts.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.buttons import Verb
from bot.turn import TextAnswer
from learning.messages import MessageKind
from tests.attacks.button_states import BUTTONS, reviews
from tests.attacks.button_world import Card, World
from tests.attacks.calendars import is_closed, looks_empty
from tests.attacks.own_things import belongings
from tests.attacks.pressing import ABOUT_WHOEVER_PRESSES, NOT_HERE
from tests.cast import ANA, BEN, CHLOE, DAN
from tests.work_fixture import storage_in_memory


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


OF_THE_CALENDAR = {
    Verb.REMOVED_BY_HAND: looks_empty,
    Verb.TRY_CALENDAR_AGAIN: looks_empty,
    Verb.CONNECT_CALENDAR: is_closed,
    Verb.MAKE_FEED: is_closed,
}


@pytest.mark.parametrize("verb", OF_THE_CALENDAR)
def test_a_button_about_whoever_presses_it_leaves_the_calendar_of_everybody_else_alone(
    world: World, verb: Verb
) -> None:
    review = reviews(world)[0]
    OF_THE_CALENDAR[verb](world.story, review, BEN)
    button = world.button(Card(ANA, MessageKind.CONNECTION, ANA), verb, {})
    before = belongings(world.engine, ANA)
    for person in (BEN, CHLOE, DAN):
        world.presses(person, button)
        assert belongings(world.engine, ANA) == before
    world.presses(ANA, button)
    assert belongings(world.engine, ANA) != before
