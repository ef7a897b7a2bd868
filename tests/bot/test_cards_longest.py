"""A card at its longest: it fits, and nothing that was typed is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.cards.draw import draw
from bot.cards.limits import MOST_BYTES, MOST_BYTES_EVER, size_of
from bot.cards.page import Overlay
from bot.forms import CONTRACT_FIELDS, FEEDBACK_FIELDS
from learning.entries import Answered, Guest, Reply
from learning.evidence import LONGEST_LINK, LONGEST_NOTE, EvidenceId
from learning.feedback import LONGEST_BECAUSE, Feedback
from learning.goal import numbered
from learning.need import Needs
from learning.own_questions import LONGEST_OWN_QUESTION
from learning.peer_side import PeerSide
from learning.people import person_id
from learning.review import ReviewKind
from learning.suggestion import LONGEST_REASON
from learning.terms import LONGEST_ANSWER, LONGEST_NEED, MOST_PEERS, longest_goal
from learning.views import CycleView, OutcomeView, RequestsView, ReviewView, SuggestionView
from tests.bot.card_words import inputs_of, read_aloud
from tests.bot.companion_views import full_of_companions, full_of_guests, longest_proposal
from tests.bot.own_calendar_views import full_of_steps
from tests.bot.plain_views import (
    SPEAKER,
    TERMS,
    advice_view,
    answered,
    asked,
    contract_view,
    cycle_view,
    evidence,
    fresh,
    parked,
    request,
    request_view,
    review,
    suggestion,
)
from tests.bot.talk_views import ARRANGED
from tests.cast import BEN, NOW

if TYPE_CHECKING:
    from bot.turn import CardJson
    from learning.views import View

_LONG = ("goal", "ways", "proof")


def longest(sign: str) -> dict[str, View]:
    """Every card with words that is as long as the rules allow, written with this sign alone."""
    answer, need = sign * LONGEST_ANSWER, sign * LONGEST_NEED
    terms = replace(
        TERMS,
        goals=numbered(answer, sign * longest_goal(2), sign * longest_goal(3)),
        needs=Needs(organisation=need, team=need, own=need),
        ways=answer,
        proof=answer,
    )
    given = Feedback(try_or_drop=answer, meet=answer, convince=answer, answer=answer)
    name = sign * 60
    peers = tuple(person_id(tenant="t", object_id=f"{number:036d}") for number in range(MOST_PEERS))
    contract = replace(fresh(), terms=terms, peers=peers, revision=4, shown_revision=3, why_revised=need)
    requests = tuple(
        asked(replace(request(need, peer=peers[number % MOST_PEERS]), revision=number % 3 + 1), name)
        for number in range(3 * MOST_PEERS)
    )
    contract = replace(contract, questions=dict.fromkeys(peers, sign * LONGEST_OWN_QUESTION))
    view = replace(
        contract_view(fresh()),
        contract=contract,
        peers=(name,) * MOST_PEERS,
        requests=requests,
        grown_from_take_away=answer,
    )
    begun = replace(PeerSide(request=request().id, peer=BEN), unfinished=given, passed_at=NOW, reminded_at=NOW)
    started = replace(contract, started_at=NOW)
    put_off = replace(started, terms=replace(terms, goals=terms.goals[:1]), put_off=terms.goals[1:])
    because = sign * LONGEST_BECAUSE
    collected = tuple(
        replace(evidence(sign * LONGEST_NOTE, sign * LONGEST_LINK), id=EvidenceId(str(number))) for number in range(9)
    )
    cycle = replace(cycle_view(review(), review(ReviewKind.CLOSING)), goals=terms.goals, evidence=collected)
    return {
        "own calendar": full_of_companions(full_of_steps(sign), sign),
        "proposal": longest_proposal(review(), sign),
        "cycle with guests": full_of_guests(cycle, sign),
        "contract": view,
        "contract started": replace(view, contract=started),
        "contract goals put off": replace(view, contract=replace(put_off, revising_at=NOW)),
        "closing goals put off": ReviewView(review=review(ReviewKind.CLOSING), contract=put_off, evidence=collected),
        "request": replace(request_view(request(need), terms=terms, why=need, learner=name), talk=ARRANGED),
        "request unfinished": request_view(
            request(need), terms=terms, why=need, learner=name, side=begun, suggested=(name,) * 3
        ),
        "request suggesting": request_view(
            request(need), terms=terms, why=need, learner=name, side=replace(begun, suggesting_at=NOW)
        ),
        "request ended": request_view(
            replace(request(need), ended_at=NOW), terms=terms, why=need, learner=name, side=begun
        ),
        "requests": RequestsView(contract=contract, requests=requests),
        "suggestion": SuggestionView(
            suggestion=replace(suggestion(), reason=sign * LONGEST_REASON), peer=name, suggested=name
        ),
        "outcome": OutcomeView(request=replace(answered(), outcome=answer), learner=name, was_taken=True),
        "closing advised": ReviewView(review=review(ReviewKind.CLOSING), contract=started, has_advisers=True),
        "request answered": request_view(replace(parked(because), feedback=given), terms=terms, why=need, learner=name),
        "advice": replace(advice_view(replace(answered(given), question=need), peer=name), talk=ARRANGED),
        "check-in": ReviewView(review=review(), contract=started),
        "closing": ReviewView(review=review(ReviewKind.CLOSING), contract=started, evidence=collected),
        "check-in with evidence": ReviewView(review=review(), contract=started, evidence=collected),
        "contract revising": replace(view, contract=replace(started, revising_at=NOW)),
        "cycle": cycle,
        "cycle half typed": replace(cycle, unfinished={"note": sign * LONGEST_NOTE, "link": sign * LONGEST_LINK}),
        "contract started half typed": replace(
            view, contract=started, unfinished=dict.fromkeys(CONTRACT_FIELDS, need) | dict.fromkeys(_LONG, answer)
        ),
        "request ended half typed": replace(
            request_view(replace(request(need), ended_at=NOW), terms=terms, why=need, learner=name, side=begun),
            unfinished=dict.fromkeys(FEEDBACK_FIELDS, f"{answer[1:]}!") | {"reason": sign * LONGEST_REASON},
        ),
    }


@pytest.mark.parametrize("name", sorted(longest("w")))
def test_a_card_fits_at_its_longest(name: str) -> None:
    """Also with all its inputs full, as when something is missing and all that was typed is shown again."""
    card = draw(longest("w")[name], SPEAKER)
    assert size_of(card) <= MOST_BYTES
    assert size_of(draw(longest("w")[name], SPEAKER, full_of("w", card))) <= MOST_BYTES


@pytest.mark.parametrize("name", sorted(longest("w")))
def test_a_card_full_of_wide_signs_is_still_shown_with_all_that_was_typed(name: str) -> None:
    view = longest('"')[name]
    over = full_of("🌱", draw(view, SPEAKER))
    card = draw(view, SPEAKER, over)
    assert size_of(card) <= MOST_BYTES_EVER
    for part in inputs_of(card):
        assert part.get("value", "") in {*over.typed.values(), "keep"}


def test_what_is_cut_for_room_is_said_to_be_cut() -> None:
    card = draw(longest('"')["request"], SPEAKER, full_of("w", draw(longest('"')["request"], SPEAKER)))
    assert "Long answers are shortened here" in read_aloud(card)
    assert "Long answers are shortened here" not in read_aloud(draw(longest("w")["request"], SPEAKER))


def test_of_a_crowd_of_guests_those_who_answered_are_named_and_the_others_counted() -> None:
    view = longest("w")["cycle"]
    assert isinstance(view, CycleView)
    silent = tuple(Answered(guest=Guest(address=f"{number}@example.org")) for number in range(30))
    ben = Answered(guest=Guest(address="zoe@example.org", name="Zoë"), reply=Reply.DECLINED)
    words = read_aloud(draw(replace(view, reviews=(replace(review(), guests=(*silent, ben)),)), SPEAKER))
    assert words.index("Zoë: cannot come") < words.index("0@example.org: invited")
    assert "26 more guests: see the entry in your calendar" in words


def full_of(sign: str, card: CardJson) -> Overlay:
    def fill(part: dict[str, Any]) -> str:
        return sign * int(part["maxLength"]) if part["type"] == "Input.Text" else str(part.get("value", ""))

    return Overlay(
        note="w" * 200,
        problem="w" * 200,
        problem_field="goal",
        typed={part["id"].partition("-")[0]: fill(part) for part in inputs_of(card)},
    )
