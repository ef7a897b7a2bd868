"""What a contract accepts, and how it becomes a new revision."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from learning.contract import AlreadyStarted, Contract, ContractId, new_contract, rewrite, show, start
from learning.errors import Refusal
from learning.goal import numbered
from learning.need import Needs
from learning.people import PersonId
from learning.terms import (
    LONGEST_ANSWER,
    Draft,
    EndMissing,
    EndsTooLate,
    EndsTooSoon,
    GoalMissing,
    NothingAnswered,
    PeerIsLearner,
    Terms,
    TooLong,
    TooManyPeers,
    is_usual_length,
)
from tests.cast import ANA, BEN, NOW, TODAY
from tests.learning.story import TERMS, with_goal

LATER = NOW + timedelta(days=1)


def a_draft() -> Contract:
    return new_contract(ContractId("c1"), ANA, now=NOW, today=TODAY)


def rewritten(contract: Contract, terms: Terms, *peers: PersonId, why: str = "") -> Contract:
    return rewrite(contract, Draft(terms=terms, peers=peers, why=why), now=LATER, today=TODAY)


def test_a_fresh_draft_proposes_eight_weeks() -> None:
    assert a_draft().terms.ends_on == TODAY + timedelta(days=56)


@pytest.mark.parametrize(
    "terms",
    [
        Terms(goals=numbered("x")),
        Terms(ways="x"),
        Terms(proof="x"),
        Terms(needs=Needs(own="not known yet, I will find out")),
    ],
)
def test_one_answer_is_enough_to_save_a_draft(terms: Terms) -> None:
    assert rewritten(a_draft(), terms).terms == terms


def test_the_proposed_date_alone_is_no_answer() -> None:
    with pytest.raises(NothingAnswered):
        rewritten(a_draft(), Terms(ends_on=TODAY + timedelta(weeks=8)))


@pytest.mark.parametrize(
    ("terms", "refusal", "field"),
    [
        (with_goal("x" * (LONGEST_ANSWER + 1)), TooLong, "goal"),
        (replace(TERMS, needs=Needs(team="x" * 301)), TooLong, "need_team"),
        (replace(TERMS, ends_on=TODAY + timedelta(days=6)), EndsTooSoon, "ends_on"),
        (replace(TERMS, ends_on=TODAY + timedelta(days=184)), EndsTooLate, "ends_on"),
    ],
)
def test_a_mistake_names_its_question(terms: Terms, refusal: type[Refusal], field: str) -> None:
    with pytest.raises(refusal) as caught:
        rewritten(a_draft(), terms)
    assert caught.value.field == field


@pytest.mark.parametrize("days", [7, 183])
def test_one_week_and_six_months_are_accepted(days: int) -> None:
    terms = replace(TERMS, ends_on=TODAY + timedelta(days=days))
    assert rewritten(a_draft(), terms).terms.ends_on == TODAY + timedelta(days=days)


def test_one_to_three_months_are_usual() -> None:
    lengths = {days: is_usual_length(TODAY, TODAY + timedelta(days=days)) for days in (27, 28, 56, 92, 93)}
    assert lengths == {27: False, 28: True, 56: True, 92: True, 93: False}


def test_nobody_is_their_own_peer() -> None:
    with pytest.raises(PeerIsLearner):
        rewritten(a_draft(), TERMS, ANA)


def test_a_contract_asks_five_peers_at_most() -> None:
    with pytest.raises(TooManyPeers):
        rewritten(a_draft(), TERMS, *(PersonId(f"t:{number}") for number in range(6)))


def test_a_draft_that_nobody_has_seen_keeps_its_revision() -> None:
    assert rewritten(rewritten(a_draft(), TERMS), with_goal("another")).revision == 1


def test_a_shown_contract_changes_by_a_new_revision_with_its_reason() -> None:
    shown, revision = show(rewritten(a_draft(), TERMS), now=NOW)
    changed = rewritten(shown, with_goal("another"), why="Ben made me think")
    assert (changed.revision, changed.shown_revision, changed.why_revised) == (2, 1, "Ben made me think")
    assert revision.terms == TERMS


def test_saving_the_same_answers_again_is_no_new_revision() -> None:
    shown, _ = show(rewritten(a_draft(), TERMS), now=NOW)
    assert rewritten(shown, TERMS).revision == 1


def test_choosing_other_peers_is_no_new_revision() -> None:
    shown, _ = show(rewritten(a_draft(), TERMS), now=NOW)
    assert rewritten(shown, TERMS, BEN).revision == 1


def test_a_contract_without_a_goal_can_be_neither_shown_nor_started() -> None:
    without = rewritten(a_draft(), with_goal(""))
    with pytest.raises(GoalMissing):
        show(without, now=NOW)
    with pytest.raises(GoalMissing):
        start(without, now=NOW, today=TODAY)


def test_a_cycle_cannot_start_without_an_end() -> None:
    with pytest.raises(EndMissing):
        start(rewritten(a_draft(), replace(TERMS, ends_on=None)), now=NOW, today=TODAY)


def test_a_draft_that_lay_too_long_is_asked_for_a_new_end_before_it_starts() -> None:
    with pytest.raises(EndsTooSoon):
        start(rewritten(a_draft(), TERMS), now=NOW, today=TODAY + timedelta(weeks=8))


def test_a_started_contract_is_not_rewritten_by_an_old_card() -> None:
    started = start(rewritten(a_draft(), TERMS), now=NOW, today=TODAY)
    with pytest.raises(AlreadyStarted):
        rewritten(started, with_goal("another"))
