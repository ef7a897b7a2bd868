"""Rows 12, 18 and 20: what changes while the service runs. Keys are rotated, rows are moved, rights are taken back."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from app.local_run import Pair
from tests.attacks.attacker import Attacker
from tests.attacks.signing_in import connects, is_connected, person_id
from tests.forked import running
from tests.journeys.chats import Chats
from tests.ports import free_ports

CONNECT_AGAIN = "Please connect your calendar again"
LEARNERS = ("ana", "ben", "chloe")


@pytest.fixture(scope="module")
def aging(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """A service in which three people run a cycle and have connected their calendars."""
    with running(tmp_path_factory.mktemp("aging"), free_ports(), now="2026-03-02T09:00:00Z") as pair:
        chats = Chats(pair)
        for key in LEARNERS:
            chats.press(key, chats.card(key, "Write a learning contract"), "Write a learning contract")
            chats.press(key, chats.card(key, "My learning contract"), "Start the cycle", goal="Speak less")
            connects(Attacker(pair), chats, key)
        until(lambda: all(len(chats.reviews(key)) == 2 for key in LEARNERS))
        yield pair


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def starts_anew(pair: Pair) -> None:
    """Nothing is remembered any more but what the database holds."""
    pair.service.terminate()
    pair.service.wait(20)
    pair.start_service()


def has_ended(pair: Pair, key: str) -> bool:
    """Whether it is kept that this person has to connect their calendar again."""
    query = "SELECT 1 FROM connections WHERE person = ? AND why_not = 'ended'"
    return bool(Attacker(pair).rows(query, person_id(key)))


@pytest.mark.parametrize("keeps_old", [True, False])
def test_row_12_a_rotated_key_is_taken_at_once(aging: Pair, keeps_old: bool) -> None:
    attacker = Attacker(aging)
    if not keeps_old:
        starts_anew(aging)  # the refetch for an unknown key is there once a minute
        assert attacker.sends(attacker.message()).status == 202
    before = attacker.channel_key().kid
    Chats(aging)._call("/local/entra/keys/channel", {"keeps_old": keeps_old})
    assert attacker.channel_key().kid != before
    assert attacker.sends(attacker.message()).status == 202


def test_row_20_while_entra_is_away_nothing_is_dropped(aging: Pair) -> None:
    chats = Chats(aging)
    for what in ("503", "429", "drop"):
        chats.fault({"where": "entra", "what": what, "path": "oauth2/v2.0/token"})
        chats._call("/local/entra/people/ben/expire-access", {})
        starts_anew(aging)
        chats.jumps_a_day()
        until(chats.faults_struck)
        time.sleep(0.5)
        chats.no_faults()
        assert all(is_connected(Attacker(aging), key) for key in LEARNERS)
        assert not has_ended(aging, "ben")


def test_row_20_a_right_that_was_taken_back_is_dropped_and_told_with_one_button(aging: Pair) -> None:
    chats = Chats(aging)
    chats._call("/local/entra/people/ana/sign-out", {})
    chats.jumps_a_day()
    until(lambda: not is_connected(Attacker(aging), "ana"))
    card = chats.card("ana", CONNECT_AGAIN)["card"]
    assert [action["verb"] for action in card["actions"]] == ["connect_calendar"]
    assert has_ended(aging, "ana")
    assert is_connected(Attacker(aging), "ben")


def test_row_18_rows_that_changed_places_open_nobodys_calendar(aging: Pair) -> None:
    # Given a database in which Ben's tokens were put in the place of Chloé's, and hers in the place of his
    chats, path = Chats(aging), aging.folder / "learning-cycles.db"
    with closing(sqlite3.connect(path, timeout=10)) as connection, connection:
        rows = dict(connection.execute("SELECT person, sealed FROM tokens").fetchall())
        for one, other in (("ben", "chloe"), ("chloe", "ben")):
            swapped = (rows[person_id(other)], person_id(one))
            connection.execute("UPDATE tokens SET sealed = ? WHERE person = ?", swapped)
    entries = {key: chats.reviews(key) for key in ("ben", "chloe")}

    # When their calendars are to be read
    starts_anew(aging)
    chats.jumps_a_day()

    # Then both are asked to connect again, and neither calendar was touched
    until(lambda: all(has_ended(aging, key) for key in entries))
    assert all(chats.card(key, CONNECT_AGAIN) for key in entries)
    assert {key: chats.reviews(key) for key in ("ben", "chloe")} == entries
