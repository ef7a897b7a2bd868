"""A company that has used the app for two years, row by row, for `python -m bench scale`.

Everybody has closed `CLOSED` cycles and runs one now; some have paused, or rest, or have a calendar out of reach. It is
Monday at nine, when `DUE` reviews begin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import md5
from typing import Any
from uuid import UUID

from learning.watching import READ_ANYWAY_AFTER, RENEW_BEFORE

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DUE = 2_000
CLOSED = 3
WEEKS = 26
PRESSES = 12
TENANT = "5d1b5f3a-0009-4000-8000-000000000001"

Row = dict[str, Any]
_CYCLES = range(CLOSED + 1)
_WEEK = timedelta(weeks=1)
_AFTER_WEEKS = (4, 8, 12)


@cache
def person(number: int) -> str:
    """The id of this one of the people."""
    return f"{TENANT}:{UUID(thing('person', number))}"


def thing(kind: str, *numbers: int) -> str:
    """The id of something of theirs, such as `thing("review", 17, 3, 1)`: of person 17, in their last cycle."""
    return md5(f"{kind} {numbers}".encode(), usedforsecurity=False).hexdigest()


def _opened_at(who: int, cycle: int) -> datetime:
    """Cycles follow each other, and the last one began at some time in the last eleven weeks."""
    return NOW - timedelta(hours=who * 7919 % (11 * 7 * 24)) - _WEEK * WEEKS * (CLOSED - cycle)


def _people(who: int) -> Iterator[Row]:
    yield {"id": person(who), "name": f"Person {who}", "locale": "en-GB", "zone": "Europe/Amsterdam", "chat": "{}"}


_TERMS = dict.fromkeys(("goal", "need_organisation", "need_team", "need_own", "ways", "proof"), "Words of a learner")


def _contracts(who: int) -> Iterator[Row]:
    for cycle in _CYCLES:
        opened = _opened_at(who, cycle)
        yield {
            **_thing("contract", who, cycle),
            **_TERMS,
            "learner": person(who),
            "peers": "[]",
            "question": "",
            "questions": "[]",
            "why_revised": "",
            "revision": 1,
            "shown_revision": 1,
            "drafted_at": opened,
            "started_at": opened,
        }


def _revisions(who: int) -> Iterator[Row]:
    for cycle in _CYCLES:
        contract = thing("contract", who, cycle)
        yield {**_TERMS, "contract": contract, "number": 1, "why": "", "shown_at": _opened_at(who, cycle)}


def _cycles(who: int) -> Iterator[Row]:
    for cycle in _CYCLES:
        opened, is_last = _opened_at(who, cycle), cycle == CLOSED
        rests = who % 5 == 0 and not is_last
        resting = who % 100 == 0 and cycle == CLOSED - 1
        yield {
            **_thing("cycle", who, cycle),
            "contract": thing("contract", who, cycle),
            "learner": person(who),
            "opened_at": opened,
            "ends_on": (opened + 12 * _WEEK).date(),
            "closed_at": None if is_last else opened + 12 * _WEEK,
            "paused_at": opened + _WEEK if is_last and (who + 23) % 30 == 0 else None,
            "rest_ends_on": (NOW + timedelta(days=1 + who % 30)).date()
            if resting
            else (opened + 14 * _WEEK).date()
            if rests
            else None,
            "woken_at": opened + 14 * _WEEK if rests and not resting else None,
        }


def _moment(who: int, cycle: int, review: int) -> datetime:
    """Half past some hour; the check-in of the last cycle of the first `DUE` people is now."""
    if cycle == CLOSED and review == 1 and who < DUE:
        return NOW
    ideal = _opened_at(who, cycle) + _WEEK * _AFTER_WEEKS[review]
    return ideal.replace(minute=30, second=0)


def _reviews(who: int) -> Iterator[Row]:
    for cycle in _CYCLES:
        for review in range(len(_AFTER_WEEKS)):
            starts_at = _moment(who, cycle, review)
            is_past, is_last = starts_at < NOW, cycle == CLOSED
            is_paused = is_last and (who + 23) % 30 == 0 and starts_at > _opened_at(who, cycle) + _WEEK
            is_held = is_past and not is_paused and (who + cycle + review) % 4 != 0
            was_asked = is_past and not is_paused and (who + cycle) % 6 != 1
            yield {
                **_thing("review", who, cycle, review),
                "cycle": thing("cycle", who, cycle),
                "learner": person(who),
                "kind": "check_in" if review < len(_AFTER_WEEKS) - 1 else "closing",
                "ideal_on": starts_at.date(),
                "starts_at": starts_at,
                "ends_at": starts_at + timedelta(minutes=30),
                "entry": "AAMk" + thing("entry", who, cycle, review) * 4,
                "writes": 1,
                "former": "[]",
                "stood_starts_at": starts_at,
                "stood_ends_at": starts_at + timedelta(minutes=30),
                "wrote_title": "Learning review",
                "title": "",
                "is_elsewhere": False,
                "guests": "[]",
                "asked_at": starts_at if was_asked else None,
                "held_at": starts_at if is_held else None,
                "skipped_at": starts_at if is_past and not is_paused and not is_held else None,
                "unwanted_at": None,
            }


def _requests(who: int) -> Iterator[Row]:
    for cycle in _CYCLES:
        for which in range(3):
            asked = _opened_at(who, cycle) + timedelta(days=which)
            is_open = asked > NOW - timedelta(days=14) and (who + which) % 3 == 0
            yield {
                **_thing("request", who, cycle, which),
                "contract": thing("contract", who, cycle),
                "revision": 1,
                "learner": person(who),
                "peer": person(who + 1 + which),
                "question": "",
                "asked_at": asked,
                "answer": None if is_open else "Words of a peer",
                "answered_at": None if is_open else asked + _WEEK,
                "parked_because": "",
                "outcome": "",
            }


def _peer_sides(who: int) -> Iterator[Row]:
    for cycle in _CYCLES:
        for which in range(3):
            asked = _opened_at(who, cycle) + timedelta(days=which)
            if asked < NOW - timedelta(days=7, minutes=1):
                yield {
                    "request": thing("request", who, cycle, which),
                    "version": 1,
                    "peer": person(who + 1 + which),
                    "reminded_at": asked + _WEEK,
                }


def _appointments(who: int) -> Iterator[Row]:
    for cycle in _CYCLES:
        starts_at = _opened_at(who, cycle) + 2 * _WEEK
        ends_at = starts_at + timedelta(hours=1)
        yield {
            **_thing("appointment", who, cycle),
            "learner": person(who),
            "kind": "step",
            "about": thing("cycle", who, cycle),
            "starts_at": starts_at,
            "ends_at": ends_at,
            "planned_starts_at": starts_at,
            "planned_ends_at": ends_at,
            "words": "Shadow somebody",
            "shows_words": False,
            "is_all_day": False,
            "shown_as": "busy",
            "writes": 1,
            "ended_at": None if cycle == CLOSED else ends_at,
        }


_KINDS = {"contract": 1, "cycle": 1, "review": 3, "request": 3, "advice": 3}


def _messages(who: int) -> Iterator[Row]:
    for cycle in _CYCLES:
        for kind, count in _KINDS.items():
            for which in range(count):
                numbers = (who, cycle) if count == 1 else (who, cycle, which)
                reader = who + 1 + which if kind == "request" else who
                yield {
                    **_thing(f"message {kind}", *numbers),
                    "person": person(reader),
                    "kind": kind,
                    "about": thing("request" if kind == "advice" else kind, *numbers),
                    "created_at": _opened_at(who, cycle),
                    "wanted": 3,
                    "shown": 3,
                    "sent": f"{who}{cycle}{which}",
                }


def _presses(who: int) -> Iterator[Row]:
    for which in range(PRESSES):
        pressed = NOW - timedelta(hours=17 * (which * PRESSES + who % PRESSES) % (730 * 24))
        yield {"person": person(who), "key": thing("press", who, which), "pressed_at": pressed}


def _watchings(who: int) -> Iterator[Row]:
    """Read at any moment of the last six hours, so that some three hundred are behind a minute from now."""
    read_at = NOW - timedelta(seconds=who * 7919 % READ_ANYWAY_AFTER.total_seconds())
    is_away = (who + 28) % 33 == 0
    ends_at = NOW + timedelta(days=1, minutes=1 + who % 8000)
    yield {
        "person": person(who),
        "version": 1,
        "secret": thing("secret", who),
        "watch": thing("watch", who),
        "watch_ends_at": ends_at,
        "look_at": min(read_at + READ_ANYWAY_AFTER, ends_at - RENEW_BEFORE),
        "mark": "https://graph/" + "x" * 200,
        "window_starts_at": NOW - 11 * _WEEK,
        "window_ends_at": NOW + 12 * _WEEK,
        "read_at": read_at,
        "unreachable_at": read_at if is_away else None,
        "hours": "",
    }


def _connections(who: int) -> Iterator[Row]:
    yield {"person": person(who), "version": 1, "connected_at": _opened_at(who, 0)}


def _jobs(who: int) -> Iterator[Row]:
    """Every fiftieth calendar was set aside at some time; every thousandth waits for a while, having failed."""
    if who % 50 == 0 or who % 1000 == 1:
        since = _opened_at(who, 2)
        yield {
            "kind": "calendar",
            "about": person(who),
            "lock": f"calendar:{person(who)}",
            "attempts": 12,
            "due_at": since if who % 50 == 0 else NOW + timedelta(minutes=30),
            "set_aside_at": since if who % 50 == 0 else None,
        }


ROWS: dict[str, Callable[[int], Iterator[Row]]] = {
    "people": _people,
    "contracts": _contracts,
    "revisions": _revisions,
    "cycles": _cycles,
    "reviews": _reviews,
    "requests": _requests,
    "peer_sides": _peer_sides,
    "appointments": _appointments,
    "messages": _messages,
    "presses": _presses,
    "watchings": _watchings,
    "connections": _connections,
    "jobs": _jobs,
}
"""The rows of one of the people in each table, in the order in which they refer to each other."""


def _thing(kind: str, *numbers: int) -> Row:
    return {"id": thing(kind, *numbers), "version": 1}
