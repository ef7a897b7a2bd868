"""What Ana gets to see of what she did to her reviews in the calendar: one view for each state of those cards."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from learning.clash import leave_there, told_of_away, told_of_hours
from learning.entries import Slot
from learning.review import Review, leave_out, seek
from learning.review_entry import follow, gone, made_series, returned
from learning.views import ReviewClashView, ReviewGoneView, ReviewMovedView, View
from tests.cast import NOW, TODAY


def review_change_states(check_in: Review, closing: Review, held_at: datetime) -> dict[str, View]:
    assert check_in.slot
    assert closing.slot
    day_off = Slot(starts_at=check_in.slot.starts_at - timedelta(hours=8), ends_at=check_in.slot.ends_at)
    longer = Slot(starts_at=closing.slot.starts_at, ends_at=closing.slot.ends_at + timedelta(minutes=45))
    away, outside = told_of_away(check_in, day_off), told_of_hours(closing, now=NOW)
    beyond = replace(check_in.slot, starts_at=held_at, ends_at=held_at + timedelta(minutes=30))
    return {
        "review_moved_and_longer": ReviewMovedView(review=follow(closing, longer, now=NOW)),
        "review_made_a_series": ReviewMovedView(review=made_series(check_in, now=NOW)),
        "review_gone_back": ReviewGoneView(review=returned(gone(check_in, now=NOW)), now=NOW),
        "review_clash_away": ReviewClashView(review=away),
        "review_clash_hours": ReviewClashView(review=outside),
        "review_clash_stays": ReviewClashView(review=leave_there(away, now=NOW)),
        "review_clash_sought": ReviewClashView(review=seek(away, TODAY)),
        "review_clash_dragged": ReviewClashView(review=follow(away, beyond, now=NOW)),
        "review_clash_gone": ReviewClashView(review=gone(away, now=NOW)),
        "review_clash_left_out": ReviewClashView(review=leave_out(gone(away, now=NOW), now=NOW)),
    }
