"""502 and 509 in place of a calendar's answer: what somebody in between says, or a mailbox that does too much."""

from __future__ import annotations

from tests.journeys.chats import Chats
from tests.journeys.refusing import (
    ADDRESS,
    CHANGES,
    FIND,
    HOURS,
    MOVE,
    PEOPLE,
    PROLONG,
    RARER,
    REMOVE,
    SCHEDULE,
    UNREACHABLE,
    WATCH,
    WRITE,
    closing_day,
    each_does_something,
    each_gets_what_they_did,
    makes_it_lighter,
    runs_a_cycle,
    spoil,
    starts_a_cycle,
    world,  # noqa: F401  a fixture
)
from tests.journeys.test_nothing_lost import until


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
    makes_it_lighter(chats, "chloe")
    until(lambda: len(chats.reviews("chloe")) == 1)
    for person, call in zip(PEOPLE, (CHANGES, REMOVE, MOVE, FIND), strict=True):
        spoil(chats, person, call, RARER)

    # When
    each_does_something(chats)

    # Then
    each_gets_what_they_did(chats, before)
    assert [person for person in PEOPLE if chats.has_card(person, UNREACHABLE)] == []


def test_a_subscription_that_rarer_refusals_do_not_let_be_prolonged_is_prolonged_later(chats: Chats) -> None:
    runs_a_cycle(chats)
    spoil(chats, None, PROLONG, RARER)
    chats.jumps(days=6)
    chats.time_passes_until(lambda: chats.faults() == [])
    chats.jumps(days=2)
    chats.drags("ana", chats.reviews("ana")[0], days=1)
    chats.card("ana", "now stands on Tuesday 31 March")
