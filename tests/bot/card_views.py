"""Every card that Ana and Ben get to see in the tests of the cards: one view for each state that a card has."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.cards.page import PLAIN, Overlay
from learning.feedback import end, take
from learning.goal import Outcome
from learning.lighter import Lighter
from learning.messages import MessageKind
from learning.review import ClosingAnswers, GoingOn, ReviewKind, drop, hold, leave_out
from learning.review_entry import gone, put_back
from learning.views import MovedDownView, ReviewGoneView, ReviewMovedView, ReviewView, View, WelcomeView
from tests.bot.asking_views import invited_states, learners_cards, peers_cards
from tests.bot.companion_views import companion_states
from tests.bot.connection_views import FEED, connection_states
from tests.bot.goal_views import goals_cards
from tests.bot.own_calendar_views import own_calendar_states
from tests.bot.plain_views import (
    CLOSING_AT,
    TERMS,
    advice_view,
    answered,
    asked,
    contract_view,
    cycle_view,
    evidence,
    filled,
    fresh,
    held_check_in,
    held_closing,
    parked,
    reader,
    request,
    request_view,
    review,
    with_cycle,
)
from tests.bot.review_change_views import review_change_states
from tests.bot.talk_views import talk_states
from tests.cast import CHLOE, NOW


def _shown() -> dict[str, View]:
    seen = replace(filled(), shown_revision=1, version=4)
    revised = replace(seen, revision=2, why_revised="Ben convinced me to start sooner.", version=5)
    both = (asked(answered()), asked(request(peer=CHLOE), "Chloé Martin"))
    started = replace(revised, started_at=NOW)
    closing = review(ReviewKind.CLOSING)
    without_time = replace(closing, slot=None, entry=None)
    deleted = gone(review(), now=NOW)
    skipped = drop(review(), now=NOW)
    note = "The customer **changed** my mind."
    collected = (
        *(evidence(f"Note {number}") for number in range(7)),
        evidence(note),
        evidence("Notes of it", "https://example.org/notes?a=1"),
    )
    rest = ClosingAnswers(outcomes={1: Outcome.REACHED}, going_on=GoingOn.REST, rest_until=date(2026, 6, 1))
    resting = hold(closing, rest, now=CLOSING_AT)
    return {
        "welcome": WelcomeView(reader=reader()),
        "contract_fresh": contract_view(fresh()),
        "contract_filled": contract_view(filled()),
        "contract_short_cycle": contract_view(filled(replace(TERMS, ends_on=date(2026, 3, 16)))),
        "contract_grown": contract_view(fresh(), take_away="Ask support first."),
        "contract_shown": contract_view(seen, requests=both),
        "contract_revised": contract_view(revised, requests=(asked(take(answered(), now=NOW)), *both[1:])),
        "contract_started": contract_view(started, requests=(asked(parked()), *both[1:])),
        "request_open": request_view(request()),
        "request_open_without_question": request_view(request(""), why="Ben convinced me to start sooner."),
        "request_answered": request_view(answered()),
        "request_taken": request_view(take(answered(), now=NOW)),
        "request_parked": request_view(parked()),
        "advice_open": advice_view(answered()),
        "advice_taken": advice_view(take(answered(), now=NOW)),
        "advice_parked": advice_view(parked()),
        "advice_taken_started": advice_view(take(answered(), now=NOW), is_started=True),
        "cycle_started": cycle_view(replace(review(), entry=None), without_time),
        "cycle_on_the_way": cycle_view(held_check_in(), leave_out(deleted, now=NOW), deleted, closing),
        "cycle_in_file": replace(cycle_view(replace(review(), entry=None), closing), is_in_chat=True, feed=FEED),
        "cycle_paused": with_cycle(cycle_view(review(), closing), paused_at=NOW),
        "cycle_lighter": with_cycle(
            cycle_view(skipped, closing), lighter=Lighter(at=NOW, check_ins=(skipped.id,)), version=2
        ),
        "cycle_shorter": with_cycle(
            cycle_view(skipped, closing), lighter=Lighter(at=NOW, ended_on=date(2026, 5, 25)), version=2
        ),
        "cycle_with_evidence": replace(cycle_view(review(), closing), evidence=collected),
        "check_in_with_evidence": ReviewView(review=review(), contract=started, evidence=collected),
        "cycle_half_typed": replace(
            cycle_view(review(), closing), unfinished={"note": "Mia spoke", "link": "https://half.typ"}
        ),
        "advice_taken_begun": replace(
            advice_view(take(answered(), now=NOW)), unfinished={"because": "Not my {{DATE(1)}} style"}
        ),
        "cycle_with_own_title": cycle_view(replace(review(), title="My *hour* with [Ben](http://x)"), closing),
        "cycle_resting": with_cycle(
            cycle_view(held_check_in(), held_closing(), closed_at=CLOSING_AT), rest_ends_on=date(2026, 6, 1)
        ),
        "contract_revising": contract_view(replace(started, revising_at=NOW), requests=both),
        "closing_held_resting": ReviewView(review=resting, contract=started),
        "review_moved_down": MovedDownView(kind=MessageKind.REVIEW),
        "cycle_closed": cycle_view(held_check_in(), held_closing(), closed_at=CLOSING_AT),
        "review_moved": ReviewMovedView(review=review()),
        "review_moved_closing": ReviewMovedView(review=closing),
        "review_gone_ahead": ReviewGoneView(review=deleted, now=NOW),
        "review_gone_past": ReviewGoneView(review=deleted, now=CLOSING_AT),
        "review_gone_put_back": ReviewGoneView(review=put_back(deleted, now=NOW), now=NOW),
        "review_gone_left_out": ReviewGoneView(review=leave_out(deleted, now=NOW), now=NOW),
        "check_in_open": ReviewView(review=review(), contract=started),
        "check_in_held": ReviewView(review=held_check_in(), contract=started),
        "closing_open": ReviewView(review=closing, contract=started),
        "closing_held": ReviewView(review=held_closing(), contract=started),
        **connection_states(),
        **own_calendar_states(),
        **companion_states(own_calendar_states()["own_calendar_several"], cycle_view(review(), closing), review()),
        **review_change_states(review(), closing, CLOSING_AT),
        **talk_states(
            request_view(request("")),
            request_view(answered()),
            request_view(end(request(""), now=NOW)),
            advice_view(answered()),
        ),
        **peers_cards(),
        **learners_cards(),
        **goals_cards(),
        "closing_open_advised": ReviewView(review=closing, contract=started, has_advisers=True),
        **invited_states(),
        "review_left_out": ReviewView(review=leave_out(deleted, now=NOW), contract=started),
    }


SHOWN = _shown()
"""Each state of each card."""

OVERLAYS: dict[str, tuple[str, Overlay]] = {
    "contract_saved": ("contract_filled", Overlay(note="Saved at 10:12. Nothing was sent to anybody.")),
    "contract_refused": (
        "contract_fresh",
        Overlay(
            problem_field="goal",
            problem="Say first what you want to be able to do. A few words are enough.",
            typed={"ways": "Ask Chloé.", "question": "Who knows?"},
        ),
    ),
    "closing_refused": (
        "closing_open",
        Overlay(problem_field="outcome_1", problem="Choose what became of each goal.", typed={"going_on": "new"}),
    ),
}
"""Cards as they stand after a press."""


def drawn_cases() -> dict[str, tuple[View, Overlay]]:
    """Every golden card: its view and what is said on top."""
    plain = {name: (view, PLAIN) for name, view in SHOWN.items()}
    return plain | {name: (SHOWN[of], over) for name, (of, over) in OVERLAYS.items()}
