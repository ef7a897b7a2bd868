"""What Teams and Graph refuse, lose, double or delay, and what people still get: the right thing, once."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.chats import Chats
from tests.journeys.test_nothing_lost import until

ONCE = {"times": 1}
BEN = "b2000000-0000-4000-8000-000000000002"

GRAPH_WRITES = [
    {"what": "429", "retry_after": 1, **ONCE},
    {"what": "500", **ONCE},
    {"what": "502", **ONCE},
    {"what": "503", "retry_after": 1, **ONCE},
    {"what": "504", **ONCE},
    {"what": "drop", **ONCE},
    {"what": "nonsense", **ONCE},
    {"what": "commit-then-504", **ONCE},
    {"what": "commit-then-drop", **ONCE},
    {"what": "slow", "seconds": 2, **ONCE},
    {"what": "409", **ONCE},
]
TEAMS_SENDS = [
    {"what": "429", "retry_after": 1, **ONCE},
    {"what": "500", **ONCE},
    {"what": "502", **ONCE},
    {"what": "503", **ONCE},
    {"what": "504", **ONCE},
    {"what": "412", **ONCE},
    {"what": "drop", **ONCE},
    {"what": "commit-then-504", **ONCE},
    {"what": "commit-then-drop", **ONCE},
    {"what": "slow", "seconds": 2, **ONCE},
]


def called(fault: dict[str, Any]) -> str:
    return str(fault["what"])


def ana_starts_a_cycle(chats: Chats) -> None:
    chats.press("ana", chats.card("ana", "Write a learning contract"), "Write a learning contract")
    chats.press("ana", chats.card("ana", "My learning contract"), "Start the cycle", goal="Speak less")


def ana_runs_a_cycle(chats: Chats) -> None:
    ana_starts_a_cycle(chats)
    chats.card("ana", "Drag them in Outlook")


def cards_with(chats: Chats, person: str, words: str) -> int:
    return sum(words in json.dumps(message["card"], ensure_ascii=False) for message in chats.messages(person))


@pytest.mark.parametrize("fault", GRAPH_WRITES, ids=called)
def test_whatever_graph_answers_to_a_write_each_review_stands_once(chats: Chats, fault: dict[str, Any]) -> None:
    chats.fault({"where": "graph", "method": "POST", "path": "/events", **fault})
    ana_runs_a_cycle(chats)
    assert chats.faults_struck()
    assert len(chats.reviews("ana")) == 2
    assert cards_with(chats, "ana", "Drag them in Outlook") == 1


@pytest.mark.parametrize("path", ["getSchedule", "mailboxSettings", "/subscriptions", "calendarView/delta"])
@pytest.mark.parametrize("what", ["503", "drop", "nonsense"])
def test_whichever_call_of_graph_fails_the_cycle_is_put_into_the_calendar(chats: Chats, path: str, what: str) -> None:
    chats.fault({"where": "graph", "path": path, "what": what, **ONCE})
    ana_runs_a_cycle(chats)
    assert chats.faults_struck()
    assert len(chats.reviews("ana")) == 2


def test_while_entra_gives_no_token_nothing_is_lost(chats: Chats) -> None:
    chats.fault({"where": "entra", "what": "503", "times": 2})
    ana_runs_a_cycle(chats)
    assert chats.faults_struck()
    assert len(chats.reviews("ana")) == 2


@pytest.mark.parametrize("fault", TEAMS_SENDS, ids=called)
def test_whatever_teams_answers_to_a_message_it_arrives(chats: Chats, fault: dict[str, Any]) -> None:
    chats.card("ben", "Write a learning contract")
    chats.press("ana", chats.card("ana", "Write a learning contract"), "Write a learning contract")
    card = chats.card("ana", "My learning contract")
    chats.fault({"where": "teams", "method": "POST", "path": "/activities", "person": "ben", **fault})
    chats.press("ana", card, "Ask for advice", goal="Speak less", peers=BEN)
    chats.card("ben", "asks for your advice")
    assert chats.faults_struck()
    assert 1 <= cards_with(chats, "ben", "asks for your advice") <= 2


@pytest.mark.parametrize("what", ["403", "404"])
def test_a_chat_that_is_closed_for_good_is_told_to_who_asked(chats: Chats, what: str) -> None:
    chats.card("ben", "Write a learning contract")
    chats.press("ana", chats.card("ana", "Write a learning contract"), "Write a learning contract")
    card = chats.card("ana", "My learning contract")
    chats.fault({"where": "teams", "path": "/activities", "person": "ben", "what": what})
    chats.press("ana", card, "Ask for advice", goal="Speak less", peers=BEN)
    chats.card("ana", "does not have this app")
    assert chats.faults_struck()


@pytest.mark.parametrize(
    "fault",
    [
        {"what": "doubled"},
        {"what": "late", "seconds": 2},
        {"what": "reordered", "seconds": 1},
    ],
    ids=called,
)
def test_a_dragged_review_is_told_once_however_its_notice_comes(chats: Chats, fault: dict[str, Any]) -> None:
    ana_runs_a_cycle(chats)
    chats.fault({"where": "notices", **fault})
    chats.drags("ana", chats.reviews("ana")[0], days=1)
    chats.card("ana", "now stands on Tuesday 31 March")
    assert chats.faults_struck()
    assert cards_with(chats, "ana", "now stands on") == 1


def test_a_lost_notice_is_made_good_by_the_next_reading(chats: Chats) -> None:
    ana_runs_a_cycle(chats)
    chats.fault({"where": "notices", "what": "lost"})
    chats.drags("ana", chats.reviews("ana")[0], days=1)
    chats.jumps_a_day()
    chats.card("ana", "now stands on Tuesday 31 March")


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
    ana_runs_a_cycle(chats)
    trouble(chats)
    until(lambda: len(chats.reviews("ana")) == 2)
    chats.drags("ana", chats.reviews("ana")[0], days=1)
    chats.card("ana", "now stands on Tuesday 31 March")
    assert cards_with(chats, "ana", "now stands on") == 1


def test_a_calendar_that_cannot_be_reached_is_told_and_nothing_is_lost(chats: Chats) -> None:
    # Given a Graph that says no for good
    chats.fault({"where": "graph", "method": "POST", "path": "/events", "what": "413"})
    ana_starts_a_cycle(chats)

    # Then the learner hears of it, and when it works again the reviews stand
    chats.card("ana", "We cannot reach your calendar")
    chats.no_faults()
    chats.insists("ana", "Try again", "Try again")
    until(lambda: len(chats.reviews("ana")) == 2)
