"""Where reviews stand while the app may not look into their learner's calendar: in the chat, at a sensible hour."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time

from learning.entries import Availability, Slot, WorkingHours
from learning.free_moments import NOTICE, find
from learning.people import Person
from learning.review import LENGTH, Review, place

_DAYS = frozenset(range(5))
_STARTS, _ENDS = time(9), time(17)


def placed_in_chat(reviews: Iterable[Review], learner: Person, *, now: datetime) -> list[Review]:
    """Those of the reviews that had no moment, each with one: near its ideal day, on a weekday morning there."""
    taken: list[Slot] = []
    placed = []
    for review in reviews:
        if not review.is_open or review.slot is not None or review.asked_at is not None:
            continue
        hours = WorkingHours(zone=learner.zone, days=_DAYS, starts=_STARTS, ends=_ENDS)
        free = Availability(hours=hours, busy=())
        slot = find(review.ideal_on, LENGTH[review.kind], free, not_before=now + NOTICE, reviews=taken)
        taken.append(slot)
        placed.append(place(review, slot))
    return placed


def placed_anew(review: Review) -> Review:
    """The review, to get a moment that is free in its learner's calendar, unless it stands there or has come due."""
    if not review.is_open or review.entry is not None or review.asked_at is not None:
        return review
    return replace(review, slot=None)
