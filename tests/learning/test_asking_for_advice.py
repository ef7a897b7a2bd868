"""A draft, the peers who are asked, their advice, and who sees what of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from learning.actions.ask_for_advice import AskedAlready, PeersMissing, ask_for_advice
from learning.actions.give_feedback import GiveFeedback, give_feedback
from learning.actions.leave import leave
from learning.actions.pressing import Press
from learning.actions.save_draft import save_draft
from learning.contract import AlreadyStarted
from learning.errors import NotHere, PressedAlready, SomeoneWasFaster
from learning.feedback import AdviceEmpty, AlreadyAnswered, AlreadyDecided, BecauseMissing, Feedback
from learning.goal import numbered
from learning.messages import MessageKind
from learning.views import AdviceView
from tests.cast import ANA, BEN, CHLOE, DAN, NOW, PEOPLE
from tests.learning.story import GOAL, TERMS, Story, with_goal
from tests.work_fixture import WaitingJob


def test_everybody_is_welcomed_once_however_often_the_app_arrives(story: Story) -> None:
    assert story.new_kinds(ANA) == [MessageKind.WELCOME]
    story.arrives(PEOPLE[0])
    assert story.new_kinds(ANA) == []


def test_who_comes_back_after_removing_the_app_is_welcomed_again(story: Story) -> None:
    story.chat_of(ANA)
    story.run(leave, ANA, story.now)
    story.arrives(PEOPLE[0])
    assert story.new_kinds(ANA) == [MessageKind.WELCOME]


def test_writing_a_contract_again_brings_the_draft_there_is(story: Story) -> None:
    first = story.saves(story.drafts())
    assert story.drafts().id == first.id


def test_pressing_twice_in_a_row_brings_one_card(story: Story) -> None:
    story.chat_of(ANA)
    story.drafts()
    story.drafts()
    assert story.new_kinds(ANA) == [MessageKind.CONTRACT]


def test_a_peer_reads_exactly_the_revision_that_was_sent(story: Story) -> None:
    contract = story.asks(story.drafts())
    request = story.request_to(BEN, contract)
    story.saves(contract, with_goal("Something quite different"))
    seen = story.request_as_seen_by(BEN, request)
    assert (seen.revision.number, seen.revision.terms.goals, seen.learner) == (1, numbered(GOAL), "Ana de Wit")


def test_only_the_peers_who_were_asked_see_the_draft(story: Story) -> None:
    contract = story.asks(story.drafts())
    request = story.request_to(BEN, contract)
    for bystander in (CHLOE, DAN):
        story.chat_of(bystander)
        with pytest.raises(NotHere):
            story.sees(bystander, MessageKind.REQUEST, request.id)
        with pytest.raises(NotHere):
            story.sees(bystander, MessageKind.CONTRACT, contract.id)
        assert story.new_kinds(bystander) == []


def test_not_even_a_peer_sees_the_contract_itself_or_anothers_advice(story: Story) -> None:
    contract = story.asks(story.drafts(), peers=[BEN, CHLOE])
    request = story.answers(story.request_to(CHLOE, contract))
    for kind, about in ((MessageKind.CONTRACT, contract.id), (MessageKind.ADVICE, request.id)):
        with pytest.raises(NotHere):
            story.sees(BEN, kind, about)


def test_the_learner_reads_the_advice_and_the_peer_hears_what_became_of_it(story: Story) -> None:
    contract = story.asks(story.drafts())
    story.chat_of(ANA)
    request = story.answers(story.request_to(BEN, contract), "Let them write first")
    assert MessageKind.ADVICE in story.new_kinds(ANA)
    advice = story.advice_as_seen_by(ANA, request).request.feedback
    assert advice is not None
    assert advice.try_or_drop == "Let them write first"
    story.chat_of(BEN)
    story.takes(request)
    assert story.new_kinds(BEN) == [MessageKind.REQUEST]
    assert story.request_as_seen_by(BEN, request).request.taken_at == NOW


def test_parked_advice_says_why(story: Story) -> None:
    request = story.answers(story.request_to(BEN, story.asks(story.drafts())))
    with pytest.raises(BecauseMissing):
        story.parks(request, "")
    story.parks(request, "Not before summer")
    assert story.request_as_seen_by(BEN, request).request.parked_because == "Not before summer"


def test_advice_is_decided_on_once(story: Story) -> None:
    request = story.takes(story.answers(story.request_to(BEN, story.asks(story.drafts()))))
    with pytest.raises(AlreadyDecided):
        story.parks(request, "Changed my mind")


def test_an_empty_answer_is_not_sent(story: Story) -> None:
    with pytest.raises(AdviceEmpty):
        story.answers(story.request_to(BEN, story.asks(story.drafts())), "")


def test_a_second_answer_changes_nothing(story: Story) -> None:
    request = story.answers(story.request_to(BEN, story.asks(story.drafts())), "First")
    with pytest.raises(AlreadyAnswered):
        story.answers(request, "Second")


def test_somebody_else_cannot_answer_for_the_peer(story: Story) -> None:
    request = story.request_to(BEN, story.asks(story.drafts()))
    forged = GiveFeedback(request=request.id, feedback=Feedback(meet="me"), press=story.press_on(request.version))
    with pytest.raises(NotHere):
        story.run(give_feedback, forged, DAN, story.now)


def test_asking_the_same_people_about_the_same_revision_again_sends_nothing(story: Story) -> None:
    contract = story.asks(story.drafts())
    story.chat_of(BEN)
    with pytest.raises(AskedAlready):
        story.asks(contract)
    assert story.new_kinds(BEN) == []


def test_a_new_revision_can_be_sent_to_the_same_peer(story: Story) -> None:
    contract = story.asks(story.drafts())
    contract = story.asks(contract, with_goal("A smaller goal"))
    newer = story.request_as_seen_by(BEN, story.request_to(BEN, contract))
    assert (newer.revision.number, newer.revision.terms.goals) == (2, numbered("A smaller goal"))


def test_another_peer_can_be_asked_about_the_same_revision(story: Story) -> None:
    contract = story.asks(story.asks(story.drafts()), peers=[BEN, CHLOE])
    assert story.request_as_seen_by(CHLOE, story.request_to(CHLOE, contract)).revision.number == 1


def test_asking_nobody_says_so(story: Story) -> None:
    with pytest.raises(PeersMissing):
        story.asks(story.drafts(), peers=[])


def test_a_refused_card_keeps_the_draft_as_it_was(story: Story) -> None:
    contract = story.saves(story.drafts())
    with pytest.raises(PeersMissing):
        story.asks(contract, with_goal("Lost?"), peers=[])
    assert story.contract_of(contract).contract == contract


def test_a_button_pressed_twice_acts_once(story: Story) -> None:
    contract = story.drafts()
    asking = story.filled_in(contract)
    story.run(ask_for_advice, asking, ANA, story.now)
    with pytest.raises(PressedAlready):
        story.run(ask_for_advice, asking, ANA, story.now)
    assert story.new_kinds(BEN).count(MessageKind.REQUEST) == 1


def test_a_press_that_was_refused_may_be_repeated(story: Story) -> None:
    contract = story.drafts()
    press = Press(key="the same", version=contract.version)
    wrong = replace(story.filled_in(contract, peers=[ANA]), press=press)
    right = replace(story.filled_in(contract), press=press)
    with pytest.raises(Exception, match="PeerIsLearner"):
        story.run(save_draft, wrong, ANA, story.now)
    story.run(save_draft, right, ANA, story.now)


def test_a_card_of_an_older_state_changes_nothing(story: Story) -> None:
    old = story.drafts()
    story.saves(old, with_goal("Newer"))
    with pytest.raises(SomeoneWasFaster):
        story.saves(old, with_goal("Older"))
    assert story.contract_of(old).contract.terms.goals == numbered("Newer")


def test_somebody_elses_contract_can_be_neither_seen_nor_saved(story: Story) -> None:
    contract = story.saves(story.drafts())
    with pytest.raises(NotHere):
        story.run(save_draft, story.filled_in(contract), DAN, story.now)


def test_a_started_contract_is_no_longer_changed_by_its_card(story: Story) -> None:
    started = story.starts(story.drafts())
    with pytest.raises(AlreadyStarted):
        story.saves(started, TERMS)


def test_each_message_waits_for_its_readers_chat(story: Story, waiting_jobs: Callable[[], list[WaitingJob]]) -> None:
    story.now += timedelta(minutes=1)
    story.asks(story.drafts(), peers=[BEN, CHLOE])
    locks = [job.lock for job in waiting_jobs()]
    assert {f"chat:{person}" for person in (ANA, BEN, CHLOE)} <= set(locks)
    assert len(locks) == len(set(locks))


def test_the_learners_own_question_is_kept_with_the_draft_and_goes_to_the_peers(story: Story) -> None:
    contract = story.asks(story.drafts(), question="Who else has done this?")
    assert story.contract_of(contract).contract.question == "Who else has done this?"
    assert story.request_to(BEN, contract).question == "Who else has done this?"


def test_advice_that_was_read_before_the_start_offers_no_way_back_to_a_draft(story: Story) -> None:
    contract = story.asks(story.drafts())
    request = story.request_to(BEN, contract)
    story.takes(story.answers(request))
    story.chat_of(ANA)
    story.starts(contract)
    (advice,) = [view for _, view in story.chat_of(ANA) if isinstance(view, AdviceView)]
    assert advice.is_started
