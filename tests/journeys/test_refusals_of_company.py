"""What Microsoft refuses about talks, companions, and a watch that is in doubt; and what people still get.

docs/refusals.md says which test covers which refusal of which call.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from app.calendar_access import CalendarAccess
from tests.journeys.chats import Chats
from tests.journeys.entra import insists_on_connecting
from tests.journeys.refusing import (
    FOR_NOW,
    REACHED,
    SCHEDULE,
    UNCLEAR,
    UNREACHABLE,
    WRITE,
    Call,
    runs_a_cycle,
    spoil,
    tries_again_through_all,
    world,  # noqa: F401  a fixture
)
from tests.journeys.test_companions import BEN, invites_ben, reviews, talks
from tests.journeys.test_nothing_lost import until
from tests.journeys.test_refusals_of_chats import asks
from tests.journeys.test_refusals_of_people import FIND as READ_PERSON
from tests.journeys.test_refusals_of_people import NAMES

READ_TEXT = {"method": "GET", "path": "*/events/*body*"}
INVITE = {"method": "PATCH", "path": "/events/"}
MEET = {**INVITE, "body": "isOnlineMeeting"}
SEEK = {"method": "POST", "path": "findMeetingTimes"}
CONFIRM = {"method": "POST", "path": "/reauthorize"}
NO_MEETING = "No online meeting could be made"
BY_HAND = "please agree on a time with"
TALKERS = ("ben", "chloe", "dan")


@pytest.mark.parametrize(
    ("call", "faults"),
    [(INVITE, [*FOR_NOW, *UNCLEAR]), (READ_TEXT, FOR_NOW), (INVITE, ["412"] * 5), (READ_TEXT, ["404"])],
    ids=["invite", "read text", "changed all the time", "seemingly gone"],
)
def test_whatever_is_refused_for_now_companions_are_invited_in_the_end(
    chats: Chats, call: Call, faults: Sequence[str]
) -> None:
    spoil(chats, "ana", call, faults)
    invites_ben(chats)
    chats.time_passes_until(lambda: chats.faults() == [])
    chats.time_passes_until(lambda: len(reviews(chats, "ben")) == 2)
    chats.card("ana", "Ben Okafor: invited")
    assert len(reviews(chats, "ana")) == 2
    assert not chats.has_card("ana", UNREACHABLE)


@pytest.mark.parametrize(
    ("call", "faults"), [(MEET, ["410", "410"]), (READ_TEXT, ["400", "410", "413"])], ids=["meet online", "read text"]
)
def test_where_inviting_is_refused_for_good_it_is_told_and_tried_again(
    chats: Chats, call: Call, faults: Sequence[str]
) -> None:
    spoil(chats, "ana", call, faults)
    invites_ben(chats)
    chats.time_passes_until(lambda: chats.has_card("ana", REACHED))  # which is said of what was told to be unreachable
    chats.time_passes_until(lambda: len(reviews(chats, "ben")) == 2)
    assert chats.faults() == []
    assert len(reviews(chats, "ana")) == 2


@pytest.mark.parametrize("fault", ["400", "413"])
def test_an_invitation_that_outlook_refuses_is_said_of_whom_it_was_for_and_never_of_the_calendar(
    chats: Chats, fault: str
) -> None:
    # Given: Outlook does not take Ben as a guest
    spoil(chats, "ana", INVITE, [fault] * 2)
    invites_ben(chats, online="")
    # Then: Ana reads so, her drag is followed, and it is not tried for ever
    chats.card("ana", "Outlook refused the invitation")
    until(lambda: chats.faults() == [])
    chats.drags("ana", chats.reviews("ana")[0], days=1)
    chats.card("ana", "now stands on Tuesday 31 March")
    assert not chats.has_card("ana", UNREACHABLE)
    assert reviews(chats, "ben") == []
    # When: she invites him once more, and Outlook takes him
    chats.press("ana", chats.card("ana", "Whom to invite"), "Change who is invited", companions=BEN, online="")
    # Then: he has both reviews
    until(lambda: len(reviews(chats, "ben")) == 2)
    until(lambda: not chats.has_card("ana", "Outlook refused the invitation"))


@pytest.mark.parametrize("fault", ["400", "413"])
def test_a_meeting_that_outlook_refuses_is_said_once_and_never_of_the_calendar(chats: Chats, fault: str) -> None:
    # Given: Outlook makes no online meeting
    spoil(chats, "ana", MEET, [fault] * 2)
    invites_ben(chats)
    # Then: Ana reads so, Ben is invited all the same, her drag is followed, and it is not tried for ever
    chats.card("ana", NO_MEETING)
    until(lambda: len(reviews(chats, "ben")) == 2)
    assert chats.faults() == []
    chats.drags("ana", chats.reviews("ana")[0], days=1)
    chats.card("ana", "now stands on Tuesday 31 March")
    assert not chats.has_card("ana", UNREACHABLE)
    assert [each["joinUrl"] for each in reviews(chats, "ana")] == [None, None]
    # When: she wants it once more, and Outlook makes it
    chats.press("ana", chats.card("ana", NO_MEETING), "Change who is invited", companions=BEN, online="true")
    # Then: both reviews have it
    until(lambda: all(each["joinUrl"] for each in reviews(chats, "ana")))
    until(lambda: not chats.has_card("ana", NO_MEETING))


@pytest.mark.parametrize("fault", ["400", "413"])
def test_a_talk_that_outlook_refuses_is_left_to_the_two_and_never_said_of_the_calendar(
    chats: Chats, fault: str
) -> None:
    asks(chats, ["ben"])
    spoil(chats, "ana", WRITE, [fault])
    would_rather_talk(chats, "ben")
    chats.card("ben", BY_HAND)
    chats.card("ana", f"{BY_HAND} {NAMES['ben']}")
    assert chats.faults() == []
    assert talks(chats, "ana") == talks(chats, "ben") == []
    assert not chats.has_card("ana", UNREACHABLE)


def would_rather_talk(chats: Chats, peer: str) -> None:
    chats.press(peer, chats.card(peer, "asks for your advice"), "Rather talk")


def test_whatever_is_refused_for_now_a_talk_gets_its_moment(chats: Chats) -> None:
    asks(chats, ["ben", "chloe"])
    spoil(chats, "ben", READ_PERSON, FOR_NOW)
    would_rather_talk(chats, "ben")
    chats.time_passes_until(lambda: len(talks(chats, "ben")) == 1)
    spoil(chats, "ana", SCHEDULE, FOR_NOW)
    would_rather_talk(chats, "chloe")
    chats.time_passes_until(lambda: len(talks(chats, "chloe")) == 1)
    assert chats.faults() == []
    assert len(talks(chats, "ana")) == 2


@pytest.mark.parametrize(
    ("call", "faults"),
    [
        (SCHEDULE, ("400", "404", "410")),
        (SCHEDULE, ("412", "413")),
        (READ_PERSON, ("400", "404", "410")),
        (READ_PERSON, ("401", "403", "413")),
    ],
    ids=str,
)
def test_a_talk_of_which_nobody_can_say_when_is_left_to_the_two(
    chats: Chats, call: Call, faults: tuple[str, ...]
) -> None:
    talkers = TALKERS[: len(faults)]
    asks(chats, talkers)
    for peer, what in zip(talkers, faults, strict=True):
        spoil(chats, peer if call is READ_PERSON else "ana", call, [what])
        would_rather_talk(chats, peer)
        chats.card(peer, BY_HAND)
        chats.card("ana", f"{BY_HAND} {NAMES[peer]}")
    assert chats.faults() == []
    assert talks(chats, "ana") == []


@pytest.mark.parametrize("faults", [FOR_NOW, UNCLEAR, ("404",), ("410",)], ids=["for now", "unclear", "404", "410"])
def test_whatever_is_said_to_a_watch_in_doubt_a_drag_is_followed(chats: Chats, faults: tuple[str, ...]) -> None:
    runs_a_cycle(chats)
    spoil(chats, None, CONFIRM, faults)
    chats.lifecycle("ana", "reauthorizationRequired")
    chats.time_passes_until(lambda: chats.faults() == [])
    chats.drags("ana", chats.reviews("ana")[0], days=1)
    chats.card("ana", "now stands on Tuesday 31 March")
    assert not chats.has_card("ana", UNREACHABLE)


def test_a_watch_in_doubt_that_cannot_be_confirmed_for_good_is_told_and_caught_up_with(chats: Chats) -> None:
    runs_a_cycle(chats)
    spoil(chats, None, CONFIRM, ("400", "412", "413"))
    chats.lifecycle("ana", "reauthorizationRequired")
    tries_again_through_all(chats, "ana")
    until(lambda: chats.faults() == [])
    chats.drags("ana", chats.reviews("ana")[0], days=1)
    chats.card("ana", "now stands on Tuesday 31 March")


class TestWithAnasOwnRight:
    """Only with it may Graph be asked when all can meet."""

    @pytest.fixture
    def access(self) -> CalendarAccess:
        return CalendarAccess.DELEGATED

    @pytest.mark.parametrize("faults", [FOR_NOW, ("403",)], ids=["for now", "403"])
    def test_a_talk_gets_its_moment_though_graph_does_not_seek_for_us(
        self, chats: Chats, faults: tuple[str, ...]
    ) -> None:
        connected(chats, ["ben"])
        spoil(chats, "ana", SEEK, faults)
        would_rather_talk(chats, "ben")
        chats.time_passes_until(lambda: len(talks(chats, "ben")) == 1)
        assert chats.faults() == []
        assert not chats.has_card("ana", BY_HAND)

    def test_where_seeking_is_refused_for_good_the_talk_is_left_to_the_two(self, chats: Chats) -> None:
        connected(chats, TALKERS)
        for peer, what in zip(TALKERS, ("400", "404", "413"), strict=True):
            spoil(chats, "ana", SEEK, [what])
            would_rather_talk(chats, peer)
            chats.card("ana", f"{BY_HAND} {NAMES[peer]}")
        assert chats.faults() == []


def connected(chats: Chats, peers: Sequence[str]) -> None:
    """Ana has asked these, runs a cycle, and its reviews stand in her calendar."""
    asks(chats, peers)
    chats.press("ana", chats.card("ana", "as you sent it"), "Start the cycle")
    insists_on_connecting(chats, "ana")
    until(lambda: len(chats.reviews("ana")) == 2)
