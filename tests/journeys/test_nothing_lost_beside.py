"""The service is killed while talks, steps, learning time and companions are on their way, and each stands once.

The deaths are those of `test_nothing_lost.py`, at the points of what stands in calendars beside reviews.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from app.calendar_access import CalendarAccess
from tests.forked import running
from tests.journeys.chats import Chats
from tests.journeys.conftest import NOW
from tests.journeys.test_nothing_lost import BEN, jobs_left, kept_alive, noted, until
from tests.ports import free_ports

COMMITS = (
    "rather_talk", "talk_to_place", "place_talk", "add_step", "protect_time", "entries_of_appointments",
    "follow_appointments", "appointment_written", "appointment_removed", "to_look_around", "keep_scarce",
    "invite_companions", "unknown_companions", "companion_known", "in_company", "invitations", "guests_invited",
    "remove_steps",
)  # fmt: skip
CALLS = (
    "calendar.suggest", "calendar.availability_of", "calendar.availability", "calendar.hours", "calendar.bring_about",
    "directory.find",
)  # fmt: skip
POINTS = tuple(
    [f"{when} the commit of {action}" for action in COMMITS for when in ("before", "after")]
    + [f"{when} {call}" for call in CALLS for when in ("before", "during", "after")]
)
JOURNEYS = 4
"""Each dies at every fourth point, so that the deaths of one journey lie far apart."""
WEEKS = 9
"""From Monday to Monday in eight weeks."""


def the_journey(chats: Chats, folder: Path) -> None:
    """Ben would rather talk; Ana plans a step, protects time, invites Ben, and lets the step go.

    She presses on a card once it says how things stand, as somebody does who reads it.
    """

    def ana_presses(words: str, title: str, **typed: str) -> None:
        until(lambda: jobs_left(folder) == [])
        chats.insists("ana", words, title, **typed)

    chats.card("ben", "Write a learning contract")
    chats.insists("ana", "Write a learning contract", "Write a learning contract")
    chats.insists("ana", "My learning contract", "Ask for advice", goal="Speak less", peers=BEN)
    chats.insists("ben", "asks for your advice", "Rather talk")
    until(lambda: entries(chats, "ben")["Talk about learning"] == 1)
    chats.insists("ana", "as you sent it", "Start the cycle")
    until(lambda: entries(chats, "ana")["Learning review"] == 2)
    ana_presses("Drag them in Outlook", "In my calendar")
    ana_presses("Whom to invite", "Add this step", step="Watch two interviews")
    ana_presses("Watch two interviews", "Protect this time")
    ana_presses("more times", "Invite", companions=BEN, online="true")
    until(lambda: entries(chats, "ana")["Learning step"] == 1)
    ana_presses("Change who is invited", "Remove steps")


def entries(chats: Chats, person: str) -> Counter[str]:
    """How often each thing that the app wrote stands in this person's calendar."""
    standing: list[dict[str, Any]] = [entry for entry in chats.calendar(person) if not entry["isCancelled"]]
    return Counter(str(entry["subject"]) for entry in standing)


@pytest.mark.long
@pytest.mark.timeout(300)
@pytest.mark.parametrize("number", range(JOURNEYS))
def test_killed_at_any_point_everything_beside_the_reviews_stands_once(tmp_path: Path, number: int) -> None:
    # Given a service that will die at these points
    die_at, access = POINTS[number::JOURNEYS], CalendarAccess.APP_ONLY
    service = ("tests.journeys.dying_service", str(tmp_path))
    with running(tmp_path, free_ports(), now=NOW, standin=["--no-throttling"], service=service, access=access) as pair:
        chats = Chats(pair)
        (tmp_path / "die-at").write_text("\n".join(die_at), "utf-8")

        # When the journey is made
        with kept_alive(pair):
            the_journey(chats, tmp_path)
            until(lambda: len([each for each in chats.calendar("ben") if each["joinUrl"]]) == 2)
            until(lambda: entries(chats, "ana")["Learning step"] == 0)
            until(lambda: jobs_left(tmp_path) == [])

        # Then it died at every one of them, and everything stands once, where it belongs
        died_at = noted(tmp_path / "died-at")
        print(f"died {', '.join(died_at)}")  # noqa: T201  which points were hit
        assert sorted(died_at) == sorted(die_at)
        ours = ("Talk about learning", "Learning review", "Learning time")
        assert [entries(chats, "ana")[subject] for subject in ours] == [1, 2, WEEKS]
        assert [entries(chats, "ben")[subject] for subject in ours] == [1, 2, 0]
        assert chats.cards_with("ana", "Ben Okafor: invited") == 1
