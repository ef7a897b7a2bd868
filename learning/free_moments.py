"""Finds a free moment for a review: near its ideal day, within working hours, not over lunch, not on a day off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from typing import NamedTuple
from zoneinfo import ZoneInfo

from learning.entries import Availability, Slot
from learning.free_moments_cost import AWAY, FREE, PersonsDay, cost, cost_of_any, persons_day
from learning.free_moments_day import starts_in, works_on
from learning.people import PersonId

FURTHEST_DAYS = 10
FURTHEST_DAYS_WHILE_AWAY = 42
"""Who is away all those days gets the review on the nearest working day before or after, up to six weeks off."""
NOTICE = timedelta(hours=2)
"""A review is never put sooner than this into somebody's day."""
_ONE_DAY = timedelta(days=1)
_Costs = tuple[int, int, int, int]
_NO_COSTS: _Costs = (0, 0, 0, 0)


@dataclass(frozen=True, kw_only=True)
class Together:
    """A moment, and those of the companions whom it does not suit."""

    slot: Slot
    missing: frozenset[PersonId]


def find(
    ideal_on: date,
    length: timedelta,
    availability: Availability,
    *,
    not_before: datetime,
    reviews: Sequence[Slot] = (),
) -> Slot:
    """The free moment nearest to the ideal day, and on its day nearest to ten in the morning.

    `reviews` is where other reviews of this learner stand; one a day is enough. When nothing is free within ten days,
    the moment that costs least: a full calendar is no reason to lose a review, and the learner can drag it.
    """
    return find_together(ideal_on, length, availability, {}, not_before=not_before, reviews=reviews).slot


def find_before(
    before: datetime,
    ideal_on: date,
    length: timedelta,
    availability: Availability,
    *,
    not_before: datetime,
    reviews: Sequence[Slot] = (),
    companions: Mapping[PersonId, Availability] | None = None,
) -> Slot | None:
    """The same, over by `before`; None where no working time is left until then."""
    wish = _Wish(
        length=length,
        learner=availability,
        companions=companions or {},
        not_before=not_before,
        reviews=reviews,
        before=before,
    )
    last_day = before.astimezone(ZoneInfo(availability.hours.zone)).date()
    found = _find(min(ideal_on, last_day), wish)
    return None if found is None else found.slot


def find_together(
    ideal_on: date,
    length: timedelta,
    learner: Availability,
    companions: Mapping[PersonId, Availability],
    *,
    not_before: datetime,
    reviews: Sequence[Slot] = (),
) -> Together:
    """The same with companions: free for the learner first, then for all of them, else for as many as can be."""
    wish = _Wish(length=length, learner=learner, companions=companions, not_before=not_before, reviews=reviews)
    found = _find(ideal_on, wish)
    if found is None:
        raise ValueError("nobody works on any day of the next weeks")  # there is no such person: see works_on
    return Together(slot=found.slot, missing=found.missing)


@dataclass(frozen=True, kw_only=True)
class _Wish:
    length: timedelta
    learner: Availability
    companions: Mapping[PersonId, Availability]
    not_before: datetime
    reviews: Sequence[Slot]
    before: datetime | None = None


class _Moment(NamedTuple):
    slot: Slot
    missing: frozenset[PersonId]
    costs: _Costs

    @property
    def is_there(self) -> bool:
        """Whether the learner is there at all: not on holiday."""
        return self.costs[0] < AWAY


def _find(ideal_on: date, wish: _Wish) -> _Moment | None:
    """The cheapest near the ideal day, or, for who is away all those days, on the nearest day on which they are there.

    Without an end there is one: everybody works on some day of the next week.
    """
    ideal_on = max(ideal_on, wish.not_before.astimezone(ZoneInfo(wish.learner.hours.zone)).date())
    near = _cheapest(chain.from_iterable(_moments(day, wish) for day in _days(ideal_on, wish, 0, FURTHEST_DAYS)))
    return near if near is not None and near.is_there else _when_back(ideal_on, wish) or near


def _cheapest(moments: Iterator[_Moment]) -> _Moment | None:
    """The first that costs least."""
    best = next(moments, None)
    while best is not None and best.costs != _NO_COSTS and (other := next(moments, None)):
        if other.costs < best.costs:
            best = other
    return best


def _when_back(ideal_on: date, wish: _Wish) -> _Moment | None:
    """A moment on the nearest day on which the learner is there. Holidays are known beyond the days we asked about."""
    for day in _days(ideal_on, wish, FURTHEST_DAYS + 1, FURTHEST_DAYS_WHILE_AWAY):
        there = [moment for moment in _moments(day, wish) if moment.is_there]
        if there:
            return min(there, key=lambda moment: moment.costs)
    return None


def _days(ideal_on: date, wish: _Wish, nearest: int, furthest: int) -> Iterator[date]:
    """Working days that far from the ideal day, the nearest first; of two as near the earlier one first."""
    for distance in range(nearest, furthest + 1):
        for day in sorted({ideal_on - distance * _ONE_DAY, ideal_on + distance * _ONE_DAY}):
            if works_on(day, wish.learner.hours):
                yield day


def _moments(day: date, wish: _Wish) -> Iterator[_Moment]:
    """Every moment of this day of the learner's that is not too soon, the best time first, with what it costs."""
    mine = persons_day(day, wish.learner, wish.length, wish.reviews)
    if mine.work.hours.ends_at <= wish.not_before:
        return
    theirs = {
        person: _days_during(mine.work.hours, companion, wish.length) for person, companion in wish.companions.items()
    }
    for start in starts_in(mine.work, wish.length):
        if start >= wish.not_before and (wish.before is None or start + wish.length <= wish.before):
            yield _moment(Slot(starts_at=start, ends_at=start + wish.length), mine, theirs)


def _days_during(hours: Slot, companion: Availability, length: timedelta) -> list[PersonsDay]:
    """The companion's working days that share time with these hours, wherever on Earth each of the two works."""
    first = hours.starts_at.astimezone(ZoneInfo(companion.hours.zone)).date() - _ONE_DAY
    last = hours.ends_at.astimezone(ZoneInfo(companion.hours.zone)).date()
    days = (first + after * _ONE_DAY for after in range((last - first).days + 1))
    return [persons_day(day, companion, length) for day in days if works_on(day, companion.hours)]


def _moment(slot: Slot, mine: PersonsDay, theirs: Mapping[PersonId, Iterable[PersonsDay]]) -> _Moment:
    """Costs, the weightiest first: what the learner has there, who cannot come, the learner's day, the others' days."""
    my_cost = cost(slot, mine)
    their_costs = {person: cost_of_any(slot, days) for person, days in theirs.items()}
    missing = frozenset(person for person, their_cost in their_costs.items() if their_cost > FREE)
    costs = (my_cost & ~FREE, len(missing), my_cost, sum(their_costs.values()))
    return _Moment(slot=slot, missing=missing, costs=costs)
