"""Ana, three peers, a newcomer and a bystander do what they like, in any order, also late, twice and for each other.

The promises of the product stand in promises.py, what people do in the modules called hands.
"""

from __future__ import annotations

import os
import random
from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tests.learning.promises.hand import do, hands_of
from tests.learning.promises.hands_of_anybody import HandsOfAnybody
from tests.learning.promises.promises import PROMISES
from tests.learning.promises.world import EVERYBODY, NEWCOMER, Deed, World

TRIED: Counter[str] = Counter()
DONE: Counter[str] = Counter()
TIMES_EACH = 50
IS_LONG = bool(os.environ.get("LONG"))
STORIES = 64
"""A few end sooner than the others, when they have drawn too much."""
ALL_HANDS = hands_of(HandsOfAnybody)
STEPS = len(ALL_HANDS) + 1
"""It begins, and then each hand comes once."""


def every_promise_holds(world: World, deed: Deed) -> None:
    """Where one does not, the story is told up to there: a failing run is not made shorter, since that takes long."""
    try:
        for promise in PROMISES:
            promise(world, deed)
    except AssertionError as broken:
        broken.add_note(f"{promise.__doc__}\n" + "\n".join(world.story))
        raise


class Story(HandsOfAnybody, RuleBasedStateMachine):
    """One story. Noor alone does not have the app any more when it begins."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World(every_promise_holds)
        self.deck: list[str] = []

    def teardown(self) -> None:
        TRIED.update(self.world.tried)
        DONE.update(self.world.done)
        self.world.close()

    @initialize(seed=st.integers(0, 2**32))
    def it_begins(self, seed: int) -> None:
        self.dealer = random.Random(seed)  # noqa: S311  it deals the same again
        for person in EVERYBODY:
            self.world.arrives(person)
        self.removes_the_app(NEWCOMER)

    @rule(data=st.data())
    def somebody_does_something(self, data: st.DataObject) -> None:
        """Whatever the dealt order has next; each hand comes once before any comes again."""
        if not self.deck:
            self.deck = self.dealer.sample(ALL_HANDS, len(ALL_HANDS))
        self.data = data
        do(self, self.deck.pop())


@pytest.mark.long
@pytest.mark.timeout(7_200 if IS_LONG else 900)
def test_the_promises_hold_whatever_people_do() -> None:
    """The same stories each time; `LONG=1` tells ten times as many, other ones each time."""
    run_state_machine_as_test(
        Story,
        settings=settings(
            max_examples=STORIES * (10 if IS_LONG else 1),
            stateful_step_count=STEPS,
            derandomize=not IS_LONG,
            database=None,
            phases=[Phase.generate],
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
    for name in sorted(TRIED):
        print(f"{name}: {TRIED[name]}, refused {TRIED[name] - DONE[name]}")  # noqa: T201  so that somebody can see it
    assert min(TRIED.values()) >= TIMES_EACH, TRIED
