"""What tests about the card "In my calendar" have in common."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta

from learning.actions.add_step import AddStep, add_step
from learning.actions.follow_appointments import (
    appointment_moved,
    appointment_removed,
    appointment_shown,
    appointment_written,
    follow_appointments,
)
from learning.actions.on_cycle import OnCycle
from learning.actions.protect_time import ProtectTime, protect_time
from learning.actions.remove_steps import RemoveSteps, remove_steps
from learning.actions.remove_time import remove_time
from learning.appointment import Appointment, AppointmentKind, as_begun
from learning.appointment_plan import Move, Remove, Show
from learning.calendar_plan import Seen
from learning.cycle import CycleId
from learning.entries import Entry, EntryId
from learning.messages import MessageKind
from learning.views import OwnCalendarView
from learning.work import Work
from tests.cast import ANA, TODAY
from tests.learning.story import Story

TUESDAY = 1
IN_A_WEEK = TODAY + timedelta(days=7)


class OwnCalendar:
    """The card of the cycle that Ana started, and her calendar. Buttons are pressed on the newest state."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.cycle = CycleId(story.running_cycle()[0].cycle)
        self.entries: dict[EntryId, Entry] = {}

    @property
    def card(self) -> OwnCalendarView:
        view = self.story.sees(ANA, MessageKind.OWN_CALENDAR, self.cycle)
        assert isinstance(view, OwnCalendarView)
        return view

    @property
    def on(self) -> OnCycle:
        return OnCycle(cycle=self.cycle, press=self.story.press_on(self.card.version))

    def adds(self, words: str = "Watch two interviews", day: date | None = IN_A_WEEK, *, shown: bool = False) -> None:
        adding = AddStep(on=self.on, words=words, day=day, shows_words=shown)
        self.story.run(add_step, adding, ANA, self.story.now)

    def removes_steps(self, step: str = "") -> None:
        self.story.run(remove_steps, RemoveSteps(on=self.on, step=step), ANA, self.story.now)

    def protects(self, weekday: int | None = TUESDAY, starts: time | None = time(15), minutes: int | None = 60) -> None:
        protecting = ProtectTime(on=self.on, weekday=weekday, starts=starts, minutes=minutes)
        self.story.run(protect_time, protecting, ANA, self.story.now)

    def removes_time(self) -> None:
        self.story.run(remove_time, self.on, ANA, self.story.now)

    def kept(self, kind: AppointmentKind) -> list[Appointment]:
        def find(work: Work) -> Sequence[Appointment]:
            return work.appointments.about(self.cycle, learner=ANA)

        return [each for each in self.story.run(find) if each.kind is kind]

    def is_brought_about(self, seen: dict[EntryId, Entry | None] | None = None) -> None:
        """What the calendar job does: follow what was seen, then write, move, show and remove."""
        person, now = self.story.run(lambda work: work.people.get(ANA)), self.story.now
        reading = Seen(entries=seen or {}, mark="mark", here=frozenset(seen or {}))
        for appointment, step in self.story.run(follow_appointments, person, reading, now):
            match step, appointment.entry:
                case _, None:
                    begun = as_begun(appointment)
                    entry = Entry(
                        id=EntryId(f"entry of {begun.entry_key}"),
                        slot=begun.slot,
                        shown_as=begun.shown_as,
                        is_all_day=begun.is_all_day,
                    )
                    self.entries[entry.id] = entry
                    self.story.run(appointment_written, ANA, appointment.id, entry, now)
                case Remove(), entry_id:
                    del self.entries[entry_id]
                    self.story.run(appointment_removed, ANA, appointment.id, now)
                case Move(), entry_id:
                    moved = Entry(id=entry_id, slot=appointment.slot)
                    self.story.run(appointment_moved, ANA, appointment.id, moved, now)
                case Show(), entry_id:
                    shown = Entry(id=entry_id, slot=appointment.slot, shown_as=appointment.shown_as)
                    self.entries[entry_id] = shown
                    self.story.run(appointment_shown, ANA, appointment.id, shown, now)
