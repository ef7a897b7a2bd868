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
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

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
PARTS = 5
"""The stories are told in so many tests, so that several workers share them."""
STORIES = 10
"""In each part. After ten, Hypothesis would begin to tell variations of those that it told."""
COMES = 2 if IS_LONG else 1
"""How often each hand comes in a story."""
RESTS_AFTER = 24
"""So many deeds, and after the last."""


class AllHands(HandsInOutlook, HandsOnTheRest, HandsInTheChat, HandsOfMicrosoft):
    """Everybody's."""


ALL_HANDS = hands_of(AllHands)
STEPS = len(ALL_HANDS) * COMES


def story_at(place: Place, part: int, done: Counter[str]) -> type[RuleBasedStateMachine]:
    """Stories that take place here. Each begins with somebody else's empty calendar."""

    class Story(AllHands, RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.world = World(place)
            self.deck = ALL_HANDS * COMES
            random.Random(part).shuffle(self.deck)  # noqa: S311  the simplest story is another one in each part

        @rule(data=st.data())
        def somebody_does_something(self, data: st.DataObject) -> None:
            """Each hand comes as often as every other, in whatever order. It counts where it was not refused."""
            if not self.deck:
                return
            self.deck.remove(name := data.draw(st.sampled_from(self.deck), label="hand"))
            method = getattr(self, name)
            chosen = {each: data.draw(strategy, label=each) for each, strategy in method.choices.items()}
            self.which = data.draw(st.integers(0, 99), label="which")
            self.world.is_refused = False
            method(**chosen)
            done[name] += not self.world.is_refused
            if len(self.deck) % RESTS_AFTER == 0:
                comes_to_rest(self.world)

        def teardown(self) -> None:
            for fault in self.world.faults:
                done[f"{fault.where} went wrong: {fault.what}"] += fault.done
            done.update({f"the job failed: {why}": times for why, times in self.world.failed.items()})

    return Story


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with Place(tmp_path_factory.mktemp("two sides")) as opened:
        yield opened


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("part", range(PARTS * (10 if IS_LONG else 1)))
def test_the_calendar_and_the_app_come_together_whatever_happens(place: Place, part: int) -> None:
    """The same stories each time; `LONG=1` tells ten times as many, longer ones, other ones each time."""
    done: Counter[str] = Counter()
    number = random.randrange(2**32) if IS_LONG else part  # noqa: S311  other ones, that is all
    run_state_machine_as_test(
        seed(number)(story_at(place, number, done)),
        settings=settings(
            max_examples=STORIES,
            stateful_step_count=STEPS,
            database=None,
            phases=[Phase.generate],
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
        _min_steps=STEPS,
    )
    for name in sorted(done):
        print(f"{name}: {done[name]}")  # noqa: T201  so that somebody can see it
    failures = sum(times for name, times in done.items() if name.startswith("the job failed"))
    assert min(failures, *(done[name] for name in ALL_HANDS)) * PARTS >= TIMES_EACH, done
