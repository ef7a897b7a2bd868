"""What Graph refuses, loses, doubles or delays about calendars, and what people still get: the right thing, once.

docs/refusals.md says which test covers which refusal of which call. Here as in `test_refusals_of_chats.py` and
`test_refusals_of_people.py` each fault strikes once, one after the other, and a test that ends has seen all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.chats import Chats
from tests.journeys.refusing import (
    ADDRESS,
    CHANGES,
    FIND,
    FOR_GOOD,
    FOR_NOW,
    HOURS,
    MOVE,
    PEOPLE,
    PROLONG,
    REMOVE,
    SCHEDULE,
    UNCLEAR,
    UNREACHABLE,
    WATCH,
    WRITE,
    Call,
    closing_day,
    each_does_something,
    each_gets_what_they_did,
    makes_it_lighter,
    makes_it_shorter,
    runs_a_cycle,
    spoil,
    starts_a_cycle,
    tries_again_through_all,
    world,  # noqa: F401  a fixture
)
from tests.journeys.test_nothing_lost import until


@pytest.mark.parametrize(
    "calls",
    [
        [(WATCH, FOR_NOW), (CHANGES, FOR_NOW), (HOURS, FOR_NOW), (WRITE, FOR_NOW)],
        [(ADDRESS, FOR_NOW), (SCHEDULE, FOR_NOW), (WATCH, UNCLEAR), (WRITE, UNCLEAR)],
    ],
    ids=["watch changes hours write", "address schedule, unclear: watch write"],
)
def test_whatever_is_refused_for_now_each_review_stands_once(
    chats: Chats, calls: list[tuple[Call, tuple[str, ...]]]
) -> None:
    for person, (call, faults) in zip(PEOPLE, calls, strict=True):
        spoil(chats, person, call, faults)
        starts_a_cycle(chats, person)
    chats.time_passes_until(lambda: chats.faults() == [])
    for person in PEOPLE:
        chats.time_passes_until(lambda: len(chats.reviews(person)) == 2)  # noqa: B023  it is over within its turn
        chats.card(person, "Drag them in Outlook")
        assert chats.cards_with(person, "Drag them in Outlook") == 1
        assert not chats.has_card(person, UNREACHABLE)


def test_whatever_is_refused_for_now_the_calendar_and_the_cycle_follow_each_other(chats: Chats) -> None:
    # Given four people who run a cycle, and a Graph that refuses
    for person in PEOPLE:
        runs_a_cycle(chats, person)
    before = closing_day(chats, "chloe")
    spoil(chats, "chloe", REMOVE, UNCLEAR[1:])
    makes_it_lighter(chats, "chloe")
    until(lambda: len(chats.reviews("chloe")) == 1)
    spoil(chats, "ana", CHANGES, FOR_NOW)
    spoil(chats, "ben", REMOVE, [*FOR_NOW[1:], UNCLEAR[0]])  # after which it is seen to be gone, and removed no more
    spoil(chats, "chloe", MOVE, FOR_NOW[:5])
    spoil(chats, "dan", FIND, FOR_NOW)

    # When they drag, make it lighter, shorten it, and delete
    each_does_something(chats)

    # Then each gets what they did, once
    each_gets_what_they_did(chats, before)
    assert chats.cards_with("ana", "now stands on") == 1

    # And when Graph refuses the other half
    sooner = closing_day(chats, "chloe")
    spoil(chats, "chloe", MOVE, ["412", *FOR_NOW[5:], UNCLEAR[0]])  # so it is here
    makes_it_shorter(chats, "chloe")
    chats.time_passes_until(lambda: chats.faults() == [])
    chats.time_passes_until(lambda: closing_day(chats, "chloe") < sooner)
    assert [person for person in PEOPLE if chats.has_card(person, UNREACHABLE)] == []


@pytest.mark.parametrize("faults", [FOR_NOW, UNCLEAR, ("404",), ("410",)], ids=["for now", "unclear", "404", "410"])
def test_whatever_becomes_of_the_subscription_a_drag_is_followed(chats: Chats, faults: tuple[str, ...]) -> None:
    runs_a_cycle(chats)
    spoil(chats, None, PROLONG, faults)
    chats.jumps(days=6)
    chats.time_passes_until(lambda: chats.faults() == [])
    chats.jumps(days=2)
    chats.drags("ana", chats.reviews("ana")[0], days=1)
    chats.card("ana", "now stands on Tuesday 31 March")
    assert not chats.has_card("ana", UNREACHABLE)


@pytest.mark.parametrize(
    "calls",
    [
        [(WATCH, FOR_GOOD), (CHANGES, ("400", "404", "412", "413")), (HOURS, FOR_GOOD), (WRITE, FOR_GOOD)],
        [(ADDRESS, FOR_GOOD), (SCHEDULE, FOR_GOOD)],
    ],
    ids=["watch changes hours write", "address schedule"],
)
def test_what_is_refused_for_good_is_told_and_when_it_is_tried_again_nothing_is_lost(
    chats: Chats, calls: list[tuple[Call, tuple[str, ...]]]
) -> None:
    for person, (call, faults) in zip(PEOPLE, calls, strict=False):
        spoil(chats, person, call, faults)
        starts_a_cycle(chats, person)
        tries_again_through_all(chats, person)
        until(lambda: len(chats.reviews(person)) == 2)  # noqa: B023  it is over within its turn


def test_what_is_refused_for_good_on_the_way_is_told_and_caught_up_with(chats: Chats) -> None:
    # Given
    for person in ("ben", "chloe", "dan"):
        runs_a_cycle(chats, person)
    before = closing_day(chats, "chloe")
    makes_it_lighter(chats, "chloe")
    until(lambda: len(chats.reviews("chloe")) == 1)
    spoil(chats, "ben", REMOVE, ("400", "410", "412", "413"))
    spoil(chats, "chloe", MOVE, ("400", "410", "413"))
    spoil(chats, "dan", FIND, ("400", "410", "412", "413"))
    spoil(chats, "dan", FIND, ("404",), code="ErrorInvalidUser")

    # When
    makes_it_lighter(chats, "ben")
    makes_it_shorter(chats, "chloe")
    chats.deletes("dan", chats.reviews("dan")[0])
    for person in ("ben", "chloe", "dan"):
        tries_again_through_all(chats, person)

    # Then
    until(lambda: len(chats.reviews("ben")) == 1)
    until(lambda: closing_day(chats, "chloe") < before)
    chats.card("dan", "no longer in your calendar")


def test_an_entry_that_is_gone_when_it_is_to_be_moved_or_removed_troubles_nobody(chats: Chats) -> None:
    # Given
    for person in ("ben", "chloe", "dan"):
        runs_a_cycle(chats, person)
    before = closing_day(chats, "chloe")
    for person in ("chloe", "dan"):
        makes_it_lighter(chats, person)
        until(lambda: len(chats.reviews(person)) == 1)  # noqa: B023  it is over within its turn
    spoil(chats, "ben", REMOVE, ("404",))
    spoil(chats, "chloe", MOVE, ("404",))
    spoil(chats, "dan", MOVE, (UNCLEAR[1],))

    # When
    makes_it_lighter(chats, "ben")
    for person in ("chloe", "dan"):
        makes_it_shorter(chats, person)
    until(lambda: chats.faults() == [])

    # Then what was not gone after all is moved when the calendar is read the next time
    for person in ("chloe", "dan"):
        chats.time_passes_until(lambda: closing_day(chats, person) < before)  # noqa: B023  the same
    assert not any(chats.has_card(person, UNREACHABLE) for person in ("ben", "chloe", "dan"))


def test_whatever_entra_answers_instead_of_a_token_nothing_is_lost(chats: Chats) -> None:
    for what in ("429", "500", "503", "504", "drop", "nonsense"):
        chats.fault({"where": "entra", "what": what, "times": 1})
    starts_a_cycle(chats, "ana")
    chats.time_passes_until(lambda: chats.faults() == [])
    chats.time_passes_until(lambda: len(chats.reviews("ana")) == 2)


@pytest.mark.parametrize(
    "fault",
    [{"what": "doubled"}, {"what": "late", "seconds": 2}, {"what": "reordered", "seconds": 1}],
    ids=lambda fault: str(fault["what"]),
)
def test_a_dragged_review_is_told_once_however_its_notice_comes(chats: Chats, fault: dict[str, Any]) -> None:
    runs_a_cycle(chats)
    chats.fault({"where": "notices", **fault})
    chats.drags("ana", chats.reviews("ana")[0], days=1)
    chats.card("ana", "now stands on Tuesday 31 March")
    assert chats.faults_struck()
    assert chats.cards_with("ana", "now stands on") == 1


def test_a_lost_notice_is_made_good_by_the_next_reading(chats: Chats) -> None:
    runs_a_cycle(chats)
    chats.fault({"where": "notices", "what": "lost"})
    chats.drags("ana", chats.reviews("ana")[0], days=1)
    chats.jumps_a_day()
    chats.card("ana", "now stands on Tuesday 31 March")
    assert chats.faults_struck()


def a_forgotten_mark(chats: Chats) -> None:
    chats.forgets_marks("ana")


def a_lifecycle_notice(kind: str) -> Callable[[Chats], None]:
    return lambda chats: chats.lifecycle("ana", kind)


@pytest.mark.parametrize(
    "trouble",
    [
        a_forgotten_mark,
        a_lifecycle_notice("subscriptionRemoved"),
        a_lifecycle_notice("missed"),
        a_lifecycle_notice("reauthorizationRequired"),
    ],
    ids=["expired mark", "subscriptionRemoved", "missed", "reauthorizationRequired"],
)
def test_after_trouble_with_the_subscription_a_drag_is_still_followed(
    chats: Chats, trouble: Callable[[Chats], None]
) -> None:
    runs_a_cycle(chats)
    trouble(chats)
    until(lambda: len(chats.reviews("ana")) == 2)
    chats.drags("ana", chats.reviews("ana")[0], days=1)
    chats.card("ana", "now stands on Tuesday 31 March")
    assert chats.cards_with("ana", "now stands on") == 1
