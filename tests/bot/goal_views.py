"""What Ana and Ben get to see of a contract with several goals."""

from __future__ import annotations

from dataclasses import replace

from learning.goal import GoalChoice, GoalDecision, Outcome, numbered
from learning.lighter import Lighter
from learning.review import CheckInAnswers, ClosingAnswers, ReviewKind, hold
from learning.views import ReviewView, View
from tests.bot.plain_views import (
    CHECK_IN_AT,
    CLOSING_AT,
    TERMS,
    contract_view,
    cycle_view,
    filled,
    request,
    request_view,
    review,
    with_cycle,
)
from tests.cast import NOW


def goals_cards() -> dict[str, View]:
    """Cards of a contract with several goals."""
    second, third = "Write minutes that people read.", "Say no kindly when something is not worth a meeting."
    two, three = (replace(TERMS, goals=numbered(TERMS.goals[0].words, *rest)) for rest in ((second,), (second, third)))
    started = replace(filled(three), started_at=NOW, shown_revision=1)
    put_off = replace(started, terms=TERMS, put_off=three.goals[1:])
    smaller = Lighter(at=NOW, goals=(2, 3))
    lighter = with_cycle(cycle_view(review(), review(ReviewKind.CLOSING)), lighter=smaller, version=2)
    decided = CheckInAnswers(
        did="Led one interview.",
        goals=(
            GoalDecision(number=2, choice=GoalChoice.CHANGE, words="Write minutes in five lines.", was=second),
            GoalDecision(number=3, choice=GoalChoice.STOP, was=third),
        ),
    )
    looked_back = ClosingAnswers(
        outcomes={1: Outcome.REACHED, 2: Outcome.PARTLY, 3: Outcome.LET_GO}, take_away="One goal at a time."
    )
    closing = review(ReviewKind.CLOSING)
    return {
        "contract_adding_a_goal": contract_view(replace(filled(two), adding_goal_at=NOW)),
        "contract_three_goals": contract_view(filled(three)),
        "contract_goals_put_off": contract_view(replace(put_off, revising_at=NOW)),
        "contract_started_goals_put_off": contract_view(put_off),
        "request_three_goals": request_view(request(), terms=three),
        "cycle_goals_put_off": replace(lighter, put_off=put_off.put_off),
        "check_in_three_goals": ReviewView(review=review(), contract=started),
        "check_in_held_goals": ReviewView(review=hold(review(), decided, now=CHECK_IN_AT), contract=started),
        "closing_three_goals": ReviewView(review=closing, contract=started),
        "closing_goals_put_off": ReviewView(review=closing, contract=put_off),
        "closing_held_goals": ReviewView(review=hold(closing, looked_back, now=CLOSING_AT), contract=started),
    }
