"""Ben answers the talk's invitation in his calendar; its time passes, or Ana takes it away: what both cards say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from learning.actions.answer_proposal import LeaveIt, MoveThere, answer_proposal
from learning.entries import Answered, Guest, Reply, Slot
from learning.errors import NotHere
from learning.messages import MessageKind
from learning.proposal import ProposalAnswered, ProposalOver
from learning.talk import TalkOver, TalkState
from learning.views import ProposalView, RequestsView
from tests.cast import ANA, BEN, CHLOE, DAN, NOW, slot
from tests.learning.story import Story
from tests.learning.talking import BENS, TALK_AT, Talking
from tests.work_fixture import Run

WEDNESDAY = slot("2026-03-04 13:00", "13:20")


@pytest.fixture
def talking(run: Run) -> Talking:
    """The talk stands in both calendars, and everybody has read so. Some time has passed since."""
    talking = Talking(Story(run, NOW))
    talking.ben_would_rather_talk()
    talking.a_moment_is_found()
    talking.it_is_written()
    talking.read()
    talking.story.now += timedelta(hours=1)
    return talking


def proposal(talking: Talking) -> ProposalView:
    views = [view for _, view in talking.story.chat_of(ANA) if isinstance(view, ProposalView)]
    (view,) = views
    return view


def answers(talking: Talking, command: type[MoveThere | LeaveIt], view: ProposalView) -> None:
    press = talking.story.press_on(view.proposal.version)
    talking.story.run(answer_proposal, command(proposal=view.proposal.id, press=press), ANA, talking.story.now)


def cards_of_advice(talking: Talking) -> int:
    return len(talking.story.run(lambda work: work.messages.about(MessageKind.ADVICE, talking.request.id)))


def state_in_list(talking: Talking) -> TalkState:
    view = talking.story.sees(ANA, MessageKind.REQUESTS, talking.contract.id)
    assert isinstance(view, RequestsView)
    return view.requests[0].talk.state


@pytest.mark.parametrize("reply", [Reply.ACCEPTED, Reply.TENTATIVE])
def test_that_the_peer_comes_or_may_come_stands_on_the_learners_card(talking: Talking, reply: Reply) -> None:
    talking.ben_answers(reply)
    assert talking.advice().talk.reply is reply
    assert cards_of_advice(talking) == 1


def test_that_the_peer_cannot_come_is_told_once_and_both_cards_say_so(talking: Talking) -> None:
    talking.ben_answers(Reply.DECLINED)
    assert talking.advice().talk.reply is talking.card(talking.request).talk.reply is Reply.DECLINED
    assert cards_of_advice(talking) == 2
    talking.story.now += timedelta(hours=1)
    talking.ben_answers(Reply.DECLINED)
    talking.ben_answers(Reply.DECLINED, guest=replace(BENS, address="Ben@Example.ORG"))
    assert cards_of_advice(talking) == 2
    talking.ben_answers(Reply.ACCEPTED)
    talking.story.now += timedelta(hours=1)
    talking.ben_answers(Reply.DECLINED)
    assert cards_of_advice(talking) == 3


def test_another_time_is_told_once_with_both_ways_to_answer(talking: Talking) -> None:
    talking.ben_answers(Reply.DECLINED, WEDNESDAY)
    assert talking.advice().talk.proposes == WEDNESDAY
    view = proposal(talking)
    assert (view.proposal.slot, view.stands, view.can_be_answered) == (WEDNESDAY, TALK_AT, True)
    talking.ben_answers(Reply.TENTATIVE, WEDNESDAY, Guest(address="BEN@example.org"))
    assert MessageKind.PROPOSAL not in talking.read()[ANA]
    assert cards_of_advice(talking) == 1


def test_move_it_there_moves_the_talk_and_both_read_the_new_time(talking: Talking) -> None:
    talking.ben_answers(Reply.TENTATIVE, WEDNESDAY)
    view = proposal(talking)
    answers(talking, MoveThere, view)
    assert talking.talk().slot == WEDNESDAY
    talking.calendar_says(talking.entry(Answered(guest=BENS)))  # a moved meeting asks its guests again
    assert talking.talk().stood == WEDNESDAY
    for talk in (talking.advice().talk, talking.card(talking.request).talk):
        assert (talk.slot, talk.reply, talk.proposes) == (WEDNESDAY, Reply.NONE, None)
    with pytest.raises(ProposalAnswered):
        answers(talking, LeaveIt, replace(view, proposal=replace(view.proposal, version=2)))


def test_leave_it_leaves_it_and_it_is_not_told_again(talking: Talking) -> None:
    talking.ben_answers(Reply.TENTATIVE, WEDNESDAY)
    answers(talking, LeaveIt, proposal(talking))
    talking.read()
    talking.ben_answers(Reply.DECLINED, WEDNESDAY)
    assert talking.talk().slot == TALK_AT
    assert MessageKind.PROPOSAL not in talking.read()[ANA]


@pytest.mark.parametrize("what", ["taken back", "deleted", "passed", "its time passed"])
def test_what_no_longer_stands_can_no_longer_be_followed(talking: Talking, what: str) -> None:
    talking.ben_answers(Reply.TENTATIVE, WEDNESDAY)
    view = proposal(talking)
    if what == "taken back":
        talking.ben_answers(Reply.ACCEPTED)
        view = replace(view, proposal=replace(view.proposal, version=2))
    elif what == "deleted":
        talking.calendar_says(None)
    else:
        talking.story.now = TALK_AT.ends_at if what == "passed" else WEDNESDAY.starts_at
        talking.ticks()
    with pytest.raises(ProposalOver):
        answers(talking, MoveThere, view)


def test_what_ben_answers_is_seen_by_ana_alone(talking: Talking) -> None:
    talking.ben_answers(Reply.DECLINED, WEDNESDAY)
    view = proposal(talking)
    read = talking.read()
    assert (read[CHLOE], read[DAN]) == ([], [])
    for person in (BEN, CHLOE, DAN):
        with pytest.raises(NotHere):
            talking.story.sees(person, MessageKind.PROPOSAL, view.proposal.id)


def test_whom_the_learner_takes_out_by_hand_talks_no_more(talking: Talking) -> None:
    talking.calendar_says(talking.entry())
    assert talking.states() == (TalkState.OFF, TalkState.OFF)


def test_others_whom_the_learner_invites_besides_say_nothing_about_the_talk(talking: Talking) -> None:
    eva = Answered(guest=Guest(address="eva@example.org"), reply=Reply.DECLINED)
    talking.calendar_says(talking.entry(eva, Answered(guest=BENS, reply=Reply.ACCEPTED)))
    assert talking.advice().talk.reply is Reply.ACCEPTED
    talking.calendar_says(talking.entry(Answered(guest=Guest(address="b.okafor@example.org"))))
    assert talking.states() == (TalkState.ARRANGED, TalkState.ARRANGED)


def test_the_list_of_requests_forgets_a_talk_whose_entry_was_deleted_until_it_is_back(talking: Talking) -> None:
    entry = talking.entry(Answered(guest=BENS))
    talking.calendar_says(None)
    assert state_in_list(talking) is TalkState.OFF
    assert MessageKind.CONTRACT in talking.read()[ANA]
    talking.calendar_says(entry)
    assert state_in_list(talking) is TalkState.ARRANGED


def test_a_talk_whose_time_has_passed_is_said_to_have_been_on_every_card(talking: Talking) -> None:
    talking.story.now = TALK_AT.ends_at - timedelta(minutes=1)
    talking.ticks()
    assert talking.states() == (TalkState.ARRANGED, TalkState.ARRANGED)
    talking.read()
    talking.story.now = TALK_AT.ends_at
    talking.ticks()
    assert talking.states() == (TalkState.PASSED, TalkState.PASSED)
    assert state_in_list(talking) is TalkState.PASSED
    read = talking.read()
    assert MessageKind.ADVICE in read[ANA]
    assert read[BEN] == [MessageKind.REQUEST]
    talking.ticks()
    assert not any(talking.read().values())


def test_what_ben_declined_is_never_said_to_have_been(talking: Talking) -> None:
    talking.ben_answers(Reply.DECLINED)
    talking.story.now = TALK_AT.ends_at
    talking.ticks()
    assert talking.states() == (TalkState.OFF, TalkState.OFF)


def test_what_becomes_of_the_entry_after_the_talk_takes_nothing_back(talking: Talking) -> None:
    talking.story.now = TALK_AT.ends_at
    talking.ticks()
    talking.calendar_says(None)
    assert talking.states() == (TalkState.PASSED, TalkState.PASSED)
    with pytest.raises(TalkOver):
        talking.ana_calls_it_off()


def test_a_talk_that_ana_moves_to_a_later_day_is_over_only_then(talking: Talking) -> None:
    later = Slot(starts_at=TALK_AT.starts_at + timedelta(days=2), ends_at=TALK_AT.ends_at + timedelta(days=2))
    talking.calendar_says(talking.entry(Answered(guest=BENS), at=later))
    talking.story.now = TALK_AT.ends_at
    talking.ticks()
    assert talking.states() == (TalkState.ARRANGED, TalkState.ARRANGED)
    talking.story.now = later.ends_at
    talking.ticks()
    assert talking.states() == (TalkState.PASSED, TalkState.PASSED)


def test_a_talk_that_no_calendar_took_in_time_is_theirs_to_arrange(run: Run) -> None:
    talking = Talking(Story(run, NOW))
    talking.ben_would_rather_talk()
    talking.a_moment_is_found()
    talking.story.now = TALK_AT.ends_at
    talking.ticks()
    assert talking.states() == (TalkState.BY_HAND, TalkState.BY_HAND)
    talking.ben_takes_it_back()
    assert talking.states() == (TalkState.NONE, TalkState.NONE)
