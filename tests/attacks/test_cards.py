"""Row 24: pressed buttons that our cards never carried. Who pressed is the token's word, what is so the database's."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from app.local_run import TENANT
from bot.buttons import Button, Verb
from standin.people import by_key
from tests.attacks.attacker import Attacker, Reply
from tests.attacks.signing_in import connects
from tests.journeys.chats import Chats

CANARY = "canary-of-chloe"
NOT_HERE = "This is not here, or no longer here."
CHANGES_BY_ITSELF = frozenset({"alembic_version", "jobs", "presses", "people", "sqlite_sequence"})
VERSIONS = (1, 2)
QUIET_LOOKS = 8


@dataclass(frozen=True)
class Things:
    """What is Chloé's: a contract that she asks Ben about, and a cycle that runs with its reviews and evidence."""

    contract: str
    request: str
    cycle: str
    review: str
    evidence: str

    @property
    def all(self) -> tuple[str, ...]:
        return (self.contract, self.request, self.cycle, self.review, self.evidence)


def of(key: str) -> str:
    person = by_key(key)
    assert person
    return f"{TENANT}:{person.object_id}"


def object_id(key: str) -> str:
    return of(key).partition(":")[2]


def newest(attacker: Attacker, table: str) -> str:
    query = f"SELECT id FROM {table} WHERE learner = ? ORDER BY rowid DESC LIMIT 1"  # noqa: S608  our own tables' names
    return str(attacker.rows(query, of("chloe"))[0][0])


@pytest.fixture(scope="module")
def things(attacker: Attacker, chats: Chats) -> Things:
    chats.press("chloe", chats.card("chloe", "Write a learning contract"), "Write a learning contract")
    card = chats.card("chloe", "My learning contract")
    chats.press("chloe", card, "Ask for advice", goal=CANARY, peers=object_id("ben"))
    chats.card("ben", CANARY)
    request = newest(attacker, "requests")
    chats.press("chloe", chats.card("chloe", CANARY), "Start the cycle", goal=CANARY)
    connects(attacker, chats, "chloe")
    chats.card("chloe", "Drag them in Outlook")
    settles(attacker)
    chats.press("chloe", chats.card("chloe", "Keep as evidence"), "Keep as evidence", note=f"{CANARY} note")
    settles(attacker)
    return Things(
        contract=newest(attacker, "contracts"),
        request=request,
        cycle=newest(attacker, "cycles"),
        review=newest(attacker, "reviews"),
        evidence=newest(attacker, "evidence"),
    )


def settles(attacker: Attacker) -> None:
    """Wait until there has been no job for a while, so that nothing changes by itself."""
    deadline, quiet = time.monotonic() + 30, 0
    while quiet < QUIET_LOOKS:
        assert time.monotonic() < deadline
        quiet = 0 if attacker.rows("SELECT 1 FROM jobs WHERE set_aside_at IS NULL") else quiet + 1
        time.sleep(0.1)


def kept(attacker: Attacker, without: str) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in the database that is not of this one person."""
    tables = [name for (name,) in attacker.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {
        table: sorted((row for row in attacker.rows(f"SELECT * FROM {table}") if without not in row), key=repr)  # noqa: S608  as above
        for table in tables
        if table not in CHANGES_BY_ITSELF
    }


def presses(
    attacker: Attacker, key: str, verb: Verb, about: str, version: int, more: Mapping[str, Any] | None = None
) -> Reply:
    """What a press of this button sends, with more or other fields."""
    data = {**Button(verb=verb, about=about, version=version).data, **(more or {})}
    return attacker.sends(attacker.press_of(key, verb, data))


def said(reply: Reply) -> str:
    assert reply.status == 200
    return json.dumps(reply.json, ensure_ascii=False)


@pytest.mark.parametrize("verb", Verb)
def test_row_24_what_is_somebody_elses_is_not_there_and_does_not_change(
    attacker: Attacker, things: Things, verb: Verb
) -> None:
    before = kept(attacker, of("dan"))
    for about in things.all:
        for version in VERSIONS:
            answer = said(presses(attacker, "dan", verb, about, version, {"goal": "Dan's", "note": "Dan's"}))
            assert CANARY not in answer
    assert kept(attacker, of("dan")) == before


def test_row_24_of_an_id_nobody_learns_whether_it_exists(attacker: Attacker, things: Things) -> None:
    for verb in (Verb.SAVE_DRAFT, Verb.GIVE_FEEDBACK, Verb.PAUSE_CYCLE, Verb.TAKE_ADVICE):
        answers = {said(presses(attacker, "dan", verb, about, 1)) for about in (*things.all, "no-such-thing")}
        assert len(answers) == 1
        assert NOT_HERE in answers.pop()


def test_row_24_a_peer_cannot_press_the_learners_buttons(attacker: Attacker, things: Things) -> None:
    before = kept(attacker, of("dan"))
    for verb in (Verb.TAKE_ADVICE, Verb.PARK_ADVICE, Verb.WITHDRAW_REQUEST, Verb.SAVE_DRAFT, Verb.START_CYCLE):
        for about in (things.request, things.contract):
            for version in VERSIONS:
                assert NOT_HERE in said(presses(attacker, "ben", verb, about, version))
    assert kept(attacker, of("dan")) == before


def test_row_24_an_older_state_is_not_pressed_on(attacker: Attacker, things: Things) -> None:
    version = int(attacker.rows("SELECT version FROM cycles WHERE id = ?", things.cycle)[0][0])
    before = kept(attacker, of("dan"))
    for stale in (0, version - 1, version + 1, 2**31 - 1):
        answer = said(presses(attacker, "chloe", Verb.PAUSE_CYCLE, things.cycle, stale))
        assert "This has changed since the card was drawn" in answer
    assert kept(attacker, of("dan")) == before


@pytest.mark.parametrize("verb", [Verb.HOLD_CLOSING, Verb.TAKE_ADVICE, Verb.UNDO_LIGHTER, Verb.RESUME_CYCLE])
def test_row_24_no_state_is_skipped(attacker: Attacker, things: Things, verb: Verb) -> None:
    """Advice that was not given is not taken, a cycle that runs is not resumed, a check-in closes nothing."""
    (table, about) = ("cycles", things.cycle)
    if verb == Verb.HOLD_CLOSING:
        query = "SELECT id FROM reviews WHERE learner = ? AND kind != 'closing review' AND kind != 'closing'"
        table, about = "reviews", str(attacker.rows(query, of("chloe"))[0][0])
    if verb == Verb.TAKE_ADVICE:
        table, about = "requests", things.request
    version = int(attacker.rows(f"SELECT version FROM {table} WHERE id = ?", about)[0][0])  # noqa: S608  our own
    before = kept(attacker, of("dan"))
    typed = {f"outcome-v{version}-{about}": "reached", f"take_away-v{version}-{about}": "x"}
    said(presses(attacker, "chloe", verb, about, version, typed))
    assert kept(attacker, of("dan")) == before


FORGED: list[dict[str, Any]] = [
    {"about": None},
    {"about": ["x"]},
    {"about": {"$ne": ""}},
    {"about": "x' OR '1'='1"},
    {"about": "x" * 101},
    {"version": "1"},
    {"version": True},
    {"version": -1},
    {"version": 1.0},
    {"version": 2**63},
    {"revision": None},
    {"key": "forged"},
    {"key": None},
]


@pytest.mark.parametrize("change", FORGED, ids=str)
def test_row_24_a_button_that_we_did_not_make_is_none(
    attacker: Attacker, things: Things, change: dict[str, Any]
) -> None:
    before = kept(attacker, of("dan"))
    reply = presses(attacker, "chloe", Verb.PAUSE_CYCLE, things.cycle, 1, change)
    assert NOT_HERE in said(reply)
    assert kept(attacker, of("dan")) == before


def test_row_24_fields_that_no_card_asks_for_are_not_read(attacker: Attacker, things: Things) -> None:
    more = {"learner": of("dan"), "actor": of("chloe"), "peer": of("dan"), "id": things.contract, "started_at": "2020"}
    before = kept(attacker, of("dan"))
    said(presses(attacker, "dan", Verb.NEW_CONTRACT, "", 0, more))
    said(presses(attacker, "dan", Verb.SAVE_DRAFT, things.contract, 1, more))
    assert kept(attacker, of("dan")) == before


@pytest.mark.parametrize("verb", ["", "approve", "__class__", "x" * 5000, "save_draft ", "SAVE_DRAFT"])
def test_row_24_a_verb_that_we_do_not_know_is_answered_and_does_nothing(
    attacker: Attacker, things: Things, verb: str
) -> None:
    before = kept(attacker, of("dan"))
    data = {"about": things.contract, "revision": 0, "version": 1, "key": f"{verb}:{things.contract}:1"}
    assert attacker.sends(attacker.press_of("chloe", verb, data)).status in {200, 400}
    assert kept(attacker, of("dan")) == before


@pytest.fixture
def pausing(attacker: Attacker, things: Things) -> Iterator[int]:
    """The version of the running cycle; it is resumed afterwards."""
    yield int(attacker.rows("SELECT version FROM cycles WHERE id = ?", things.cycle)[0][0])
    version = int(attacker.rows("SELECT version FROM cycles WHERE id = ?", things.cycle)[0][0])
    presses(attacker, "chloe", Verb.RESUME_CYCLE, things.cycle, version)
    settles(attacker)


def test_a_press_that_reaches_two_replicas_happens_once(attacker: Attacker, things: Things, pausing: int) -> None:
    """Each replica remembers its own answers alone: what counts is the button's key, which is kept with the act."""
    for _ in range(2):  # another activity id is what another replica's memory amounts to
        answer = said(presses(attacker, "chloe", Verb.PAUSE_CYCLE, things.cycle, pausing))
    assert "You pressed this already" in answer
    (version,) = attacker.rows("SELECT version FROM cycles WHERE id = ?", things.cycle)[0]
    assert version == pausing + 1
