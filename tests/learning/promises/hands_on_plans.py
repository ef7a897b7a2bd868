"""What Ana plans beside her reviews: dated steps, and time to learn."""

from __future__ import annotations

from datetime import time

from hypothesis import strategies as st

from learning.actions.add_step import AddStep, add_step
from learning.actions.protect_time import ProtectTime, protect_time
from learning.actions.remove_steps import RemoveSteps, remove_steps
from learning.actions.remove_time import remove_time
from learning.appointment import AppointmentKind
from learning.cycle import Cycle
from tests.cast import ANA
from tests.learning.promises.hand import hand
from tests.learning.promises.hands_on_companions import HandsOnCompanions


class HandsOnPlans(HandsOnCompanions):
    """The other buttons of her card "In my calendar"."""

    def planned(self, kind: AppointmentKind) -> list[Cycle]:
        """The cycles that run for which something of this kind is planned."""
        picture = self.world.picture
        found = {each.about for each in picture.appointments.values() if each.kind is kind and each.ended_at is None}
        return [each for each in picture.running if each.id in found]

    def adds_a_step(self, cycle: Cycle, days: int, *, shows_words: bool) -> None:
        words, day = self.world.words.new("step", ANA), self.world.today(days)
        adding = AddStep(on=self.on_own_calendar(cycle), words=words, day=day, shows_words=shows_words)
        self.world.does("Ana adds a step", ANA, add_step, adding)

    def protects_time(self, cycle: Cycle, weekday: int) -> None:
        on = self.on_own_calendar(cycle)
        protecting = ProtectTime(on=on, weekday=weekday, starts=time(15), minutes=60)
        self.world.does("Ana protects time", ANA, protect_time, protecting)

    @hand(days=st.integers(0, 60), shows_words=st.booleans())
    def ana_adds_a_step(self, days: int, *, shows_words: bool) -> None:
        self.adds_a_step(self.some_cycle(), days, shows_words=shows_words)

    @hand()
    def ana_removes_steps(self) -> None:
        """All of those of one cycle."""
        if not self.planned(AppointmentKind.STEP):
            self.starts(84)
            self.adds_a_step(self.running()[-1], 20, shows_words=False)
        cycle = self.data.draw(st.sampled_from(self.planned(AppointmentKind.STEP)))
        removing = RemoveSteps(on=self.on_own_calendar(cycle), step="")
        self.world.does("Ana removes steps", ANA, remove_steps, removing)

    @hand(weekday=st.integers(0, 6))
    def ana_protects_time(self, weekday: int) -> None:
        """Anew, where she had protected some already."""
        self.protects_time(self.some_cycle(), weekday)

    @hand()
    def ana_removes_time(self) -> None:
        if not self.planned(AppointmentKind.LEARNING_TIME):
            self.starts(84)
            self.protects_time(self.running()[-1], 0)
        cycle = self.data.draw(st.sampled_from(self.planned(AppointmentKind.LEARNING_TIME)))
        self.world.does("Ana removes time", ANA, remove_time, self.on_own_calendar(cycle))
