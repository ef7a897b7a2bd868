"""What all hands share: finding something to act on, or making it first."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import TypeVar

from learning.actions.draft_contract import draft_contract
from learning.actions.make_lighter import too_heavy
from learning.actions.on_cycle import OnCycle
from learning.actions.save_draft import SaveDraft
from learning.actions.start_cycle import start_cycle
from learning.cycle import Cycle
from learning.entries import Slot
from learning.goal import numbered
from learning.need import Needs
from learning.review import Review, ReviewKind
from learning.terms import Draft, Terms
from tests.two_sides.outlook import Stands
from tests.two_sides.world import World

T = TypeVar("T")

MOST_CYCLES = 2
"""At once; a story stays quick to tell."""


class Hands:
    """Somebody's hands in a world. `dealer` decides what depends on how things stand."""

    world: World
    dealer: random.Random

    def one_of(self, things: Sequence[T]) -> T:
        """One of these. Hypothesis does not draw it: it wants to draw the same again, whatever the network does."""
        return self.dealer.choice(things)

    # --- cycles

    def starts(self, days: int) -> None:
        world = self.world
        draft = world.run(draft_contract, None, world.person, world.now)
        goals, ends_on = numbered("Listen first"), world.today(days)
        terms = Terms(goals=goals, needs=Needs(team="Calm"), ways="Ask", proof="Notes", ends_on=ends_on)
        command = SaveDraft(contract=draft.id, draft=Draft(terms=terms, peers=()), press=world.press(draft.version))
        if world.does(f"starts a cycle of {days} days", start_cycle, command) is not None:
            world.contracts.append(draft.id)

    def some_cycle(self) -> Cycle:
        """Where none runs, one is started."""
        if not self.world.running():
            self.starts(84)
        return self.one_of(self.world.running())

    def lightens(self, cycle: Cycle) -> None:
        self.world.may_be_moved()
        self.world.does("finds it too heavy", too_heavy, self.on(cycle))

    def again(self, cycle: Cycle) -> Cycle:
        """As it is by now."""
        return next(each for each in self.world.cycles() if each.id == cycle.id)

    def on(self, cycle: Cycle) -> OnCycle:
        return OnCycle(cycle=cycle.id, press=self.world.press(cycle.version))

    # --- reviews

    def open_reviews(self, kind: ReviewKind | None = None) -> list[Review]:
        return [each for each in self.world.reviews() if each.is_open and kind in (None, each.kind)]

    def gone_reviews(self) -> list[Review]:
        return [each for each in self.open_reviews() if each.gone_at]

    def some_gone_review(self) -> Review:
        """One that was asked about; where there is none, its entry is deleted first and the calendar read."""
        if not self.gone_reviews():
            stands = self.some_entry()
            titled = [each for each in self.live_entries() if each.id in self.world.titles]
            self.deletes(titled[0] if titled else stands)  # one with a title of their own, which has to come back
            self.world.is_followed()
        return self.one_of(self.gone_reviews())

    # --- entries that the app wrote

    def some_entry(self) -> Stands:
        """One of a review that is still to be held; where none stands, a cycle is started and the calendar written."""
        if not self.live_entries():
            self.starts(84)
            self.world.is_followed()
        return self.one_of(self.live_entries())

    def live_entries(self) -> list[Stands]:
        known = {each.entry for each in self.open_reviews() if each.gone_at is None}
        return [each for each in self.world.entries() if each.id in known]

    def moves(self, stands: Stands, to: Slot) -> None:
        by = f"moves {named(stands)} to {to.starts_at:%d %b %Y %H:%M}"
        self.world.acts(by, lambda outlook: outlook.move(stands.id, to))
        self.world.placed[stands.id] = to
        self.world.moved.add(stands.id)

    def deletes(self, stands: Stands) -> None:
        review = self.world.review_of(stands)
        self.world.acts(f"deletes {named(stands)}", lambda outlook: outlook.delete(stands.id))
        self.world.thrown_away.append(stands)
        if review is not None and review.entry == stands.id:  # else nobody can know that it ever stood
            self.world.deleted.add(review.id)


def named(stands: Stands) -> str:
    return f"{stands.title!r} ({stands.id[-12:-4]}) of {stands.slot.starts_at:%d %b %H:%M}"


def shifted(slot: Slot, by: timedelta) -> Slot:
    return Slot(starts_at=slot.starts_at + by, ends_at=slot.ends_at + by)
