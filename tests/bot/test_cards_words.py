"""Words of people stay words on every card."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.cards.draw import draw, summary
from learning.companion import CompanionState
from learning.entries import Answered, Guest
from learning.feedback import Feedback
from learning.goal import numbered
from learning.need import Needs
from learning.proposal import over
from learning.reaching import Way
from learning.review import ReviewKind
from learning.terms import Terms
from learning.views import (
    CompanionView,
    InvitedView,
    OutcomeView,
    ProposalView,
    ReviewView,
    SuggestionView,
    UndeliveredView,
)
from tests.bot.card_views import SHOWN
from tests.bot.card_words import parts_of
from tests.bot.own_calendar_views import NOTHING, step
from tests.bot.plain_views import (
    SPEAKER,
    TERMS,
    advice_view,
    answered,
    asked,
    contract_view,
    cycle_view,
    evidence,
    filled,
    parked,
    request,
    request_view,
    review,
    suggestion,
)
from tests.bot.talk_views import ARRANGED
from tests.cast import BEN, NOW

if TYPE_CHECKING:
    from learning.views import View


NASTY = "**x** [a](javascript:1) {{DATE(2026-03-02T09:00:00Z)}} ${x} 1. y"


def nasty_views() -> dict[str, View]:
    terms = Terms(
        goals=numbered(NASTY, NASTY), needs=Needs(organisation=NASTY, team=NASTY, own=NASTY), ways=NASTY, proof=NASTY
    )
    given = Feedback(try_or_drop=NASTY, meet=NASTY, convince=NASTY, answer=NASTY)
    advice = replace(answered(given), question=NASTY)
    started = replace(filled(terms), started_at=NOW, shown_revision=1)
    return {
        "contract": contract_view(started, take_away=NASTY, requests=(asked(request(), NASTY),)),
        "request": request_view(request(NASTY), terms=terms, why=NASTY, learner=NASTY),
        "request answered": request_view(parked(NASTY), learner=NASTY),
        "advice": advice_view(advice, peer=NASTY),
        "advice parked": advice_view(parked(NASTY), peer=NASTY),
        "check-in": ReviewView(review=review(), contract=started),
        "closing": ReviewView(review=review(ReviewKind.CLOSING), contract=started),
        "suggestion": SuggestionView(suggestion=replace(suggestion(), reason=NASTY), peer=NASTY, suggested=NASTY),
        "outcome": OutcomeView(request=replace(answered(), outcome=NASTY), learner=NASTY, was_taken=True),
        "undelivered": UndeliveredView(request=request(), peer=NASTY),
        "invited": InvitedView(peer=NASTY, way=Way.LINK, link="https://teams.microsoft.com/l/app/1"),
        **nasty_in_calendars(),
    }


def nasty_in_calendars() -> dict[str, View]:
    """What people call themselves, their entries and their steps, in calendars that let them."""
    guest = Guest(address=f"{NASTY}@example.org", name=NASTY)
    in_company = replace(review(), title=NASTY, guests=(Answered(guest=guest), Answered(guest=replace(guest, name=""))))
    proposal = SHOWN["proposal_open"]
    own = replace(NOTHING, steps=(step(1, NASTY), step(2, NASTY)))
    assert isinstance(proposal, ProposalView)
    return {
        "own calendar": replace(own, companions=(CompanionView(person=BEN, name=NASTY, state=CompanionState.KNOWN),)),
        "cycle": replace(cycle_view(in_company), evidence=(evidence(NASTY),)),
        "proposal": replace(proposal, proposal=replace(proposal.proposal, guest=guest)),
        "proposal over": replace(
            proposal, can_be_answered=False, proposal=over(replace(proposal.proposal, guest=guest), now=NOW)
        ),
        "request talk": replace(request_view(request(), learner=NASTY), talk=ARRANGED),
        "advice talk": replace(advice_view(request(), peer=NASTY), talk=ARRANGED),
    }


@pytest.mark.parametrize("name", sorted(nasty_views()))
def test_words_of_people_stay_words(name: str) -> None:
    """They stand in text runs and in values, which are no Markdown; and no function in them is carried out."""
    parts = list(parts_of(draw(nasty_views()[name], SPEAKER)))
    assert "x** [a](javascript:1)" in "".join(str(part.get("text", "")) for part in parts).replace("\\", "")
    for part in parts:
        if part.get("type") == "TextBlock":
            assert "**x**" not in part["text"]
            assert "](" not in part["text"].replace("\\](", "").replace("]\\(", "")
        for key in ("label", "title", "placeholder"):
            assert not set("*[]`<>") & set(str(part.get(key, "")))
        if part.get("type") in {"TextBlock", "TextRun"}:
            assert "{{" not in part["text"]
            assert "${" not in part["text"]


def test_a_name_in_a_heading_is_escaped_once() -> None:
    title = draw(request_view(request(), learner="Ana *de* Wit [HR]"), SPEAKER)["body"][0]
    assert title["text"] == "Ana \\*de\\* Wit \\[HR\\] asks for your advice"


def test_a_notification_holds_nobodys_words() -> None:
    for view in SHOWN.values():
        assert TERMS.goals[0].words not in summary(view, SPEAKER)
    assert summary(SHOWN["request_open"], SPEAKER) == "Ana de Wit asks for your advice"
    assert summary(SHOWN["review_moved"], SPEAKER) == "Your check-in now stands on Monday 30 March, 10:00."
