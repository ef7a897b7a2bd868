"""A peer names somebody else whom the learner might ask: the learner decides, and nobody else hears of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from learning.actions.ask_for_advice import AskedAlready
from learning.actions.save_draft import save_draft
from learning.contract import Contract
from learning.errors import NotHere
from learning.feedback import Feedback, FeedbackRequest
from learning.messages import MessageKind
from learning.people import person_id
from learning.suggestion import OneSuggestion, SuggestionAnswered, SuggestionMissing, SuggestionNotOther
from learning.terms import TooManyPeers
from learning.visibility import check_may_see_suggestion
from tests.cast import ANA, BEN, CHLOE, DAN, TENANT
from tests.learning.asking import Asking
from tests.learning.story import Story, with_goal


def test_the_suggested_person_sees_nothing_until_the_learner_asks(
    story: Story, asking: Asking, ben: FeedbackRequest
) -> None:
    suggestion = asking.suggests(ben, DAN, words="Begun")
    assert story.new_kinds(DAN) == []
    assert story.new_kinds(ANA) == [MessageKind.SUGGESTION]
    assert asking.card(ben).suggested == ("Dan Schmidt",)
    assert asking.card(ben).side.unfinished == Feedback(try_or_drop="Begun")
    for other in (DAN, CHLOE):
        with pytest.raises(NotHere):
            story.sees(other, MessageKind.SUGGESTION, suggestion.id)
        with pytest.raises(NotHere):
            check_may_see_suggestion(suggestion, other)
    asking.asks_suggested(suggestion)
    assert story.new_kinds(DAN) == [MessageKind.REQUEST]


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
    assert story.new_kinds(DAN).count(MessageKind.REQUEST) == 0
