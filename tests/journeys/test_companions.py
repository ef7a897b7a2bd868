"""Talks in place of written advice, and reviews with companions: what stands in whose calendar, and who is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from app.calendar_access import CalendarAccess
from learning.people import object_id_of
from tests.cast import BEN as BEN_ID
from tests.cast import CHLOE as CHLOE_ID
from tests.journeys.chats import Chats
from tests.journeys.test_nothing_lost import until
from tests.journeys.window import Window

TALK = "Talk about learning"
WHEN = "You talk with Ana de Wit on Monday 2 March"
BEN = object_id_of(BEN_ID)


def asks_ben(chats: Chats) -> None:
    chats.press("ana", chats.card("ana", "Write a learning contract"), "Write a learning contract")
    chats.press("ana", chats.card("ana", "My learning contract"), "Ask for advice", goal="Lead a review", peers=BEN)


def talks(chats: Chats, person: str) -> list[dict[str, Any]]:
    return [each for each in chats.calendar(person) if each["subject"] == TALK]


def test_a_talk_stands_in_both_calendars_until_one_of_them_calls_it_off(chats: Chats) -> None:
    # Given: Ben was asked for advice
    asks_ben(chats)
    request = chats.card("ben", "asks for your advice")
    # When: he would rather talk
    chats.press("ben", request, "Rather talk")
    # Then: both read when, and it stands in both calendars, at the same time, under a neutral title
    until(lambda: chats.has_card("ana", "Ben Okafor is invited"))
    until(lambda: chats.has_card("ben", "It stands in both calendars"))
    (anas,), (bens,) = talks(chats, "ana"), talks(chats, "ben")
    assert (anas["start"], anas["end"]) == (bens["start"], bens["end"])
    assert "Lead a review" not in json.dumps([anas, bens])
    chats.card("ana", "Ben Okafor would rather talk")
    # When: Ana moves it
    before = chats.cards_with("ben", WHEN)
    chats.drags("ana", anas, days=1)
    # Then: Ben reads the new time on his card
    until(lambda: not chats.cards_with("ben", WHEN))
    assert before == 1
    # When: Ben would not talk after all
    chats.press("ben", chats.card("ben", "It stands in both calendars"), "No talk after all")
    # Then: it has left both calendars, and Ana sees him as who has not answered yet
    until(lambda: not talks(chats, "ana") and not talks(chats, "ben"))
    chats.card("ana", "no answer yet")


def test_what_ben_answers_reaches_ana_and_once_the_time_has_passed_every_card_says_so(chats: Chats) -> None:
    # Given: Ben would rather talk, and a time was found
    asks_ben(chats)
    chats.press("ben", chats.card("ben", "asks for your advice"), "Rather talk")
    until(lambda: chats.has_card("ana", "Ben Okafor is invited"))
    # When: he proposes another time, and she moves it there
    (bens,) = talks(chats, "ben")
    proposed = later(bens, 1)
    chats.answers("ben", bens, "tentative", proposed)
    chats.card("ana", "Ben Okafor proposes Tuesday 3 March")
    chats.press("ana", chats.card("ana", "Another time for your talk?"), "Move it there")
    # Then: both calendars and both cards have the new time
    until(lambda: [talks(chats, person)[0]["start"] for person in ("ana", "ben")] == [proposed["start"]] * 2)
    chats.card("ben", "You talk with Ana de Wit on Tuesday 3 March")
    chats.card("ana", "You talk with Ben Okafor on Tuesday 3 March")
    # When: he accepts
    chats.answers("ben", talks(chats, "ben")[0], "accepted")
    chats.card("ana", "Ben Okafor has accepted")
    # When: its time has passed
    chats.jumps(days=2)
    # Then: nobody is told any more that they talk
    chats.card("ana", "Your talk with Ben Okafor was on Tuesday 3 March")
    chats.card("ben", "Your talk with Ana de Wit was on Tuesday 3 March")
    chats.card("ana", "your talk was on Tuesday 3 March")
    assert not [person for person in ("ana", "ben") if chats.has_card(person, "You talk with")]


def test_that_ben_cannot_come_is_told_and_what_he_declined_is_never_said_to_have_been(chats: Chats) -> None:
    # Given: Ben would rather talk, and a time was found
    asks_ben(chats)
    chats.press("ben", chats.card("ben", "asks for your advice"), "Rather talk")
    until(lambda: chats.has_card("ana", "Ben Okafor is invited"))
    # When: he cannot come then
    chats.answers("ben", talks(chats, "ben")[0], "declined")
    # Then: both read so
    chats.card("ana", "Ben Okafor cannot come then")
    chats.card("ben", "you cannot talk with Ana de Wit on Monday 2 March")
    # When: the time has passed, and nobody did anything
    chats.jumps(days=2)
    # Then: it was called off
    chats.card("ana", "The talk with Ben Okafor was called off")
    chats.card("ben", "The talk with Ana de Wit was called off")
    assert not [person for person in ("ana", "ben") if chats.has_card(person, "You talk with")]


class TestWithoutTheCalendar:
    @pytest.fixture
    def access(self) -> CalendarAccess:
        return CalendarAccess.DELEGATED

    def test_both_are_told_to_agree_on_a_time_themselves(self, chats: Chats) -> None:
        asks_ben(chats)
        chats.press("ben", chats.card("ben", "asks for your advice"), "Rather talk")
        chats.card("ana", "please agree on a time with Ben Okafor yourselves")
        chats.card("ben", "please agree on a time with Ana de Wit yourselves")
        assert talks(chats, "ana") == []
        # When: Ana calls it off
        chats.press("ana", chats.card("ana", "please agree on a time"), "Call the talk off")
        # Then: Ben may write
        chats.card("ben", "The talk with Ana de Wit was called off")


REVIEW = "Learning review"


def reviews(chats: Chats, person: str) -> list[dict[str, Any]]:
    return [each for each in chats.calendar(person) if each["subject"] == REVIEW and not each["isCancelled"]]


def invites_ben(chats: Chats, online: str = "true", companions: str = BEN) -> None:
    """Ana has a cycle with two reviews, and invites Ben to them, alone and online unless said otherwise."""
    chats.press("ana", chats.card("ana", "Write a learning contract"), "Write a learning contract")
    chats.press("ana", chats.card("ana", "My learning contract"), "Start the cycle", goal="Lead a review")
    chats.press("ana", chats.card("ana", "Drag them in Outlook"), "In my calendar")
    chats.press("ana", chats.card("ana", "Whom to invite"), "Invite", companions=companions, online=online)


def later(entry: dict[str, Any], days: int) -> dict[str, str]:
    moved = {end: datetime.fromisoformat(str(entry[end])) + timedelta(days=days) for end in ("start", "end")}
    return {end: moment.isoformat().replace("+00:00", "Z") for end, moment in moved.items()}


def test_companions_are_invited_answer_and_propose_and_the_learner_hears_once(chats: Chats) -> None:
    # Given: Ben is invited to both reviews, with an online meeting and none of Ana's words
    invites_ben(chats)
    until(lambda: len(reviews(chats, "ben")) == 2)
    until(lambda: all(each["joinUrl"] for each in reviews(chats, "ana")))
    check_in, closing = reviews(chats, "ben")
    assert "Lead a review" not in json.dumps([check_in, closing])
    chats.card("ana", "Ben Okafor: invited")
    # When: he declines one and proposes another time for the other
    chats.answers("ben", check_in, "declined")
    chats.card("ana", "Ben Okafor: cannot come")
    proposed = later(closing, 1)
    chats.answers("ben", closing, "tentative", proposed)
    # Then: each reaches Ana's chat once
    proposal = chats.card("ana", "Another time for your closing review?")
    chats.card("ana", "Ben Okafor: proposes")
    assert chats.cards_with("ana", "Another time for your closing review?") == 1
    assert chats.cards_with("ana", "Ben Okafor: cannot come") == 1
    # When: she moves it there
    joins = [each["joinUrl"] for each in reviews(chats, "ana")]
    chats.press("ana", proposal, "Move it there")
    # Then: it moves in both calendars, and the online meeting is the same
    until(lambda: reviews(chats, "ana")[-1]["start"] == proposed["start"])
    until(lambda: reviews(chats, "ben")[-1]["start"] == proposed["start"])
    assert [each["joinUrl"] for each in reviews(chats, "ana")] == joins
    assert chats.cards_with("ana", "Another time for your closing review?") == 0
    # When: she invites nobody any more
    chats.press("ana", chats.card("ana", "Whom to invite"), "Invite nobody")
    # Then: the reviews are hers alone again, with their online meeting
    until(lambda: not reviews(chats, "ben"))
    assert [each["joinUrl"] for each in reviews(chats, "ana")] == joins
    until(lambda: not chats.has_card("ana", "Ben Okafor: "))
    assert chats.cards_with("ben", "Ana") == 0


def test_who_is_not_invited_and_why_is_read_beside_their_name(chats: Chats, opens: Callable[[str], Window]) -> None:
    # Given: Outlook takes no guests and makes no online meetings, and Chloé's address cannot be looked up
    chats.fault({"where": "graph", "what": "403", "path": "preferredLanguage", "person": "chloe"})
    for sent in ("isOnlineMeeting", "attendees"):
        chats.fault({"where": "graph", "what": "400", "method": "PATCH", "path": "/events/", "body": sent})
    # When: Ana invites Ben and Chloé, online
    invites_ben(chats, companions=f"{BEN},{object_id_of(CHLOE_ID)}")
    # Then: she reads on the screen what became of each wish
    until(lambda: chats.has_card("ana", "Outlook refused the invitation"))
    ana = opens("ana")
    card = ana.card("Whom to invite")
    for words in (
        "Ben Okafor: not invited, since Outlook refused the invitation. To try once more, press “Change who",
        "Chloé Martin: not invited yet, since we could not look up the mail address. We try again later.",
        "No online meeting could be made: Outlook refused it.",
    ):
        expect(card.get_by_text(words)).to_be_visible()
    card.get_by_text("Companions").scroll_into_view_if_needed()
    ana.is_photographed("companions-1-not-invited")
    # When: it would work by now, and she turns it on and presses what the card says
    chats.no_faults()
    card.get_by_role("checkbox", name="Give the reviews an online meeting").check()
    ana.presses(card, "Change who is invited")
    # Then: both are invited, online, and nothing of it is said any more
    until(lambda: all(len(reviews(chats, person)) == 2 for person in ("ben", "chloe")))
    until(lambda: all(each["joinUrl"] for each in reviews(chats, "ana")))
    for person in ("Ben Okafor", "Chloé Martin"):
        expect(card.get_by_text(f"{person}: invited")).to_be_visible()
    until(lambda: not chats.has_card("ana", "No online meeting could be made"))
    ana.is_photographed("companions-2-invited")
