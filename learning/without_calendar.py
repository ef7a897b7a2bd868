"""Where reviews stand while the app may not look into their learner's calendar: in the chat, at a sensible hour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time

from learning.entries import Availability, Slot, WorkingHours
from learning.people import Person
from learning.placing import find_moments
from learning.review import Review

_DAYS = frozenset(range(5))
_STARTS, _ENDS = time(9), time(17)


def moments_in_chat(standing: Sequence[Review], learner: Person, *, now: datetime) -> list[tuple[Review, Slot | None]]:
    """A moment for each of these open reviews that has none: near its ideal day, on a weekday morning there.

    None says that there is no moment left before the closing review.
    """
    hours = WorkingHours(zone=learner.zone, days=_DAYS, starts=_STARTS, ends=_ENDS)
    wanting = [review for review in standing if review.slot is None and review.asked_at is None]
    return find_moments(wanting, standing, Availability(hours=hours, busy=()), now=now)


def placed_anew(review: Review) -> Review:
    """The review, to get a moment that is free in its learner's calendar, unless it stands there or has come due."""
    if not review.is_open or review.entry is not None or review.asked_at is not None:
        return review
    return replace(review, slot=None)
