"""What is typed by peers, and by learners about whom they asked, is read once and trusted in nothing."""

from __future__ import annotations

import pytest

from bot import forms_of_asking
from bot.buttons import Button, Verb
from bot.cards.draw import draw
from bot.cards.page import Overlay
from bot.forms import save_draft
from learning.actions.save_draft import PeerUnknown
from learning.people import object_id_of
from tests.bot.card_views import SHOWN
from tests.bot.card_words import inputs_of, named_parts, read_aloud
from tests.bot.plain_views import SPEAKER
from tests.cast import BEN, CHLOE, DAN


def test_a_suggestion_is_of_the_peers_own_organisation() -> None:
    button = Button(verb=Verb.SUGGEST_PEER, about="request")
    typed = {"suggested": object_id_of(DAN), "reason": "knows"}
    assert forms_of_asking.suggest_peer(button, typed, BEN).suggested == (DAN,)
    with pytest.raises(PeerUnknown) as caught:
        forms_of_asking.suggest_peer(button, {"suggested": "nobody at all"}, BEN)
    assert caught.value.field == "suggested"


def test_no_chosen_request_is_no_withdrawal() -> None:
    button = Button(verb=Verb.WITHDRAW_REQUEST, about="contract")
    assert forms_of_asking.withdraw_request(button, {}, BEN).request is None
    assert forms_of_asking.withdraw_request(button, {"withdrawn": "request"}, BEN).request == "request"


def test_own_questions_are_read_in_the_order_of_the_card() -> None:
    button = Button(verb=Verb.SAVE_DRAFT, about="contract")
    assert save_draft(button, {"question_2": "To the second?"}, BEN).draft.questions == (
        "",
        "To the second?",
        "",
        "",
        "",
    )


def test_the_card_asks_each_kept_peer_for_an_own_question() -> None:
    asked = {
        part["label"]: part.get("value")
        for part in inputs_of(draw(SHOWN["contract_own_questions"], SPEAKER))
        if part["id"].startswith("question_")
    }
    assert asked == {
        "My own question to Ben Okafor": None,
        "My own question to Chloé Martin": "May I watch your next one?",
    }


@pytest.mark.parametrize("name", ["request_withdrawn", "request_ended", "request_taken_back"])
def test_a_request_that_is_over_asks_nothing_more(name: str) -> None:
    card = draw(SHOWN[name], SPEAKER)
    assert inputs_of(card) == []
    assert "actions" not in card


def test_words_of_a_request_that_is_over_can_still_be_read_by_their_peer() -> None:
    words = read_aloud(draw(SHOWN["request_withdrawn"], SPEAKER))
    assert "Start with one interview" in words
    assert "Only you can see this." in words


def test_the_learner_never_reads_that_somebody_declined() -> None:
    learners = ("contract_shown", "contract_started", "requests", "requests_none_waits", "undelivered")
    words = "".join(read_aloud(draw(SHOWN[name], SPEAKER)).lower() for name in learners)
    for sign in ("declin", "refus", "not now", "ignor", "passed", "remind"):
        assert sign not in words


def test_taken_back_words_are_nowhere_on_the_learners_card() -> None:
    words = read_aloud(draw(SHOWN["advice_taken_back"], SPEAKER))
    assert "Drop the book" not in words
    assert named_parts(draw(SHOWN["advice_taken_back"], SPEAKER), "Action.Execute") == []


def test_a_problem_with_a_suggestion_keeps_what_was_typed() -> None:
    over = Overlay(
        problem_field="suggested", problem="One at a time.", typed={"reason": "x", "suggested": object_id_of(CHLOE)}
    )
    values = {
        part["id"].partition("-")[0]: part.get("value")
        for part in inputs_of(draw(SHOWN["request_suggesting"], SPEAKER, over))
    }
    assert values == {"reason": "x", "suggested": object_id_of(CHLOE)}
