"""Steps and learning time in Ana's own calendar: off until she asks, hers to move, and gone in one tap."""

from __future__ import annotations

from typing import Any

import pytest

from app.calendar_access import CalendarAccess
from tests.journeys.chats import Chats
from tests.journeys.entra import connects
from tests.journeys.refusing import runs_a_cycle, starts_a_cycle
from tests.journeys.test_nothing_lost import until

STEP = "Watch two interviews"
CARD = "An entry each week"
"""Something that only the card "In my calendar" says."""


def titled(chats: Chats, title: str) -> list[dict[str, Any]]:
    return [entry for entry in chats.reviews("ana") if entry["subject"] == title]


def days(chats: Chats, title: str) -> list[str]:
    return [entry["start"][:10] for entry in titled(chats, title)]


def press(chats: Chats, button: str, **typed: str) -> None:
    """Press it, and go on when the card shows what came of it."""
    before = chats.card("ana", CARD)
    chats.press("ana", before, button, **typed)
    until(lambda: chats.card("ana", CARD)["card"] != before["card"])


def test_steps_and_learning_time_follow_their_learner_and_leave_in_one_tap(chats: Chats) -> None:
    # Given Ana, in whose calendar her reviews and her own meetings stand
    runs_a_cycle(chats)
    before = chats.calendar("ana")

    # When she plans a step and learning time
    chats.says("ana", "steps")
    press(chats, "Add this step", step=STEP, step_on="2026-03-12")
    until(lambda: days(chats, "Learning step") == ["2026-03-12"])
    press(chats, "Add this step", step="Ask *Chloé*", step_on="2026-03-20", shows_words="true")
    press(chats, "Protect this time", weekday="1", starts="15:00", minutes="60")

    # Then they stand there as free time, and of her words only those that she wanted there
    until(lambda: len(titled(chats, "Learning time")) == 8)
    (step,), (shown,) = titled(chats, "Learning step"), titled(chats, "Ask *Chloé*")
    assert (step["isAllDay"], step["showAs"], step["start"][:10]) == (True, "free", "2026-03-12")
    assert (shown["isAllDay"], shown["start"][:10]) == (True, "2026-03-20")
    assert days(chats, "Learning time")[:4] == ["2026-03-03", "2026-03-10", "2026-03-17", "2026-03-24"]
    assert {(entry["showAs"], entry["isPrivate"]) for entry in titled(chats, "Learning time")} == {("free", True)}
    assert STEP not in str(chats.calendar("ana"))

    # When she drags one block and one step, and deletes another block
    chats.drags("ana", titled(chats, "Learning time")[1], days=2)
    chats.drags("ana", step, days=1)
    chats.deletes("ana", titled(chats, "Learning time")[0])

    # Then the card follows, and nothing is asked, moved or put back
    until(lambda: chats.has_card("ana", "Thursday 12 March, 15:00") and chats.has_card("ana", "13 March 2026: "))
    assert days(chats, "Learning time")[:3] == ["2026-03-12", "2026-03-17", "2026-03-24"]
    assert len(titled(chats, "Learning time")) == 7
    assert not chats.has_card("ana", "You deleted")

    # When she removes the learning time, and then the steps, each in one tap
    press(chats, "Remove learning time")
    until(lambda: not titled(chats, "Learning time"))
    press(chats, "Remove steps")

    # Then her calendar is as it was before
    until(lambda: [entry["id"] for entry in chats.calendar("ana")] == [entry["id"] for entry in before])
    assert not chats.has_card("ana", STEP)


def test_learning_time_is_shown_busy_once_little_of_its_day_is_left(chats: Chats) -> None:
    # Given Ana, who learns on Fridays, and whose next but one fills up
    runs_a_cycle(chats)
    chats.says("ana", "learning time")
    press(chats, "Protect this time", weekday="4", starts="16:00", minutes="60")
    until(lambda: len(titled(chats, "Learning time")) == 8)
    chats.makes("ana", "A long workshop", "2026-03-13T08:00:00Z", "2026-03-13T14:30:00Z")

    # When that day is less than a week away
    chats.jumps(days=7)

    # Then the block on it is shown busy, so that nobody takes it, and no other
    # (a reading that was under way at the jump may have looked already, a week earlier: then the next one does)
    chats.time_passes_until(lambda: titled(chats, "Learning time")[1]["showAs"] == "busy")
    assert {entry["showAs"] for entry in titled(chats, "Learning time")[2:]} == {"free"}


@pytest.mark.parametrize("access", [CalendarAccess.DELEGATED])
def test_what_is_planned_without_a_calendar_waits_for_it(chats: Chats) -> None:
    # Given Ana, who has not connected her calendar
    starts_a_cycle(chats, "ana")
    chats.card("ana", "Put the reviews into your calendar?")

    # When she plans a step and learning time
    chats.says("ana", "my calendar")
    press(chats, "Add this step", step=STEP, step_on="2026-03-12")
    press(chats, "Protect this time", weekday="1", starts="15:00", minutes="60")

    # Then the card keeps both and says what they need
    card = str(chats.card("ana", CARD))
    assert "All of this needs your Outlook calendar" in card
    assert "Connect my calendar" in card
    assert STEP in card
    assert chats.reviews("ana") == []

    # When she connects
    connects(chats, "ana")

    # Then they stand in her calendar
    until(lambda: days(chats, "Learning step") == ["2026-03-12"])
    until(lambda: len(titled(chats, "Learning time")) == 8)
    until(lambda: not chats.has_card("ana", "All of this needs"))
