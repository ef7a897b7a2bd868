"""What all hands share: finding something to act on, or making it first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TypeVar

from learning.actions.draft_contract import draft_contract
from learning.actions.hold_review import HoldReview, hold_review
from learning.actions.make_lighter import too_heavy
from learning.actions.on_cycle import OnCycle
from learning.actions.save_draft import SaveDraft
from learning.actions.start_cycle import start_cycle
from learning.cycle import Cycle
from learning.entries import Slot
from learning.goal import Outcome, numbered
from learning.need import Needs
from learning.review import ClosingAnswers, Review, ReviewKind
from learning.terms import Draft, Terms
from tests.two_sides.outlook import Stands
from tests.two_sides.world import World

T = TypeVar("T")

MOST_CYCLES = 2
"""At once; a story stays quick to tell."""


class Hands:
    """Somebody's hands in a world. What each does can be done: where nothing is there to do it to, that is made first.

    `which` is drawn anew for each deed, from the same numbers however many things there are: Hypothesis wants to draw
    the same again, and how things stand depends on the network too.
    """

    world: World
    which: int = 0

    def one_of(self, things: Sequence[T]) -> T:
        """The one of these that was drawn."""
        return things[self.which % len(things)]

    def looks(self, until: Callable[[], object]) -> None:
        """The app looks at the calendar. Where that is in vain, whatever is in the way passes first."""
        self.world.is_noticed()
        self.world.works()
        if not until():
            self.world.is_followed()

    # --- cycles

    def starts(self, days: int) -> None:
        world = self.world
        draft = world.run(draft_contract, None, world.person, world.now)
        goals, ends_on = numbered("Listen first"), world.today(days)
        terms = Terms(goals=goals, needs=Needs(team="Calm"), ways="Ask", proof="Notes", ends_on=ends_on)
        command = SaveDraft(contract=draft.id, draft=Draft(terms=terms, peers=()), press=world.press(draft.version))
        if world.does(f"starts a cycle of {days} days", start_cycle, command) is not None:
            world.contracts.append(draft.id)

    def starts_one_more(self, days: int) -> None:
        """Where as many run as may, one is closed first."""
        if len(self.world.running()) >= MOST_CYCLES:
            self.closes_one()
        self.starts(days)

    def closes_one(self) -> None:
        if not self.open_reviews(ReviewKind.CLOSING):
            self.starts(28)
        review = self.one_of(self.open_reviews(ReviewKind.CLOSING))
        answers = ClosingAnswers(outcomes={1: Outcome.PARTLY}, happened="Much")
        command = HoldReview(review=review.id, answers=answers, press=self.world.press(review.version))
        if self.world.does("closes the cycle", hold_review, command) is not None:
            self.world.closed.add(review.cycle)

    def some_cycle(self, *, is_paused: bool | None = None) -> Cycle:
        """One that is paused, is not, or either; where none runs so, one is started."""
        running = self._running(is_paused=is_paused)
        if not running:
            self.starts(84)
            running = self._running(is_paused=False)
        return self.one_of(running)

    def _running(self, *, is_paused: bool | None) -> list[Cycle]:
        return [each for each in self.world.running() if is_paused in (None, each.paused_at is not None)]

    def lightens(self, cycle: Cycle) -> Cycle:
        """Where nothing can be made smaller, it is another cycle that is too heavy, a new one."""
        self.world.may_be_moved()
        if self.world.does("finds it too heavy", too_heavy, self.on(cycle)) is None:
            known = {each.id for each in self.world.running()}
            self.starts(84)
            cycle = next(each for each in self.world.running() if each.id not in known)
            self.world.does("finds it too heavy", too_heavy, self.on(cycle))
        return self.again(cycle)

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
            self.looks(self.gone_reviews)
        return self.one_of(self.gone_reviews())

    # --- entries that the app wrote

    def some_entry(self) -> Stands:
        """One of a review that is still to be held; where none stands, a cycle is started and the calendar written."""
        if not self.live_entries():
            self.starts(84)
            self.looks(self.live_entries)
        return self.one_of(self.live_entries())

    def some_watched_entry(self) -> Stands:
        """The same, of whose changes the app is told."""
        if not self.is_watched():
            self.some_cycle()
            self.looks(self.is_watched)
        return self.some_entry()

    def is_watched(self) -> bool:
        watching = self.world.watching()
        return watching is not None and watching.watch is not None

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
