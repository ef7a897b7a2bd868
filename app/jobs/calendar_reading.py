"""Reads a person's calendar for the job `calendar`, and believes of nothing that it is gone before looking for it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime

from learning.actions.follow_calendar import Ours, read_all_again
from learning.calendar_plan import Seen
from learning.entries import Changes, Entry, EntryId, ShownAs, Slot
from learning.errors import MarkEnded, OutsideFailure
from learning.people import PersonId
from learning.ports import Calendar
from learning.watching import Watching, wants_hours
from storage.runner import WorkRunner

log = logging.getLogger(__name__)


class CalendarReading:
    """One way to read for all kinds of things that have entries there."""

    def __init__(self, runner: WorkRunner, calendar: Calendar, clock: Callable[[], datetime]) -> None:
        self._runner = runner
        self._calendar = calendar
        self._clock = clock

    async def read(self, watching: Watching, ours: Ours) -> Seen:
        """What changed since the mark, or, without one, all that is there; now and then also when the person works."""
        person = watching.person
        try:
            changes = await self._calendar.changes(person, since=watching.mark, within=watching.window)
        except MarkEnded:
            watching = await self._runner.run(read_all_again, person, self._clock())
            changes = await self._calendar.changes(person, since=None, within=watching.window)
        entries, elsewhere = await self._look(watching, ours, changes)
        wants = watching.mark is None or wants_hours(watching, now=self._clock())
        return Seen(
            entries=entries,
            elsewhere=elsewhere,
            here=frozenset(entry.id for entry in changes.entries if entry.id in entries),
            away=tuple(each.slot for each in _away(changes, ours)),
            back=await self._back(person, ours),
            hours=await self._calendar.hours(person) if wants else None,
            mark=changes.mark,
        )

    async def _look(
        self, watching: Watching, ours: Ours, changes: Changes
    ) -> tuple[dict[EntryId, Entry | None], frozenset[EntryId]]:
        """Our entries of which something is to be known, and which of them the reading does not tell of."""
        told = {entry.id: entry for entry in changes.entries}
        series = {entry.part_of for entry in changes.entries if entry.part_of is not None}
        is_whole, gone = watching.mark is None, set(changes.gone)
        known = ours.standing | ours.former | ours.looked_at
        seen: dict[EntryId, Entry | None] = {entry: told[entry] for entry in sorted(known & set(told))}
        for entry in [each for each in seen if told[each].is_series]:
            seen[entry] = await self._calendar.find(watching.person, entry)  # a reading tells where it was to begin
        untold = ours.standing if is_whole or watching.empty_since is not None else ours.standing & (gone | series)
        elsewhere = set()
        for entry in sorted((untold | ours.looked_at) - set(seen)):
            found = seen[entry] = await self._calendar.find(watching.person, entry)
            is_news = is_whole or entry in gone or entry not in ours.standing
            if found is not None and (is_news or not (found.is_series or found.slot.overlaps(watching.window))):
                elsewhere.add(entry)  # it came, or went, where the reading does not tell of it, not even of its times
        return seen, frozenset(elsewhere)

    async def _back(self, person: PersonId, ours: Ours) -> frozenset[Slot]:
        """At which of these moments the person is out of office no more.

        What is deleted is told without saying what it was, and a single time of a series not at all: so it is looked at
        in each reading, as long as the question is open. What cannot be looked at is asked about still.
        """
        back = set()
        try:
            for moment in sorted(ours.asked_over):
                there = await self._calendar.changes(person, since=None, within=moment)
                if not any(each.slot.overlaps(moment) for each in _away(there, ours) if not each.is_series):
                    back.add(moment)
        except OutsideFailure as failure:
            log.warning("whether somebody is still out of office could not be seen: %s", failure)
        return frozenset(back)


def _away(changes: Changes, ours: Ours) -> Iterator[Entry]:
    """What says that the person is out of office. Who shows a review so means that it is to be kept free for it."""
    own = ours.standing | ours.former | ours.looked_at
    return (each for each in changes.entries if each.shown_as is ShownAs.AWAY and not {each.id, each.part_of} & own)
