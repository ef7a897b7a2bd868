"""`calendar`: what it takes to write reviews into many people's calendars, beside the plain way and the floor.

The other side is the stand-in with Graph's limits, where one call in twenty goes wrong. Each program that is measured
is a process of its own, one after the other, and tells its own processor time; what stands in the calendars is counted
at the stand-in.
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import calendar_place
from bench.calendar_place import FAULTS, Place, standin
from bench.figures import Report

DESCRIPTION = "two reviews for each of many people (--people), beside msgraph-sdk alone (about five minutes for 10,000)"
PEOPLE = 10_000
_REVIEWS = 2
_MANY = 20
_PLAIN_PEOPLE = 200
_FLOOR_PEOPLE = 1000
_OPENINGS = 1000
_FLOW_PEOPLE = 400
_TURNS = 3
_RATIO = 0.1
_FIRST = 2
"""Person 1 is there for warming up."""


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What one program took, and what stands in the calendars afterwards."""

    cpu_ms: float
    per_s: float
    took: Mapping[str, float]
    events: int
    lost: int
    doubled: int

    @property
    def figures(self) -> dict[str, float]:
        """As it is told."""
        return {"per_s": round(self.per_s, 1), "cpu_ms": round(self.cpu_ms, 3)}


async def run(people: int = PEOPLE) -> Report:
    """Measure all of it. Raises RuntimeError when one of the programs fails."""
    with tempfile.TemporaryDirectory() as folder:
        async with standin(Path(folder), people + 1) as place:
            await _spoil(place)
            many = max(1, people // _MANY)
            ours = await _write(place, "ours", people, _REVIEWS)
            ours_many = await _write(place, "ours", many, _MANY)
            plain = await _write(place, "plain", min(people, _PLAIN_PEOPLE), _REVIEWS)
            plain_many = await _write(place, "plain", min(many, _PLAIN_PEOPLE // 10), _MANY)
            floor = await _write(place, "floor", min(people, _FLOOR_PEOPLE), _REVIEWS)
            quiet, throttled = await _beside_a_throttled_one(place, min(people, _FLOW_PEOPLE))
            opening = await _open(place, min(people, _OPENINGS))
    figures = {
        "events": ours.events + ours_many.events + opening.events,
        "lost": ours.lost + ours_many.lost + opening.lost,
        "doubled": ours.doubled + ours_many.doubled + opening.doubled,
        "cpu_ratio_2": round(ours.cpu_ms / plain.cpu_ms, 4),
        "cpu_ratio_20": round(ours_many.cpu_ms / plain_many.cpu_ms, 4),
        "rate_ratio": round(ours.per_s / plain.per_s, 1),
        "ours": ours.figures,
        "plain": plain.figures,
        "floor": floor.figures,
        "opening": opening.figures | {"events": opening.events},
        "p99_ms": {"alone": quiet, "beside_throttled": throttled},
        "plain_lost": plain.lost + plain_many.lost,
    }
    return Report(figures=figures, lines=_lines(figures))


async def _spoil(place: Place) -> None:
    for rule in FAULTS:
        await place.fault(**rule)


async def _write(place: Place, kind: str, people: int, entries: int) -> Measured:
    return await _measure(place, "bench.calendar_writes", kind, people, entries)


async def _open(place: Place, people: int) -> Measured:
    """Whole openings: from the learner's press to the entries, with database, watch, delta and free moments.

    Last of all, since from then on the stand-in has notices to deliver.
    """
    return await _measure(place, "bench.calendar_opening", "opening", people, _REVIEWS)


async def _measure(place: Place, module: str, kind: str, people: int, entries: int, **more: Any) -> Measured:
    title = f"{kind} {entries}{more.pop('mark', '')}:"
    asked = {"kind": kind, "first": _FIRST, "people": people, "entries": entries, "title": title, **more}
    found = await calendar_place.run(module, place, **asked)
    counted = [
        times
        for titles in (await place.written()).values()
        for written, times in titles.items()
        if written.startswith(title)
    ]
    events = people * entries
    return Measured(**found, events=events, lost=events - len(counted), doubled=sum(counted) - len(counted))


async def _beside_a_throttled_one(place: Place, people: int) -> tuple[float, float]:
    """The 99th of a hundred people's waits in ms, without faults and then with one mailbox that refuses everything.

    Both in turn, several times, and the shortest of each: what else the machine does only makes them longer.
    """
    alone, beside = [], []
    for turn in range(_TURNS):
        await place.mend()
        await place.fault(
            what="429", retry_after=2, person="ana"
        )  # nobody writes there: looking costs the stand-in too
        quiet = await _measure(place, "bench.calendar_writes", "ours", people, _REVIEWS, mark=f" alone {turn}")
        alone.append(_p99(list(quiet.took.values())))
        await place.mend()
        await place.fault(what="429", retry_after=2, person=f"p{_FIRST}")
        loud = await _measure(
            place, "bench.calendar_writes", "ours", people, _REVIEWS, mark=f" beside {turn}", gives_up=3
        )
        beside.append(_p99([took for number, took in loud.took.items() if number != str(_FIRST)]))
    await place.mend()
    await _spoil(place)
    return min(alone), min(beside)


def _p99(values: Sequence[float]) -> float:
    ordered = sorted(values)
    return round(ordered[math.ceil(len(ordered) * 0.99) - 1], 1)


def _lines(figures: Mapping[str, Any]) -> list[str]:
    ways = [f"{way}: {figures[way]['per_s']}/s, {figures[way]['cpu_ms']} ms an entry" for way in ("ours", "plain")]
    p99 = figures["p99_ms"]
    return [
        *ways,
        f"floor: {figures['floor']['per_s']}/s, {figures['floor']['cpu_ms']} ms an entry",
        f"whole opening: {figures['opening']['per_s']}/s, {figures['opening']['cpu_ms']} ms an entry",
        _required("processor time for two", figures["cpu_ratio_2"]),
        _required("processor time for twenty", figures["cpu_ratio_20"]),
        f"lost {figures['lost']}, doubled {figures['doubled']} of {figures['events']}",
        f"lost by the plain way: {figures['plain_lost']}",
        f"p99 of the others: {p99['alone']} ms, beside a throttled mailbox {p99['beside_throttled']} ms",
    ]


def _required(what: str, ratio: float) -> str:
    missed = "" if ratio <= _RATIO else f", which misses {_RATIO}"
    return f"{what}: {ratio} of the plain way's{missed}"
