"""Somebody in Outlook and the app act on one calendar, in any order, while much goes wrong between them.

What must be so whenever it comes to rest stands in quiet.py, what happens in the modules called hands.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tests.learning.promises.hand import hands_of
from tests.two_sides.hands_in_outlook import HandsInOutlook
from tests.two_sides.hands_in_the_chat import HandsInTheChat
from tests.two_sides.hands_of_microsoft import HandsOfMicrosoft
from tests.two_sides.hands_on_the_rest import HandsOnTheRest
from tests.two_sides.place import Place
from tests.two_sides.quiet import comes_to_rest
from tests.two_sides.world import World

IS_LONG = bool(os.environ.get("LONG"))
TIMES_EACH = 50
PARTS = 2
"""The stories are told in so many tests, so that several workers share them."""
STORIES = -(-TIMES_EACH // PARTS)
RESTS_AFTER = 12
"""So many deeds, and after the last."""


class AllHands(HandsInOutlook, HandsOnTheRest, HandsInTheChat, HandsOfMicrosoft):
    """Everybody's."""


ALL_HANDS = hands_of(AllHands)


def story_at(place: Place, tried: Counter[str]) -> type[RuleBasedStateMachine]:
    """Stories that take place here. Each begins with somebody else's empty calendar."""

    class Story(AllHands, RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.world = World(place)
            self.deck: list[str] = []

        @initialize(order=st.integers(0, 2**32))
        def it_begins(self, order: int) -> None:
            self.dealer = random.Random(order)  # noqa: S311  it deals the same again
            self.deck = self.dealer.sample(ALL_HANDS, len(ALL_HANDS))

        @rule(data=st.data())
        def somebody_does_something(self, data: st.DataObject) -> None:
            """Whatever the dealt order has next: each hand comes once."""
            if not self.deck:
                return
            method = getattr(self, name := self.deck.pop())
            method(**{each: data.draw(strategy) for each, strategy in method.choices.items()})
            tried[name] += 1
            if len(self.deck) % RESTS_AFTER == 0:
                comes_to_rest(self.world)

        def teardown(self) -> None:
            tried.update({f"the job fails: {why}": times for why, times in self.world.failed.items()})

    return Story


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with Place(tmp_path_factory.mktemp("two sides")) as opened:
        yield opened


@pytest.mark.timeout(900)
@pytest.mark.parametrize("part", range(PARTS * (10 if IS_LONG else 1)))
def test_the_calendar_and_the_app_come_together_whatever_happens(place: Place, part: int) -> None:
    """The same stories each time; `LONG=1` tells ten times as many, other ones each time."""
    tried: Counter[str] = Counter()
    run_state_machine_as_test(
        seed(random.random() if IS_LONG else part)(story_at(place, tried)),  # noqa: S311  other ones, that is all
        settings=settings(
            max_examples=STORIES,
            stateful_step_count=len(ALL_HANDS) + 1,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
        _min_steps=len(ALL_HANDS),
    )
    for name in sorted(tried):
        print(f"{name}: {tried[name]}")  # noqa: T201  so that somebody can see it
    failures = sum(times for name, times in tried.items() if name not in ALL_HANDS)
    assert min(failures, *(tried[name] for name in ALL_HANDS)) * PARTS >= TIMES_EACH, tried
