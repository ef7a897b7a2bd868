"""What either of two people may rely on, whatever the other presses."""

from __future__ import annotations

import itertools
import os
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from storage.tables import metadata
from tests.attacks.own_things import OF_BOTH, OWN
from tests.attacks.two_people import ALL_HANDS, RUNS, TwoPeople

TIMES_EACH = 100
IS_LONG = bool(os.environ.get("LONG"))


def test_of_each_table_it_is_known_whether_it_is_one_persons_alone() -> None:
    assert OWN.keys() | OF_BOTH == metadata.tables.keys()


@pytest.mark.long
@pytest.mark.timeout(7_200 if IS_LONG else 600)
def test_neither_of_two_people_ever_sees_or_changes_what_is_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same stories each time; `LONG=1` tells ten times as many, other ones each time, and makes a failure short."""
    numbers = itertools.count(1)
    monkeypatch.setattr("storage.work.uuid4", lambda: UUID(int=next(numbers)))  # else their order differs each time
    RUNS.clear()
    run_state_machine_as_test(
        TwoPeople,
        settings=settings(
            max_examples=600 if IS_LONG else 45,
            stateful_step_count=30,
            derandomize=not IS_LONG,
            database=None,
            phases=tuple(Phase) if IS_LONG else (Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
    print("each rule ran: " + ", ".join(f"{name} {times}" for name, times in sorted(RUNS.items())))  # noqa: T201  so that somebody can see it
    assert RUNS.keys() == set(ALL_HANDS)
    assert min(RUNS.values()) >= TIMES_EACH, RUNS
