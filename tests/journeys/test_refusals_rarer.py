"""502 and 509 in place of a calendar's answer: what somebody in between says, or a mailbox that does too much."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.calendar_access import CalendarAccess
from app.local_run import Pair
from tests.forked import running
from tests.journeys.chats import Chats
from tests.journeys.conftest import NOW
from tests.journeys.test_nothing_lost import until
from tests.journeys.test_refusals import (
    ADDRESS,
    CHANGES,
    FIND,
    HOURS,
    MOVE,
    PEOPLE,
    PROLONG,
    REMOVE,
    SCHEDULE,
    UNREACHABLE,
    WATCH,
    WRITE,
    closing_day,
    runs_a_cycle,
    spoil,
    starts_a_cycle,
)
from tests.ports import free_ports

RARER = ("502", "509")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Pair]:
    """Teams without its limits, as in the other journeys of refusals."""
    access = CalendarAccess.APP_ONLY
    with running(tmp_path, free_ports(), now=NOW, standin=["--no-throttling"], access=access) as pair:
        yield pair


def test_a_calendar_that_rarer_refusals_keep_closed_for_a_while_gets_each_review_once(chats: Chats) -> None:
    """Two calls a person: four refusals of the twelve tries that their job has."""
    calls = ((WATCH, CHANGES), (HOURS, WRITE), (ADDRESS,), (SCHEDULE,))
    for person, theirs in zip(PEOPLE, calls, strict=True):
        for call in theirs:
            spoil(chats, person, call, RARER)
        starts_a_cycle(chats, person)
    chats.time_passes_until(lambda: chats.faults() == [])
    for person in PEOPLE:
        chats.time_passes_until(lambda: len(chats.reviews(person)) == 2)  # noqa: B023  it is over within its turn
        chats.card(person, "Drag them in Outlook")
        assert not chats.has_card(person, UNREACHABLE)


def test_rarer_refusals_on_the_way_only_make_it_later(chats: Chats) -> None:
    # Given
    for person in PEOPLE:
        runs_a_cycle(chats, person)
    before = closing_day(chats, "chloe")
    chats.press("chloe", chats.card("chloe", "Drag them in Outlook"), "This is too heavy")
    until(lambda: len(chats.reviews("chloe")) == 1)
    for person, call in zip(PEOPLE, (CHANGES, REMOVE, MOVE, FIND), strict=True):
        spoil(chats, person, call, RARER)

    # When
    chats.drags("ana", chats.reviews("ana")[0], days=1)
    chats.press("ben", chats.card("ben", "Drag them in Outlook"), "This is too heavy")
    chats.press("chloe", chats.card("chloe", "Undo: as it was before"), "This is too heavy")
    chats.deletes("dan", chats.reviews("dan")[0])
    chats.time_passes_until(lambda: chats.faults() == [])

    # Then
    chats.time_passes_until(lambda: chats.has_card("ana", "now stands on Tuesday 31 March"))
    chats.time_passes_until(lambda: len(chats.reviews("ben")) == 1)
    chats.time_passes_until(lambda: closing_day(chats, "chloe") < before)
    chats.time_passes_until(lambda: chats.has_card("dan", "no longer in your calendar"))
    assert [person for person in PEOPLE if chats.has_card(person, UNREACHABLE)] == []


def test_a_subscription_that_rarer_refusals_do_not_let_be_prolonged_is_prolonged_later(chats: Chats) -> None:
    runs_a_cycle(chats)
    spoil(chats, None, PROLONG, RARER)
    chats.jumps(days=6)
    chats.time_passes_until(lambda: chats.faults() == [])
    chats.jumps(days=2)
    chats.drags("ana", chats.reviews("ana")[0], days=1)
    chats.card("ana", "now stands on Tuesday 31 March")
