"""What everybody who gets a card may rely on."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.buttons import Verb, input_id, read_button, typed
from bot.cards.draw import draw, summary
from bot.cards.help import help_card
from learning.goal import numbered
from learning.people import object_id_of
from learning.review import ReviewKind, leave_out
from learning.review_entry import gone, put_back
from learning.terms import Terms
from learning.views import ReviewGoneView, ReviewMovedView, ReviewView
from tests.bot.card_views import SHOWN, drawn_cases
from tests.bot.card_words import inputs_of, named_parts, read_aloud
from tests.bot.plain_views import (
    CLOSING_AT,
    SPEAKER,
    advice_view,
    answered,
    asked,
    contract_view,
    filled,
    held_closing,
    request,
    request_view,
    review,
)
from tests.cast import BEN, CHLOE, NOW
from wording.catalogue import load_catalogues
from wording.speaker import Speaker

if TYPE_CHECKING:
    from bot.turn import CardJson

GOLDEN = Path(__file__).parent / "golden"
CASES = drawn_cases()
NASTY = "**x** [a](javascript:1) {{DATE(2026-03-02T09:00:00Z)}} ${x} 1. y"


def drawn(name: str) -> CardJson:
    view, over = CASES[name]
    return draw(view, SPEAKER, over)


def as_golden(card: CardJson) -> str:
    return json.dumps(card, ensure_ascii=False, indent=2) + "\n"


def check_golden(name: str, card: CardJson) -> None:
    """Compare with the card that somebody looked at. `GOLDEN=write` keeps the card instead: look at the difference."""
    file = GOLDEN / f"{name}.json"
    if os.environ.get("GOLDEN") == "write":
        file.write_text(as_golden(card), encoding="utf-8")
    assert file.read_text(encoding="utf-8") == as_golden(card)


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_card_is_the_one_that_was_looked_at(name: str) -> None:
    check_golden(name, drawn(name))


@pytest.mark.parametrize("unknown", [False, True])
def test_the_help_card_is_the_one_that_was_looked_at(unknown: bool) -> None:
    check_golden("help_unknown" if unknown else "help", help_card(SPEAKER, unknown=unknown))


def test_no_golden_card_is_left_over() -> None:
    assert {file.stem for file in GOLDEN.glob("*.json")} == {*CASES, "help", "help_unknown"}


def test_every_verb_has_a_button_on_some_card() -> None:
    seen = {part["verb"] for name in CASES for part in named_parts(drawn(name), "Action.Execute")}
    assert seen == set(Verb)


@pytest.mark.parametrize("name", sorted(CASES))
def test_every_button_is_read_back_as_it_was_drawn(name: str) -> None:
    for action in named_parts(drawn(name), "Action.Execute"):
        button = read_button(action["verb"], json.loads(json.dumps(action["data"])))
        assert button is not None
        assert button.data == action["data"]


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_card_has_at_most_one_primary_button(name: str) -> None:
    primary = [part for part in named_parts(drawn(name), "Action.Execute") if part.get("style") == "positive"]
    assert len(primary) <= 1


def test_a_draft_is_seen_by_its_learner_alone_and_says_so() -> None:
    assert "Only you can see this." in read_aloud(drawn("contract_fresh"))


def test_a_learner_reads_who_sees_which_revision() -> None:
    words = read_aloud(drawn("contract_revised"))
    assert "Ben Okafor and Chloé Martin see revision 1, as you sent it." in words
    assert "You are working on revision 2. Nobody else has seen it yet." in words


def test_peers_who_were_asked_about_different_revisions_are_named_with_theirs() -> None:
    contract = replace(filled(), revision=2, shown_revision=2)
    later = replace(request(peer=CHLOE), revision=2)
    words = read_aloud(
        draw(contract_view(contract, requests=(asked(later, "Chloé Martin"), asked(request()))), SPEAKER)
    )
    assert "Ben Okafor sees revision 1, as you sent it." in words
    assert "Chloé Martin sees revision 2, as you sent it." in words


def test_a_peer_who_was_asked_twice_is_named_with_the_newest_revision() -> None:
    contract = replace(filled(), revision=2, shown_revision=2)
    both = (asked(request()), asked(replace(request(), revision=2)))
    words = read_aloud(draw(contract_view(contract, requests=both), SPEAKER))
    assert "Ben Okafor sees revision 2, as you sent it." in words
    assert "sees revision 1" not in words


def test_a_long_list_of_requests_shows_the_newest() -> None:
    many = tuple(asked(request(), f"Peer {number}") for number in range(12))
    words = read_aloud(draw(contract_view(replace(filled(), shown_revision=1), requests=many), SPEAKER))
    assert "7 earlier requests are not shown here." in words
    assert "Peer 6:" not in words
    assert "Peer 11:" in words


def test_why_is_asked_only_after_somebody_has_seen_the_contract() -> None:
    def fields(name: str) -> set[str]:
        return {part["id"].partition("-")[0] for part in inputs_of(drawn(name))}

    assert "why" not in fields("contract_filled")
    assert "why" in fields("contract_shown")


def test_the_chosen_peers_stand_in_the_picker_by_their_object_ids() -> None:
    picker = next(part for part in inputs_of(drawn("contract_filled")) if part["id"].startswith("peers-"))
    assert picker["choices.data"] == {"type": "Data.Query", "dataset": "graph.microsoft.com/users"}
    assert picker["value"] == f"{object_id_of(BEN)},{object_id_of(CHLOE)}"


def test_an_unusual_length_is_said_kindly() -> None:
    assert "If another length suits you better, keep it." in read_aloud(drawn("contract_short_cycle"))


def test_a_started_contract_can_only_be_read() -> None:
    card = drawn("contract_started")
    assert inputs_of(card) == []
    assert "actions" not in card
    assert "Your cycle runs until 27 April 2026." in read_aloud(card)


def test_a_peer_reads_only_answers_that_were_given() -> None:
    words = read_aloud(draw(request_view(request(), terms=Terms(goals=numbered("Lead an interview."))), SPEAKER))
    assert "Lead an interview." in words
    assert "What the team needs" not in words
    assert "Until" not in words


def test_a_peer_learns_what_became_of_the_advice() -> None:
    assert "Ana de Wit took your advice." in read_aloud(drawn("request_taken"))
    assert "I promised the book to a friend" in read_aloud(drawn("request_parked"))


def test_after_the_start_nobody_is_sent_back_to_the_draft() -> None:
    assert "actions" not in drawn("advice_taken_started")
    assert drawn("advice_taken")["actions"][0]["data"]["about"] == request().id


def test_a_deleted_review_whose_time_has_passed_gets_a_new_time() -> None:
    assert drawn("review_gone_ahead")["actions"][0]["title"] == "Put it back"
    assert drawn("review_gone_past")["actions"][0]["title"] == "Find a new time"


def test_a_review_without_a_time_still_has_its_cards() -> None:
    waiting = replace(review(ReviewKind.CLOSING), slot=None, entry=None)
    card = draw(ReviewView(review=waiting, contract=filled()), SPEAKER)
    assert "Only you can see this." in read_aloud(card)


@pytest.mark.parametrize("kind", ReviewKind)
def test_each_kind_of_review_has_its_own_words_in_each_state(kind: ReviewKind) -> None:
    """A sentence that is missing raises."""
    here = review(kind)
    deleted = gone(here, now=NOW)
    states = (here, deleted, put_back(deleted, now=CLOSING_AT), leave_out(deleted, now=NOW), replace(here, held_at=NOW))
    for state in (*states, replace(deleted, slot=None)):
        for view in (ReviewGoneView(review=state, now=NOW), ReviewMovedView(review=state)):
            words = read_aloud(draw(view, SPEAKER)) + summary(view, SPEAKER)
            assert ("closing review" in words) == (kind is ReviewKind.CLOSING)


def test_a_changed_goal_is_read_in_the_held_closing_review() -> None:
    answers = held_closing().answers
    assert answers is not None
    assert "Find people for interviews within a day." in read_aloud(drawn("closing_held"))


def test_what_was_typed_stays_when_something_is_missing() -> None:
    card = drawn("contract_refused")
    values = {part["id"].partition("-")[0]: part.get("value") for part in inputs_of(card)}
    assert values["ways"] == "Ask Chloé."
    assert values["question"] == "Who knows?"


def test_a_problem_is_said_above_the_buttons_and_beside_its_input() -> None:
    body = drawn("contract_refused")["body"]
    problem = "Say first what you want to be able to do. A few words are enough."
    place = next(number for number, part in enumerate(body) if str(part.get("id", "")).startswith("goal-"))
    assert problem in read_aloud({"body": body[-1:]})
    assert problem in read_aloud({"body": [body[place - 1]]})


def test_cards_of_two_things_share_no_input_id() -> None:
    other = replace(answered(), id=type(request().id)("request-2"))
    first, second = (draw(advice_view(each), SPEAKER) for each in (answered(), other))
    assert not {part["id"] for part in inputs_of(first)} & {part["id"] for part in inputs_of(second)}


def test_what_is_typed_into_a_card_is_read_back_by_field() -> None:
    contract = filled()
    data = {input_id("goal", contract.version, contract.id): " Listen\r\nmore \u0000"}
    assert typed(data, ("goal", "ways"), contract.version) == {"goal": "Listen\nmore"}
    assert typed(data, ("goal",), contract.version + 1) == {}


def test_everybody_reads_times_on_their_own_clock() -> None:
    in_new_york = Speaker(load_catalogues(), "en-US", "America/New_York")
    assert summary(SHOWN["review_moved"], in_new_york) == "Your check-in now stands on Monday, March 30, 4:00\u202fAM."
