"""The service is killed at every named point, and nothing is lost: what was begun is finished after it starts again.

The points are reached in the real service (`dying_service.py`): before and after each commit, before, during and after
each call outside. Each journey dies at several of them, one after the other, and is started again each time.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from app.local_run import CannotStart, Pair
from app.settings import PREFIX
from tests.forked import running
from tests.journeys.chats import SECONDS, Chats
from tests.journeys.conftest import NOW
from tests.journeys.entra import insists_on_connecting
from tests.ports import free_ports

BEN = "b2000000-0000-4000-8000-000000000002"
DAN = "d4000000-0000-4000-8000-000000000004"
MIA = "e5000000-0000-4000-8000-000000000005"

COMMITS = (
    "ask_for_advice", "give_feedback", "answer_feedback", "start_cycle", "follow_calendar", "keep_watch",
    "place_review", "entry_written", "message_shown", "next_message", "receive_notices", "find_due",
    "answer_gone_review", "hold_review", "claim", "done", "meet", "to_reach", "peer_found", "begin_mail", "reached",
    "ask_to_connect", "find_sign_in", "calendar_connected",
)  # fmt: skip
CALLS = (
    "chat.post", "chat.replace", "calendar.availability", "calendar.bring_about", "calendar.find", "calendar.changes",
    "calendar.watch", "directory.find", "mail.send", "install.install", "sign_ins.exchange",
)  # fmt: skip
POINTS = tuple(
    [f"{when} the commit of {action}" for action in COMMITS for when in ("before", "after")]
    + [f"{when} {call}" for call in CALLS for when in ("before", "during", "after")]
)
LINK = "pass on this link"
JOURNEYS = 8
"""Each dies at every eighth point, so that the deaths of one journey lie far apart."""


@contextmanager
def kept_alive(pair: Pair) -> Iterator[None]:
    """Starts the service again whenever it has died, as an operator's supervisor does."""
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(0.05):
            if pair.service.poll() is not None:
                with suppress(CannotStart):  # it died again while it started: once more
                    pair.start_service()

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def the_journey(chats: Chats) -> None:
    """They do what people do, and press again when the app does not answer.

    Mia never had the app, and it is added for her; Dan took it away himself, and is written to.
    """
    chats.card("ben", "Write a learning contract")
    chats.card("dan", "Write a learning contract")
    chats.removes_app("dan")
    chats.insists("ana", "Write a learning contract", "Write a learning contract")
    chats.insists("ana", "My learning contract", "Ask for advice", goal="Speak less", peers=f"{BEN},{MIA}")
    chats.insists("mia", "asks for your advice", "Send my advice", try_or_drop="Ask why")
    chats.insists("ana", "My learning contract", "Ask for advice", goal="Speak less", peers=f"{BEN},{MIA},{DAN}")
    chats.card("ana", "Your request waits for Dan")
    chats.insists("ben", "asks for your advice", "Send my advice", try_or_drop="Begin small")
    chats.insists("ana", "Begin small", "I take this")
    chats.insists("ana", "My learning contract", "Start the cycle")
    insists_on_connecting(chats, "ana")
    until(lambda: len(chats.reviews("ana")) == 2)
    chats.drags("ana", chats.reviews("ana")[0], days=1)
    chats.card("ana", "now stands on Tuesday 31 March")
    chats.deletes("ana", chats.reviews("ana")[0])
    chats.insists("ana", "no longer in your calendar", "Put it back")
    until(lambda: len(chats.reviews("ana")) == 2)
    chats.jumps_to_the_next_review("ana")
    chats.insists("ana", "What did I do?", "Save my check-in", did="Spoke less")


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it never came to be"
        time.sleep(0.05)


def jobs_left(folder: Path) -> list[tuple[str, str]]:
    """Jobs that are due or set aside; what is put off to a later day is no job that is stuck."""
    with closing(sqlite3.connect(f"file:{folder / 'learning-cycles.db'}?mode=ro", uri=True)) as database:
        return database.execute("SELECT kind, last_error FROM jobs").fetchall()


def noted(notes: Path) -> list[str]:
    """At which points it died, as it noted them here."""
    return notes.read_text("utf-8").splitlines() if notes.exists() else []


def told(chats: Chats, person: str) -> Counter[str]:
    """How often each thing was told, by words that its card alone carries."""
    marks = {
        "ana": (
            "Your request waits for Dan",
            "Ask why",
            "Begin small",
            "Your calendar is connected",
            "Drag them in Outlook",
            "now stands on",
            "You have held this check-in",
            "Spoke less",
        ),
        "ben": ("asks for your advice",),
        "mia": ("asks for your advice",),
    }
    cards = [str(message["card"]) for message in chats.messages(person)]
    return Counter({mark: sum(mark in card for card in cards) for mark in marks[person]})


@pytest.mark.long
@pytest.mark.timeout(300)
@pytest.mark.parametrize("number", range(JOURNEYS))
def test_killed_at_any_point_nothing_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    # Given a service that will die at these points
    die_at = POINTS[number::JOURNEYS]
    service = ("tests.journeys.dying_service", str(tmp_path))
    # (the chats' own limits would only make it slower: what is sent again after a death counts against them)
    monkeypatch.setenv(f"{PREFIX}INSTALL_FOR_PEOPLE", "true")
    standin = ["--no-throttling", "--may-install"]
    with running(tmp_path, free_ports(), now=NOW, standin=standin, service=service) as pair:
        chats = Chats(pair)
        (tmp_path / "die-at").write_text("\n".join(die_at), "utf-8")

        # When the journey is made
        with kept_alive(pair):
            the_journey(chats)
            until(lambda: jobs_left(tmp_path) == [])

        # Then it died at every one of them
        died_at = noted(tmp_path / "died-at")
        print(f"died {', '.join(died_at)}")  # noqa: T201  which points were hit
        assert sorted(died_at) == sorted(die_at)

        # And every review stands exactly once, where it belongs
        assert [entry["start"][:10] for entry in chats.reviews("ana")] == ["2026-03-31", "2026-04-24"]

        # And every card was delivered; each death while a message was on its way may repeat that one
        repeats = len(noted(tmp_path / "may-repeat"))
        for person in ("ana", "ben", "mia"):
            assert all(1 <= times <= 1 + repeats for times in told(chats, person).values()), told(chats, person)

        # And a mail went once, or, where nobody could know whether it went, Ana has the link to pass on
        [invited] = {words for words in ("A mail says how to add it", LINK) if chats.has_card("ana", words)}
        assert len(chats.mails("dan")) <= 1
        assert invited == LINK or chats.mails("dan")
