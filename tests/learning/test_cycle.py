"""How many reviews a cycle has, and on which days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from learning.cycle import review_days
from learning.review import ReviewKind
from tests.cast import TODAY


def test_an_eight_week_cycle_has_one_check_in_in_the_middle_and_one_closing_review() -> None:
    days = review_days(TODAY, TODAY + timedelta(weeks=8))
    assert [(day.kind, day.ideal_on) for day in days] == [
        (ReviewKind.CHECK_IN, date(2026, 3, 30)),
        (ReviewKind.CLOSING, date(2026, 4, 27)),
    ]


@pytest.mark.parametrize(("weeks", "check_ins"), [(1, 0), (4, 0), (5, 0), (8, 1), (12, 2), (13, 2), (26, 5)])
def test_there_is_a_check_in_about_every_four_weeks(weeks: int, check_ins: int) -> None:
    days = review_days(TODAY, TODAY + timedelta(weeks=weeks))
    assert [day.kind for day in days] == [ReviewKind.CHECK_IN] * check_ins + [ReviewKind.CLOSING]


@pytest.mark.parametrize("length", range(7, 184))
def test_reviews_stand_in_order_within_the_cycle_and_the_last_one_at_its_end(length: int) -> None:
    ends_on = TODAY + timedelta(days=length)
    days = [day.ideal_on for day in review_days(TODAY, ends_on)]
    assert days == sorted(set(days))
    assert TODAY < days[0] <= days[-1] == ends_on
