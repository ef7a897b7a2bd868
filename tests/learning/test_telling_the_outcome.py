"""At the end the learner tells those who advised how it went, or tells nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from learning.actions.hold_review import HoldReview, hold_review
from learning.contract import Contract
from learning.errors import NotHere
from learning.feedback import FeedbackRequest
from learning.goal import Outcome
from learning.messages import MessageKind
from learning.people import PersonId
from learning.review import ClosingAnswers, ReviewKind
from learning.views import AdviceView, OutcomeView, RequestView, ReviewView
from tests.cast import ANA, BEN, CHLOE, DAN
from tests.learning.asking import Asking
from tests.learning.story import Story, with_goal

OUTCOME = MessageKind.OUTCOME
WORDS = "I led three reviews. Thank you!"


@pytest.fixture
def contract(story: Story) -> Contract:
    """Ana asked Ben, Chloé and Dan."""
    return story.asks(story.drafts(), peers=[BEN, CHLOE, DAN])


def ana_closes(story: Story, contract: Contract, words: str) -> ReviewView:
    """Ana runs through her cycle and fills in its closing review."""
    story.starts(contract)
    closing = next(each for each in story.calendar_is_written() if each.kind is ReviewKind.CLOSING)
    view = story.sees(ANA, MessageKind.REVIEW, closing.id)
    assert isinstance(view, ReviewView)
    for person in (BEN, CHLOE, DAN):
        story.chat_of(person)
    story.now += timedelta(weeks=8)
    answers = ClosingAnswers(outcomes={1: Outcome.PARTLY}, outcome_words=words)
    holding = HoldReview(review=closing.id, answers=answers, press=story.press_on(closing.version))
    story.run(hold_review, holding, ANA, story.now)
    return view


def outcome(story: Story, request: FeedbackRequest) -> OutcomeView:
    view = story.sees(request.peer, OUTCOME, request.id)
    assert isinstance(view, OutcomeView)
    return view


def outcomes_in_chat(story: Story, person: PersonId) -> list[OutcomeView]:
    """What is new of it in this chat, or newly shown."""
    return [view for _, view in story.chat_of(person) if isinstance(view, OutcomeView)]


def test_those_who_advised_read_exactly_her_words_and_are_thanked_for_what_was_taken(
    story: Story, asking: Asking, contract: Contract
) -> None:
    ben, chloe = story.request_to(BEN, contract), story.request_to(CHLOE, contract)
    story.takes(asking.sends(ben, "Begin small"))
    story.parks(asking.sends(chloe, "Begin big"), "Not now")
    assert ana_closes(story, contract, WORDS).has_advisers
    assert OUTCOME in story.new_kinds(BEN)
    assert (outcome(story, ben).request.outcome, outcome(story, ben).was_taken) == (WORDS, True)
    assert (outcome(story, chloe).request.outcome, outcome(story, chloe).was_taken) == (WORDS, False)


def test_what_becomes_of_advice_after_the_end_stands_on_the_card_that_told_of_it(
    story: Story, asking: Asking, contract: Contract
) -> None:
    ben = story.request_to(BEN, contract)
    asking.sends(ben, "Begin small")
    ana_closes(story, contract, WORDS)
    assert [outcome.was_taken for outcome in outcomes_in_chat(story, BEN)] == [False]
    story.takes(outcome(story, ben).request)
    assert [outcome.was_taken for outcome in outcomes_in_chat(story, BEN)] == [True]
    asking.takes_back(ben)
    assert [outcome.was_taken for outcome in outcomes_in_chat(story, BEN)] == [False]


def test_the_cards_about_advice_still_work_after_the_outcome_was_told(
    story: Story, asking: Asking, contract: Contract
) -> None:
    asking.sends(story.request_to(BEN, contract), "Begin small")
    story.chat_of(ANA)
    ana_closes(story, contract, WORDS)
    told = story.request_to(BEN, contract)
    shown_to_ben = [view for _, view in story.chat_of(BEN) if isinstance(view, RequestView)]
    shown_to_ana = [view for _, view in story.chat_of(ANA) if isinstance(view, AdviceView)]
    assert [view.request.version for view in shown_to_ben] == [told.version]
    assert [view.request.version for view in shown_to_ana] == [told.version]


def test_who_gave_no_advice_or_took_it_back_gets_nothing(story: Story, asking: Asking, contract: Contract) -> None:
    chloe, dan = story.request_to(CHLOE, contract), story.request_to(DAN, contract)
    asking.sends(chloe, "Begin big")
    asking.takes_back(chloe)
    asking.says_not_now(dan)
    assert not ana_closes(story, contract, WORDS).has_advisers
    for request in (chloe, dan):
        assert OUTCOME not in story.new_kinds(request.peer)
        with pytest.raises(NotHere):
            outcome(story, request)


def test_without_words_nobody_is_told(story: Story, asking: Asking, contract: Contract) -> None:
    ben = story.request_to(BEN, contract)
    asking.sends(ben, "Begin small")
    ana_closes(story, contract, "")
    assert OUTCOME not in story.new_kinds(BEN)
    with pytest.raises(NotHere):
        outcome(story, ben)


def test_who_advised_on_two_revisions_hears_once_and_a_bystander_never(story: Story, asking: Asking) -> None:
    contract = story.asks(story.drafts())
    first = story.request_to(BEN, contract)
    story.takes(asking.sends(first, "Begin small"))
    contract = story.asks(contract, with_goal("Smaller"))
    second = story.request_to(BEN, contract)
    asking.sends(second, "Better")
    ana_closes(story, contract, WORDS)
    assert story.new_kinds(BEN).count(OUTCOME) == 1
    assert outcome(story, second).was_taken
    assert OUTCOME not in story.new_kinds(DAN)
    with pytest.raises(NotHere):
        story.sees(DAN, OUTCOME, second.id)
