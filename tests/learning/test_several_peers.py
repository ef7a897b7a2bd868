"""Several peers: what each is asked, what only they see, what the learner may know, and how time passes over it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from learning.actions.ask_for_advice import AskedAlready, ask_for_advice
from learning.actions.could_not_deliver import could_not_deliver
from learning.actions.leave_unfinished import SaveUnfinished, leave_unfinished
from learning.actions.save_draft import save_draft
from learning.actions.withdraw_request import WithdrawRequest, show_requests, withdraw_request
from learning.contract import Contract
from learning.errors import NotHere, PressedAlready, SomeoneWasFaster
from learning.feedback import (
    AdviceTakenBack,
    Feedback,
    FeedbackRequest,
    PeerAnswered,
    RequestEnded,
    RequestWithdrawn,
    WithdrawalMissing,
    visible_changes,
)
from learning.messages import MessageKind
from learning.people import PersonId, person_id
from learning.suggestion import OneSuggestion, SuggestionAnswered, SuggestionMissing, SuggestionNotOther
from learning.terms import TooLong, TooManyPeers
from learning.visibility import check_may_see_side, check_may_see_suggestion
from tests.cast import ANA, BEN, CHLOE, DAN, NOW, TENANT
from tests.learning.asking import Asking, asked_again
from tests.learning.story import Story, with_goal

REQUEST, ADVICE, CONTRACT = MessageKind.REQUEST, MessageKind.ADVICE, MessageKind.CONTRACT
SUGGESTION, UNDELIVERED = MessageKind.SUGGESTION, MessageKind.UNDELIVERED


@pytest.fixture
def asking(story: Story) -> Asking:
    return Asking(story)


@pytest.fixture
def contract(story: Story) -> Contract:
    """Ana asked Ben and Chloé; everybody's chat is up to date."""
    contract = story.asks(story.drafts(), peers=[BEN, CHLOE], question="Who else has done this?")
    for person in (ANA, BEN, CHLOE, DAN):
        story.chat_of(person)
    return contract


@pytest.fixture
def ben(story: Story, contract: Contract) -> FeedbackRequest:
    """What Ben was asked."""
    return story.request_to(BEN, contract)


@pytest.fixture
def chloe(story: Story, contract: Contract) -> FeedbackRequest:
    """What Chloé was asked."""
    return story.request_to(CHLOE, contract)


# --- own questions


def test_each_peer_is_asked_their_own_question_or_else_the_one_to_everybody(story: Story) -> None:
    contract = story.saves(story.drafts(), peers=[BEN, CHLOE])
    filled = story.filled_in(contract, peers=[BEN, CHLOE], question="To all?")
    asking = replace(filled, draft=replace(filled.draft, questions=("", "Only to Chloé?")))
    contract = story.run(ask_for_advice, asking, ANA, story.now)
    assert story.request_to(BEN, contract).question == "To all?"
    assert story.request_to(CHLOE, contract).question == "Only to Chloé?"
    assert story.contract_of(contract).contract.questions == {CHLOE: "Only to Chloé?"}


def test_changing_a_question_makes_no_revision_and_goes_with_the_peer(story: Story, contract: Contract) -> None:
    filled = story.filled_in(contract, peers=[BEN, CHLOE])
    saving = replace(filled, draft=replace(filled.draft, questions=("To Ben?", "To Chloé?")))
    contract = story.run(save_draft, saving, ANA, story.now)
    assert contract.revision == contract.shown_revision == 1
    filled = story.filled_in(contract, peers=[CHLOE])
    saving = replace(filled, draft=replace(filled.draft, questions=("To Ben?", "To Chloé?")))
    assert story.run(save_draft, saving, ANA, story.now).questions == {CHLOE: "To Chloé?"}


def test_a_question_that_is_too_long_is_refused_beside_its_input(story: Story, contract: Contract) -> None:
    filled = story.filled_in(contract, peers=[BEN, CHLOE])
    saving = replace(filled, draft=replace(filled.draft, questions=("", "w" * 201)))
    with pytest.raises(TooLong) as caught:
        story.run(save_draft, saving, ANA, story.now)
    assert caught.value.field == "question_2"


# --- what only the peer sees


def test_an_unfinished_answer_is_kept_for_the_peer_alone(story: Story, asking: Asking, ben: FeedbackRequest) -> None:
    asking.saves(ben, "Half a thought")
    assert asking.card(ben).side.unfinished == Feedback(try_or_drop="Half a thought")
    assert story.new_kinds(BEN) == [REQUEST]
    assert story.new_kinds(ANA) == []
    asking.sends(ben, "A whole thought")
    assert asking.card(ben).side.unfinished is None


def test_letting_it_pass_leaves_no_trace_for_the_learner(
    story: Story, asking: Asking, contract: Contract, ben: FeedbackRequest
) -> None:
    """Everything that the learner can load is the same, row version included, and nothing is shown anew."""
    before = (story.contract_of(contract), asking.requests(contract))
    asking.says_not_now(ben, "I had begun")
    assert (story.contract_of(contract), asking.requests(contract)) == before
    assert story.new_kinds(ANA) == []
    assert asking.card(ben).side.passed_at == NOW
    asking.days_pass(7)
    asking.days_pass(7)
    mine, hers = (each.request for each in asking.requests(contract).requests)
    assert mine.ended_at == hers.ended_at == story.now
    assert replace(hers, id=mine.id, peer=mine.peer) == mine


def test_who_said_not_now_can_still_answer(story: Story, asking: Asking, ben: FeedbackRequest) -> None:
    asking.says_not_now(ben, "I had begun")
    assert asking.card(ben).side.unfinished == Feedback(try_or_drop="I had begun")
    asking.days_pass(13)
    asking.sends(ben, "Now I can")
    assert ADVICE in story.new_kinds(ANA)


def test_a_late_press_on_an_older_card_changes_nothing(story: Story, asking: Asking, ben: FeedbackRequest) -> None:
    old = asking.press(ben)
    asking.saves(ben, "First")
    with pytest.raises(SomeoneWasFaster):
        story.run(leave_unfinished, SaveUnfinished(request=ben.id, words=Feedback(meet="x"), press=old), BEN, story.now)


@pytest.mark.parametrize("bystander", [ANA, CHLOE, DAN])
def test_nobody_else_sees_or_touches_a_peers_side(
    story: Story, asking: Asking, ben: FeedbackRequest, bystander: PersonId
) -> None:
    asking.saves(ben, "Only mine")
    with pytest.raises(NotHere):
        check_may_see_side(asking.card(ben).side, bystander)
    with pytest.raises(NotHere):
        story.sees(bystander, REQUEST, ben.id)
    saving = SaveUnfinished(request=ben.id, words=Feedback(meet="x"), press=asking.press(ben))
    with pytest.raises(NotHere):
        story.run(leave_unfinished, saving, bystander, story.now)
    assert story.run(lambda work: work.peer_sides.of(ben.id, peer=bystander)).unfinished is None


# --- corrected and taken back


def test_a_correction_shows_the_newer_words(story: Story, asking: Asking, ben: FeedbackRequest) -> None:
    asking.sends(ben, "Frist words")
    story.chat_of(ANA)
    asking.opens_to_correct(ben)
    assert story.new_kinds(ANA) == []
    story.now += timedelta(hours=1)
    asking.sends(ben, "First words")
    seen = story.advice_as_seen_by(ANA, ben).request
    assert seen.feedback == Feedback(try_or_drop="First words")
    assert seen.corrected_at == story.now
    assert ADVICE in story.new_kinds(ANA)


def test_a_correction_keeps_the_decision_and_is_brought_to_the_learner(
    story: Story, asking: Asking, ben: FeedbackRequest
) -> None:
    story.takes(asking.sends(ben, "First words"))
    story.chat_of(ANA)
    story.now += timedelta(hours=1)
    corrected = asking.corrects(ben, "Other words")
    assert corrected.taken_at == NOW
    told = story.run(lambda work: work.messages.about(ADVICE, ben.id))
    assert len(told) == 2
    assert ADVICE in story.new_kinds(ANA)


def test_a_correction_that_is_left_keeps_both_words(story: Story, asking: Asking, ben: FeedbackRequest) -> None:
    asking.sends(ben, "First words")
    asking.opens_to_correct(ben)
    asking.leaves_it(ben, "Perhaps this")
    assert story.advice_as_seen_by(ANA, ben).request.corrected_at is None
    asking.opens_to_correct(ben)
    assert asking.card(ben).side.unfinished == Feedback(try_or_drop="Perhaps this")


def test_the_learner_can_decide_while_the_peer_corrects(story: Story, asking: Asking, ben: FeedbackRequest) -> None:
    sent = asking.sends(ben, "First words")
    asking.opens_to_correct(ben)
    asking.saves(ben, "Not finished")
    assert story.takes(sent).taken_at == NOW


@pytest.mark.parametrize("decide", [lambda _, sent: sent, Story.takes, lambda s, sent: s.parks(sent, "Later")])
def test_advice_that_is_taken_back_is_gone_for_the_learner(
    story: Story,
    asking: Asking,
    ben: FeedbackRequest,
    decide: Callable[[Story, FeedbackRequest], FeedbackRequest],
) -> None:
    decide(story, asking.sends(ben, "Secret"))
    story.chat_of(ANA)
    asking.takes_back(ben)
    seen = story.advice_as_seen_by(ANA, ben).request
    assert seen.feedback is None
    assert seen.taken_back_at == NOW
    assert "Secret" not in repr(story.chat_of(ANA))
    assert asking.card(ben).side.unfinished == Feedback(try_or_drop="Secret")
    with pytest.raises(AdviceTakenBack):
        story.takes(asked := story.run(asked_again, ben))
    assert asked.is_decided == seen.is_decided


# --- suggestions: whom a peer names


def test_the_suggested_person_sees_nothing_until_the_learner_asks(
    story: Story, asking: Asking, ben: FeedbackRequest
) -> None:
    suggestion = asking.suggests(ben, DAN, words="Begun")
    assert story.new_kinds(DAN) == []
    assert story.new_kinds(ANA) == [SUGGESTION]
    assert asking.card(ben).suggested == ("Dan Schmidt",)
    assert asking.card(ben).side.unfinished == Feedback(try_or_drop="Begun")
    for other in (DAN, CHLOE):
        with pytest.raises(NotHere):
            story.sees(other, SUGGESTION, suggestion.id)
        with pytest.raises(NotHere):
            check_may_see_suggestion(suggestion, other)
    asking.asks_suggested(suggestion)
    assert story.new_kinds(DAN) == [REQUEST]


def test_who_is_asked_by_a_suggestion_gets_the_revision_shown_last_and_the_question_to_everybody(
    story: Story, asking: Asking, contract: Contract, ben: FeedbackRequest
) -> None:
    filled = story.filled_in(contract, with_goal("Not shown to anybody"), [BEN, CHLOE], question="To everybody?")
    saving = replace(filled, draft=replace(filled.draft, questions=("To Ben?",)))
    story.run(save_draft, saving, ANA, story.now)
    asking.asks_suggested(asking.suggests(ben, DAN))
    asked = story.request_to(DAN, contract)
    assert (asked.revision, asked.question) == (1, "To everybody?")
    assert story.contract_of(contract).contract.peers == (BEN, CHLOE, DAN)


def test_letting_a_suggestion_pass_is_told_to_nobody(story: Story, asking: Asking, ben: FeedbackRequest) -> None:
    suggestion = asking.suggests(ben, DAN)
    before = asking.card(ben)
    story.chat_of(BEN)
    asking.lets_pass(suggestion)
    assert asking.card(ben) == before
    assert story.new_kinds(BEN) == story.new_kinds(DAN) == []
    with pytest.raises(SuggestionAnswered):
        asking.asks_suggested(asking.suggestion(suggestion).suggestion)


def test_a_suggestion_names_one_other_person(asking: Asking, ben: FeedbackRequest, chloe: FeedbackRequest) -> None:
    with pytest.raises(SuggestionNotOther):
        asking.suggests(ben, ANA)
    with pytest.raises(SuggestionMissing):
        asking.suggests(chloe)


def test_a_suggestion_of_two_asks_for_one(asking: Asking, ben: FeedbackRequest) -> None:
    with pytest.raises(OneSuggestion):
        asking.suggests(ben, CHLOE, DAN)


def test_a_peer_does_not_learn_whom_else_the_learner_asked(asking: Asking, ben: FeedbackRequest) -> None:
    """Chloé was asked: Ben's suggestion goes through as any other, and the learner reads that it is done already."""
    suggestion = asking.suggests(ben, CHLOE)
    with pytest.raises(AskedAlready):
        asking.asks_suggested(suggestion)


def test_a_sixth_peer_is_too_many_for_a_suggestion_too(story: Story, asking: Asking) -> None:
    others = [person_id(tenant=TENANT, object_id=f"f0000000-0000-4000-8000-00000000000{n}") for n in range(4)]
    contract = story.asks(story.drafts(), peers=[BEN, *others])
    suggestion = asking.suggests(story.request_to(BEN, contract), DAN)
    with pytest.raises(TooManyPeers):
        asking.asks_suggested(suggestion)
    assert story.new_kinds(DAN).count(REQUEST) == 0


# --- time


def test_a_week_brings_one_reminder_to_who_has_neither_answered_nor_said_not_now(
    story: Story, asking: Asking, ben: FeedbackRequest, chloe: FeedbackRequest
) -> None:
    asking.says_not_now(chloe)
    for person in (BEN, CHLOE):
        story.chat_of(person)
    asking.days_pass(6)
    assert story.new_kinds(BEN) == []
    asking.days_pass(1)
    assert story.new_kinds(BEN) == [REQUEST, REQUEST]  # a line where it stood, and the card at the end
    assert asking.card(ben).side.reminded_at == story.now
    asking.days_pass(1)
    assert story.new_kinds(BEN) == story.new_kinds(CHLOE) == story.new_kinds(ANA) == []


def test_who_has_answered_or_is_no_longer_needed_is_not_reminded(
    story: Story, asking: Asking, contract: Contract, ben: FeedbackRequest, chloe: FeedbackRequest
) -> None:
    asking.sends(ben, "Words")
    asking.withdraws(contract, chloe)
    story.chat_of(BEN)
    story.chat_of(CHLOE)
    asking.days_pass(7)
    asking.days_pass(7)
    assert story.new_kinds(BEN) == story.new_kinds(CHLOE) == []
    assert story.run(asked_again, ben).ended_at is None


def test_two_weeks_end_a_request_quietly_and_keep_what_was_begun(
    story: Story, asking: Asking, contract: Contract, ben: FeedbackRequest
) -> None:
    asking.saves(ben, "Half a thought")
    asking.days_pass(7)
    asking.days_pass(7)
    assert asking.card(ben).side.unfinished == Feedback(try_or_drop="Half a thought")
    with pytest.raises(RequestEnded):
        asking.sends(ben, "Too late")
    assert all(each.request.ended_at == story.now for each in asking.requests(contract).requests)
    assert story.new_kinds(ANA) == [CONTRACT]


def test_a_late_tick_ends_and_does_not_remind(story: Story, asking: Asking, ben: FeedbackRequest) -> None:
    asking.days_pass(30)
    assert story.new_kinds(BEN) == [REQUEST]
    card = asking.card(ben)
    assert (card.request.ended_at, card.side.reminded_at) == (story.now, None)


# --- withdrawn by the learner


def test_a_withdrawn_request_thanks_the_peer_and_keeps_what_was_begun(
    story: Story, asking: Asking, contract: Contract, ben: FeedbackRequest
) -> None:
    asking.saves(ben, "Half a thought")
    story.chat_of(BEN)
    asking.withdraws(contract, ben)
    assert story.new_kinds(BEN) == [REQUEST]
    assert asking.card(ben).side.unfinished == Feedback(try_or_drop="Half a thought")
    with pytest.raises(RequestWithdrawn):
        asking.sends(ben, "Anyway")


def test_who_let_it_pass_does_not_show_when_a_request_is_withdrawn(
    story: Story, asking: Asking, contract: Contract, ben: FeedbackRequest
) -> None:
    """The learner's button stays good, whatever a peer did on their own side."""
    press = story.press_on(visible_changes(each.request for each in asking.requests(contract).requests))
    asking.says_not_now(ben)
    withdrawing = WithdrawRequest(contract=contract.id, request=ben.id, press=press)
    assert story.run(withdraw_request, withdrawing, ANA, story.now).withdrawn_at == NOW


def test_a_reminder_does_not_show_in_the_learners_list(asking: Asking, contract: Contract) -> None:
    before = visible_changes(each.request for each in asking.requests(contract).requests)
    asking.days_pass(7)
    assert visible_changes(each.request for each in asking.requests(contract).requests) == before


def test_two_requests_are_withdrawn_one_after_the_other(
    asking: Asking, contract: Contract, ben: FeedbackRequest, chloe: FeedbackRequest
) -> None:
    asking.withdraws(contract, ben)
    asking.withdraws(contract, chloe)
    assert not any(each.request.is_open for each in asking.requests(contract).requests)


def test_withdrawing_says_what_is_missing_or_over(
    story: Story, asking: Asking, contract: Contract, ben: FeedbackRequest
) -> None:
    press = story.press_on(visible_changes(each.request for each in asking.requests(contract).requests))
    with pytest.raises(WithdrawalMissing):
        story.run(withdraw_request, WithdrawRequest(contract=contract.id, request=None, press=press), ANA, story.now)
    asking.sends(ben, "Words")
    with pytest.raises(PeerAnswered):
        asking.withdraws(contract, ben)


def test_a_withdrawn_request_can_be_asked_again(story: Story, asking: Asking, contract: Contract) -> None:
    asking.withdraws(contract, story.request_to(BEN, contract))
    story.asks(contract, peers=[BEN, CHLOE])
    assert story.request_to(BEN, contract).is_open


def test_somebody_elses_requests_are_not_here(story: Story, contract: Contract, ben: FeedbackRequest) -> None:
    for person in (BEN, DAN):
        with pytest.raises(NotHere):
            story.sees(person, MessageKind.REQUESTS, contract.id)
        with pytest.raises(NotHere):
            story.run(show_requests, contract.id, person, story.now)
        withdrawing = WithdrawRequest(contract=contract.id, request=ben.id, press=story.press_on(1))
        with pytest.raises(NotHere):
            story.run(withdraw_request, withdrawing, person, story.now)


def test_withdrawing_twice_by_one_button_acts_once(story: Story, asking: Asking, contract: Contract) -> None:
    request = story.request_to(BEN, contract)
    press = story.press_on(visible_changes(each.request for each in asking.requests(contract).requests))
    withdrawing = WithdrawRequest(contract=contract.id, request=request.id, press=press)
    story.run(withdraw_request, withdrawing, ANA, story.now)
    with pytest.raises(PressedAlready):
        story.run(withdraw_request, withdrawing, ANA, story.now)


# --- the app is not there


@pytest.fixture
def dan(story: Story, contract: Contract) -> FeedbackRequest:
    """What Dan was asked; it has not come into his chat."""
    return story.request_to(DAN, story.asks(contract, peers=[BEN, CHLOE, DAN]))


def test_a_request_that_cannot_be_delivered_is_told_to_the_learner_once(story: Story, dan: FeedbackRequest) -> None:
    story.run(could_not_deliver, dan.id, story.now)
    story.run(could_not_deliver, dan.id, story.now)
    assert story.new_kinds(ANA).count(UNDELIVERED) == 1
    assert story.run(asked_again, dan).is_open


def test_what_was_seen_or_is_over_or_unknown_is_not_undeliverable(
    story: Story, asking: Asking, contract: Contract, ben: FeedbackRequest, dan: FeedbackRequest
) -> None:
    asking.withdraws(contract, dan)
    story.chat_of(ANA)
    for request in (ben.id, dan.id, type(ben.id)("nobody's")):
        story.run(could_not_deliver, request, story.now)
    assert story.new_kinds(ANA) == []


def test_nobody_is_reminded_of_what_never_arrived(story: Story, asking: Asking, dan: FeedbackRequest) -> None:
    story.run(could_not_deliver, dan.id, story.now)
    asking.days_pass(7)
    assert asking.card(dan).side.reminded_at is None
    asking.days_pass(7)
    assert story.run(asked_again, dan).ended_at == story.now
