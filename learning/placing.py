"""Which moments reviews get: a check-in is over before the closing review of its cycle begins. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from learning.entries import Availability, Slot
from learning.free_moments import NOTICE, find_before, find_together
from learning.people import PersonId
from learning.review import LENGTH, Review, ReviewId, ReviewKind


@dataclass(frozen=True, kw_only=True)
class Beside:
    """The companions of a review: when each is free, and, where the calendar service says so, when all of them are."""

    free: Mapping[PersonId, Availability] = field(default_factory=dict)
    suggested: Sequence[Slot] = ()


ALONE = Beside()
"""Nobody."""


def find_moments(
    wanting: Iterable[Review],
    standing: Sequence[Review],
    availability: Availability,
    *,
    now: datetime,
    companions: Mapping[ReviewId, Beside] | None = None,
) -> list[tuple[Review, Slot | None]]:
    """A free moment for each of these, which have none; the closing reviews come first.

    `standing` is every open review of this learner. None says that there is no moment left before the closing review.
    """
    slots = {each.id: each.slot for each in standing if each.slot is not None}
    found: list[tuple[Review, Slot | None]] = []
    for review in sorted(wanting, key=lambda each: each.kind is not ReviewKind.CLOSING):
        beside = [other for other in standing if other.cycle == review.cycle and other.id in slots]
        others = [(other, slots[other.id]) for other in beside]
        with_whom = (companions or {}).get(review.id, ALONE)
        slot = _moment(review, others, list(slots.values()), availability, now, with_whom)
        found.append((review, slot))
        if slot is not None:
            slots[review.id] = slot
    return found


def _moment(
    review: Review,
    beside: Sequence[tuple[Review, Slot]],
    taken: Sequence[Slot],
    availability: Availability,
    now: datetime,
    companions: Beside,
) -> Slot | None:
    length, earliest, before = LENGTH[review.kind], now + NOTICE, None
    if review.kind is ReviewKind.CLOSING:
        check_ins = [slot.ends_at for _, slot in beside if slot.starts_at.date() <= review.ideal_on]
        earliest = max([earliest, *check_ins])
    else:
        before = next((slot.starts_at for other, slot in beside if other.kind is ReviewKind.CLOSING), None)
    if slot := _suggested(review.ideal_on, companions.suggested, earliest, before, taken):
        return slot
    if before is None:
        return find_together(
            review.ideal_on, length, availability, companions.free, not_before=earliest, reviews=taken
        ).slot
    return find_before(
        before,
        review.ideal_on,
        length,
        availability,
        not_before=earliest,
        reviews=taken,
        companions=companions.free,
    )


def _suggested(
    ideal_on: date, slots: Sequence[Slot], earliest: datetime, before: datetime | None, taken: Sequence[Slot]
) -> Slot | None:
    """Of the moments at which all can come, the one nearest to the ideal day; of those as near the one named first."""
    possible = [
        slot
        for slot in slots
        if slot.starts_at >= earliest
        and (before is None or slot.ends_at <= before)
        and not any(slot.overlaps(other) for other in taken)
    ]
    return min(possible, key=lambda slot: abs(slot.starts_at.date() - ideal_on), default=None)
