"""A peer would rather talk than write: what both are told, and how either takes it back in one tap."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from learning.actions.call_talk_off import CallTalkOff, call_talk_off
from learning.actions.talks import talk_by_hand, talk_to_place
from learning.appointment import AppointmentKind
from learning.entries import Answered
from learning.errors import NotHere
from learning.feedback import Feedback, FeedbackRequest
from learning.messages import MessageKind
from learning.talk import NoTalk, TalkCalledOff, TalkOver, TalkState
from learning.views import RequestsView
from tests.cast import ANA, BEN, CHLOE, DAN, NOW
from tests.learning.story import Story
from tests.learning.talking import BENS, TALK_AT, Talking
from tests.work_fixture import Run, WaitingJob


@pytest.fixture
def talking(run: Run) -> Talking:
    return Talking(Story(run, NOW))


def test_the_learner_is_told_at_once_and_a_moment_is_looked_for(
    talking: Talking, waiting_jobs: Callable[[], list[WaitingJob]]
) -> None:
    talking.ben_would_rather_talk()
    assert talking.states() == (TalkState.LOOKED_FOR, TalkState.LOOKED_FOR)
    assert [job.about for job in waiting_jobs() if job.kind == "talk"] == [talking.request.id]
    assert MessageKind.ADVICE in talking.read()[ANA]


def test_both_are_told_when_they_talk_and_nothing_in_the_entry_says_what_about(talking: Talking) -> None:
    talking.ben_would_rather_talk()
    talking.a_moment_is_found()
    assert (talking.card(talking.request).talk.slot, talking.advice().talk.slot) == (TALK_AT, TALK_AT)
    (entry,) = talking.entries()
    assert (entry.kind, entry.guests, entry.words) == (AppointmentKind.TALK, (Answered(guest=BENS),), "")


def test_without_a_way_into_the_calendar_both_are_told_to_arrange_it(talking: Talking) -> None:
    talking.ben_would_rather_talk()
    talking.story.run(talk_by_hand, talking.request.id, NOW)
    assert talking.states() == (TalkState.BY_HAND, TalkState.BY_HAND)
    assert talking.entries() == []


def test_whoever_would_rather_talk_may_still_write(talking: Talking) -> None:
    talking.ben_would_rather_talk("Start small")
    assert talking.card(talking.request).side.unfinished == Feedback(try_or_drop="Start small")
    talking.a_moment_is_found()
    talking.sends(talking.request, "Start small")
    assert talking.advice().request.has_advice
    assert talking.states() == (TalkState.BEING_WRITTEN, TalkState.BEING_WRITTEN)


def test_the_peer_takes_it_back_in_one_tap_and_looks_like_who_has_not_got_to_it(talking: Talking) -> None:
    talking.ben_would_rather_talk()
    talking.a_moment_is_found()
    talking.ben_takes_it_back()
    assert talking.states() == (TalkState.NONE, TalkState.NONE)
    assert [each.is_wanted for each in talking.entries()] == [False]
    bens, chloes = (each.request for each in talking.requests(talking.contract).requests)
    assert _without_ids(bens) == _without_ids(chloes)


def _without_ids(request: FeedbackRequest) -> dict[str, object]:
    return {name: value for name, value in vars(request).items() if name not in ("id", "peer", "version")}


def test_the_peer_may_wish_again_and_gets_another_moment(talking: Talking) -> None:
    talking.ben_would_rather_talk()
    talking.a_moment_is_found()
    talking.ben_takes_it_back()
    talking.ben_would_rather_talk()
    assert talking.states() == (TalkState.LOOKED_FOR, TalkState.LOOKED_FOR)
    talking.a_moment_is_found()
    assert [each.is_wanted for each in talking.entries()].count(True) == 1


def test_the_learner_calls_it_off_in_one_tap_and_it_is_not_wished_again(talking: Talking) -> None:
    talking.ben_would_rather_talk()
    talking.a_moment_is_found()
    talking.ana_calls_it_off()
    assert talking.states() == (TalkState.OFF, TalkState.OFF)
    assert [each.is_wanted for each in talking.entries()] == [False]
    with pytest.raises(TalkCalledOff):
        talking.ben_would_rather_talk()


def test_a_moment_that_is_found_too_late_is_not_kept(talking: Talking) -> None:
    talking.ben_would_rather_talk()
    talking.ben_takes_it_back()
    talking.a_moment_is_found()
    assert talking.entries() == []
    assert talking.story.run(talk_to_place, talking.request.id, NOW) is None


def test_running_the_job_twice_places_one_talk(talking: Talking) -> None:
    talking.ben_would_rather_talk()
    talking.a_moment_is_found()
    talking.a_moment_is_found()
    assert len(talking.entries()) == 1


def test_a_talk_that_has_begun_is_no_longer_called_off(talking: Talking) -> None:
    talking.ben_would_rather_talk()
    talking.a_moment_is_found()
    talking.story.now = TALK_AT.starts_at + timedelta(minutes=1)
    with pytest.raises(TalkOver):
        talking.ana_calls_it_off()
    with pytest.raises(TalkOver):
        talking.ben_takes_it_back()


def test_a_request_that_is_withdrawn_takes_the_talk_along(talking: Talking) -> None:
    talking.ben_would_rather_talk()
    talking.a_moment_is_found()
    talking.withdraws(talking.contract, talking.request)
    assert [each.is_wanted for each in talking.entries()] == [False]
    assert talking.card(talking.request).talk.state is TalkState.NONE


def test_whoever_would_rather_talk_is_not_reminded(talking: Talking) -> None:
    talking.ben_would_rather_talk()
    talking.read()
    talking.days_pass(8)
    read = talking.read()
    assert (read[BEN], read[CHLOE]) == ([], [MessageKind.REQUEST, MessageKind.REQUEST])


def test_nor_is_whoever_said_not_now_and_then_took_the_wish_back(talking: Talking) -> None:
    talking.ben_would_rather_talk()
    talking.says_not_now(talking.request)
    talking.ben_takes_it_back()
    talking.read()
    talking.days_pass(8)
    assert talking.read()[BEN] == []


def test_nobody_else_learns_of_it(talking: Talking) -> None:
    before = talking.story.request_as_seen_by(CHLOE, talking.story.request_to(CHLOE, talking.contract))
    talking.ben_would_rather_talk()
    talking.a_moment_is_found()
    read = talking.read()
    assert (read[CHLOE], read[DAN]) == ([], [])
    assert talking.story.request_as_seen_by(CHLOE, before.request) == before
    for kind in (MessageKind.REQUEST, MessageKind.ADVICE):
        for person in (CHLOE, DAN):
            with pytest.raises(NotHere):
                talking.story.sees(person, kind, talking.request.id)


def test_a_press_by_somebody_else_calls_nothing_off(talking: Talking) -> None:
    talking.ben_would_rather_talk()
    press = talking.story.press_on(talking.advice().request.version)
    with pytest.raises(NotHere):
        talking.story.run(call_talk_off, CallTalkOff(request=talking.request.id, press=press), BEN, NOW)


def test_there_is_nothing_to_call_off_where_nobody_wished_to_talk(talking: Talking) -> None:
    with pytest.raises(NoTalk):
        talking.ben_takes_it_back()


def test_the_list_of_requests_says_who_would_rather_talk_to_the_learner_alone(talking: Talking) -> None:
    talking.ben_would_rather_talk()
    view = talking.story.sees(ANA, MessageKind.REQUESTS, talking.contract.id)
    assert isinstance(view, RequestsView)
    assert [each.talk.is_on for each in view.requests] == [True, False]
    with pytest.raises(NotHere):
        talking.story.sees(BEN, MessageKind.REQUESTS, talking.contract.id)
