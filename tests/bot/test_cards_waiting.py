"""What a contract's card says of peers who wait for the app, and what a crowded cycle's card leaves to words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.buttons import Verb
from bot.cards.draw import draw
from learning.feedback import withdraw
from learning.lighter import Lighter
from tests.bot.card_words import parts_of
from tests.bot.plain_views import (
    SPEAKER,
    asked,
    contract_view,
    cycle_view,
    evidence,
    filled,
    request,
    review,
    with_cycle,
)
from tests.cast import CHLOE, NOW

if TYPE_CHECKING:
    from learning.views import RequestState, View


def words_of(view: View) -> str:
    return " ".join(str(part["text"]) for part in parts_of(draw(view, SPEAKER)) if "text" in part)


def verbs_of(view: View) -> list[str]:
    return [str(action["verb"]) for action in draw(view, SPEAKER)["actions"]]


def waits(state: RequestState) -> RequestState:
    return replace(state, has_arrived=False)


def shown(*requests: RequestState) -> View:
    return contract_view(replace(filled(), shown_revision=1), requests=requests)


def test_who_waits_for_the_app_is_not_said_to_see_anything() -> None:
    words = words_of(shown(asked(request()), waits(asked(request(peer=CHLOE), "Mia Rivera"))))
    assert "Ben Okafor sees revision 1" in words
    assert "Mia Rivera will see revision 1 when the app is added there" in words
    assert "Mia Rivera sees" not in words
    assert words.count("no answer yet") == 1


def test_who_never_got_a_request_that_is_over_is_not_said_to_see_it_ever() -> None:
    words = words_of(shown(waits(asked(withdraw(request(), now=NOW), "Mia Rivera"))))
    assert "Only you can see this" in words
    assert "see revision 1" not in words
    assert "sees revision 1" not in words


@pytest.mark.parametrize("is_paused", [False, True])
def test_evidence_can_be_removed_also_while_something_can_be_undone(*, is_paused: bool) -> None:
    view = with_cycle(cycle_view(review(), review()), lighter=Lighter(at=NOW), paused_at=NOW if is_paused else None)
    view = replace(view, evidence=(evidence("Notes"),))
    verbs = verbs_of(view)
    assert len(verbs) == 6
    assert {Verb.REMOVE_EVIDENCE, Verb.KEEP_EVIDENCE, Verb.UNDO_LIGHTER, Verb.STOP_EARLY} <= set(verbs)
    assert (Verb.RESUME_CYCLE in verbs) is is_paused
    assert ("To pause, type" in words_of(view)) is not is_paused
