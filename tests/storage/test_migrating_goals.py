"""Who wrote a contract with one goal finds it, and what they said of it, in a program that knows several."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from alembic import command
from sqlalchemy import MetaData, insert

from learning.contract import ContractId
from learning.cycle import CycleId
from learning.goal import Outcome, numbered
from learning.review import CheckInAnswers, ClosingAnswers, GoingOn, ReviewId
from storage import migrate
from storage.engine import create_engine
from storage.postgresql import is_postgresql
from tests.postgres import new_database
from tests.storage.fixtures.samples import ANA, NOW, WORDS
from tests.work_fixture import STORAGES, Run, run_on

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

pytestmark = pytest.mark.parametrize("engine", STORAGES, indirect=True)

TERMS = {
    "goal": WORDS, "need_organisation": "", "need_team": "t", "need_own": "", "ways": "w", "proof": "p",
    "ends_on": datetime(2026, 4, 27, tzinfo=UTC).date(),
}  # fmt: skip
CONTRACT = {
    "id": "c", "version": 3, "learner": ANA, **TERMS, "peers": [], "revision": 1, "shown_revision": 1, "question": "",
    "questions": "{}", "why_revised": "", "drafted_at": NOW, "started_at": NOW,
}  # fmt: skip
REVISION = {"contract": "c", "number": 1, **TERMS, "why": "", "shown_at": NOW}
LIGHTER = {"at": str(NOW), "check_ins": ["held"], "ended_on": None}
CYCLE = {
    "id": "cycle", "version": 1, "contract": "c", "learner": ANA, "opened_at": NOW, "ends_on": TERMS["ends_on"],
    "lighter": json.dumps(LIGHTER),
}  # fmt: skip
REVIEW = {
    "version": 2, "cycle": "cycle", "learner": ANA, "ideal_on": TERMS["ends_on"], "writes": 1, "held_at": NOW,
}  # fmt: skip
CHECK_IN = {"kind": "check_in", "did": WORDS, "moved": "", "holding_back": "", "next_step": ""}
CLOSING = {
    "kind": "closing", "outcome": "partly", "happened": WORDS, "why": "", "take_away": "", "going_on": "change",
    "next_goal": WORDS, "outcome_words": "", "rest_until": None,
}  # fmt: skip
RESTING = {**CLOSING, "outcome": "let_go", "going_on": "rest", "next_goal": "", "rest_until": "2026-06-01"}
ROWS: list[tuple[str, dict[str, Any]]] = [
    ("contracts", CONTRACT),
    ("revisions", REVISION),
    ("cycles", CYCLE),
    ("reviews", {**REVIEW, "id": "held", "kind": "check_in", "answers": json.dumps(CHECK_IN)}),
    ("reviews", {**REVIEW, "id": "closing", "kind": "closing", "answers": json.dumps(CLOSING, ensure_ascii=False)}),
    ("reviews", {**REVIEW, "id": "resting", "kind": "closing", "answers": json.dumps(RESTING)}),
    ("reviews", {**REVIEW, "id": "open", "kind": "check_in", "held_at": None}),
]


@pytest.fixture
def kept(engine: Engine, tmp_path: Path) -> Iterator[Run]:
    """What was kept by the program that knew one goal, upgraded."""
    old = create_engine(new_database() if is_postgresql(engine) else f"sqlite:///{tmp_path}/learning.db")
    with old.begin() as connection:
        command.upgrade(migrate._config(connection), "0005")
    tables = MetaData()
    tables.reflect(old)
    with old.begin() as connection:
        for table, row in ROWS:
            connection.execute(insert(tables.tables[table]).values(**row))
    migrate.upgrade(old)
    yield run_on(old)
    old.dispose()


def test_the_goal_is_the_first_one_in_the_contract_and_in_what_peers_saw(kept: Run) -> None:
    contract = kept(lambda work: work.contracts.for_learner(ContractId("c"), learner=ANA))
    assert contract.terms.goals == numbered(WORDS)
    assert (contract.put_off, contract.adding_goal_at, contract.version) == ((), None, 3)
    assert kept(lambda work: work.contracts.revision(contract.id, 1)).terms == contract.terms


def test_what_was_said_at_reviews_is_said_of_that_goal(kept: Run) -> None:
    def answers(review: str) -> object:
        return kept(lambda work: work.reviews.for_learner(ReviewId(review), learner=ANA)).answers

    assert answers("held") == CheckInAnswers(did=WORDS)
    assert answers("open") is None
    assert answers("closing") == ClosingAnswers(
        outcomes={1: Outcome.PARTLY}, happened=WORDS, going_on=GoingOn.CHANGE, next_goals=(WORDS,)
    )
    resting = answers("resting")
    assert isinstance(resting, ClosingAnswers)
    assert (resting.outcomes, resting.next_goals, str(resting.rest_until)) == ({1: Outcome.LET_GO}, (), "2026-06-01")


def test_what_was_too_heavy_can_still_be_undone(kept: Run) -> None:
    lighter = kept(lambda work: work.cycles.for_learner(CycleId("cycle"), learner=ANA)).lighter
    assert lighter is not None
    assert (lighter.goals, lighter.check_ins) == ((), (ReviewId("held"),))
