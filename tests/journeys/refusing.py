"""What journeys of refusals share: which calls are refused, and how; and people whose calendars go on meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from app.calendar_access import CalendarAccess
from app.local_run import Pair
from tests.forked import running
from tests.journeys.chats import Chats
from tests.journeys.conftest import NOW
from tests.journeys.test_nothing_lost import until
from tests.ports import free_ports

Call = Mapping[str, str]
PEOPLE = ("ana", "ben", "chloe", "dan")
"""Everybody has their own calendar and their own job: four calls are spoilt beside each other."""
UNREACHABLE = "We cannot reach your calendar"
REACHED = "Your calendar is reached"

FOR_NOW = ("429", "409", "423", "500", "503", "504", "507", "drop", "nonsense")
"""A job is tried twelve times before it is set aside. A 429 costs two: here the local clock jumps, and the mailbox is
left alone by the real one."""
UNCLEAR = ("commit-then-504", "commit-then-drop")
RARER = ("502", "509")
"""What somebody in between says, or a mailbox that does too much."""
FOR_GOOD = ("400", "404", "410", "412", "413")

WATCH = {"method": "POST", "path": "/subscriptions"}
PROLONG = {"method": "PATCH", "path": "/subscriptions/"}
CHANGES = {"method": "GET", "path": "calendarView/delta"}
HOURS = {"method": "GET", "path": "mailboxSettings"}
ADDRESS = {"method": "GET", "path": "userPrincipalName"}
SCHEDULE = {"method": "POST", "path": "getSchedule"}
WRITE = {"method": "POST", "path": "/events"}
MOVE = {"method": "PATCH", "path": "/events/"}
REMOVE = {"method": "DELETE", "path": "/events/"}
FIND = {"method": "GET", "path": "/events/"}


@pytest.fixture
def world(tmp_path: Path, access: CalendarAccess) -> Iterator[Pair]:
    """Teams without its limits: here a chat gets in a second what it gets in days."""
    with running(tmp_path, free_ports(), now=NOW, standin=["--no-throttling"], access=access) as pair:
        yield pair


def spoil(chats: Chats, person: str | None, call: Call, faults: Iterable[str], **more: Any) -> None:
    """Have this call for this person go wrong in each of these ways, once each.

    A 401 comes twice: after the first one the call is made again at once, with another token.
    """
    for what in faults:
        times = 2 if what == "401" else 1
        chats.fault({"where": "graph", "person": person, **call, "what": what, "times": times, **more})


def starts_a_cycle(chats: Chats, person: str) -> None:
    chats.press(person, chats.card(person, "Write a learning contract"), "Write a learning contract")
    chats.press(person, chats.card(person, "My learning contract"), "Start the cycle", goal="Speak less")


def runs_a_cycle(chats: Chats, person: str = "ana") -> None:
    starts_a_cycle(chats, person)
    chats.card(person, "Drag them in Outlook")
    until(lambda: len(chats.reviews(person)) == 2)


def closing_day(chats: Chats, person: str) -> str:
    return str(chats.reviews(person)[-1]["start"])[:10]


def makes_it_lighter(chats: Chats, person: str) -> None:
    """The check-in leaves the cycle."""
    chats.press(person, chats.card(person, "Drag them in Outlook"), "This is too heavy")


def makes_it_shorter(chats: Chats, person: str) -> None:
    """Once it is lighter and still too heavy: the closing review moves nearer."""
    chats.press(person, chats.card(person, "Undo: as it was before"), "This is too heavy")


def each_does_something(chats: Chats) -> None:
    """Ana drags a review, Ben makes his cycle lighter, Chloé hers shorter, Dan deletes a review; and faults strike."""
    chats.drags("ana", chats.reviews("ana")[0], days=1)
    makes_it_lighter(chats, "ben")
    makes_it_shorter(chats, "chloe")
    chats.deletes("dan", chats.reviews("dan")[0])
    chats.time_passes_until(lambda: chats.faults() == [])


def each_gets_what_they_did(chats: Chats, before: str) -> None:
    """Chloé's closing review stood on the day `before`."""
    chats.time_passes_until(lambda: chats.has_card("ana", "now stands on Tuesday 31 March"))
    chats.time_passes_until(lambda: len(chats.reviews("ben")) == 1)
    chats.time_passes_until(lambda: closing_day(chats, "chloe") < before)
    chats.time_passes_until(lambda: chats.has_card("dan", "no longer in your calendar"))


def tries_again_through_all(chats: Chats, person: str) -> None:
    """It is told, and the person has it tried again whenever that is offered, until nothing is refused any more."""
    chats.card(person, UNREACHABLE)

    def is_through() -> bool:
        for message in chats.messages(person):
            if "Try again" in [action["title"] for action in (message["card"] or {}).get("actions", [])]:
                chats.press(person, message, "Try again")
        return chats.has_card(person, REACHED) and not any(fault["person"] == person for fault in chats.faults())

    until(is_through)
