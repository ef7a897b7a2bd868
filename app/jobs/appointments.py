"""The entries of steps, learning time and talks, as the job `calendar` brings them about."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from learning.actions.follow_appointments import (
    appointment_moved,
    appointment_removed,
    appointment_shown,
    appointment_written,
    entries_of_appointments,
    follow_appointments,
)
from learning.actions.follow_calendar import Ours
from learning.actions.look_around import keep_scarce, to_look_around
from learning.actions.talks import talk_refused
from learning.appointment import Appointment, AppointmentId, as_begun
from learning.appointment_plan import Move, Remove, Show, Write
from learning.calendar_plan import Seen
from learning.entries import Entry, EntryChange, MoveEntry, NewEntry, RemoveEntry, ShowEntryAs
from learning.errors import OutsideFailure, PartRefused, SignInNeeded
from learning.people import Person, PersonId
from learning.ports import Calendar
from storage.runner import WorkRunner

log = logging.getLogger(__name__)


class AppointmentEntries:
    """Implements Entries."""

    def __init__(
        self,
        runner: WorkRunner,
        calendar: Calendar,
        clock: Callable[[], datetime],
        new_entry: Callable[[Appointment, Person], NewEntry],
    ) -> None:
        self._runner = runner
        self._calendar = calendar
        self._clock = clock
        self._new_entry = new_entry

    async def ours(self, person: PersonId) -> Ours:
        """The entries of this person's appointments."""
        return await self._runner.run(entries_of_appointments, person)

    async def changes(self, person: Person, seen: Seen) -> Sequence[tuple[str, EntryChange]]:
        """Let the appointments follow, look whether time is scarce, and say what is to be done."""
        await self._look_around(person.id)
        to_do = await self._runner.run(follow_appointments, person, seen, self._clock())
        return [(each.id, self._change(person, each, step, seen)) for each, step in to_do]

    async def keep(self, person: PersonId, about: str, change: EntryChange, outcome: Entry | None) -> None:
        """Keep what was written, moved, shown otherwise or removed."""
        now, appointment = self._clock(), AppointmentId(about)
        if isinstance(change, RemoveEntry):
            await self._runner.run(appointment_removed, person, appointment, now)
        elif outcome is None:
            return  # it was deleted this very moment: the next reading tells
        elif isinstance(change, NewEntry):
            await self._runner.run(appointment_written, person, appointment, outcome, now)
        elif isinstance(change, ShowEntryAs):
            await self._runner.run(appointment_shown, person, appointment, outcome, now)
        else:
            await self._runner.run(appointment_moved, person, appointment, outcome, now)

    async def leave_out(self, person: PersonId, about: str, change: EntryChange, _refused: PartRefused) -> bool:
        """Without its guest a talk is none: the two arrange it themselves. Nothing else here has guests."""
        if not isinstance(change, NewEntry):
            return False
        await self._runner.run(talk_refused, person, AppointmentId(about), self._clock())
        return True

    async def _look_around(self, person: PersonId) -> None:
        """A calendar that cannot be looked through now is looked through next time: nothing else waits for it."""
        within = await self._runner.run(to_look_around, person, self._clock())
        if within is None:
            return
        try:
            availability = await self._calendar.availability(person, within)
        except SignInNeeded:
            raise
        except OutsideFailure as failure:
            log.info("learning time is looked at later: %s", failure)
            return
        await self._runner.run(keep_scarce, person, availability, self._clock())

    def _change(
        self, person: Person, appointment: Appointment, step: Write | Move | Show | Remove, seen: Seen
    ) -> EntryChange:
        """What is to become of the entry. It is one that the app wrote, or none."""
        if appointment.entry is None:
            return self._new_entry(as_begun(appointment), person)
        match step:
            case Move():
                version = seen.version_of(appointment.entry)
                return MoveEntry(entry=appointment.entry, slot=appointment.slot, seen=version)
            case Show():
                return ShowEntryAs(entry=appointment.entry, shown_as=appointment.shown_as)
            case Write() | Remove():
                return RemoveEntry(entry=appointment.entry)
