"""Words of people stay words on every card."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.cards.draw import draw, summary
from learning.feedback import Feedback
from learning.goal import numbered
from learning.need import Needs
from learning.review import ReviewKind
from learning.terms import Terms
from learning.views import ReviewView
from tests.bot.card_views import (
    SHOWN,
    SPEAKER,
    TERMS,
    advice_view,
    answered,
    asked,
    contract_view,
    filled,
    parked,
    request,
    request_view,
    review,
)
from tests.bot.card_words import parts_of
from tests.cast import NOW

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
    }


@pytest.mark.parametrize("name", sorted(nasty_views()))
def test_words_of_people_stay_words(name: str) -> None:
    """They stand in text runs and in values, which are no Markdown; and no function in them is carried out."""
    for part in parts_of(draw(nasty_views()[name], SPEAKER)):
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
