"""What somebody does in their own calendar to what the app wrote there."""

from __future__ import annotations

from datetime import timedelta

from hypothesis.strategies import booleans, sampled_from

from learning.entries import Slot
from tests.learning.promises.hand import hand
from tests.two_sides.hands import Hands, named, shifted
from tests.two_sides.outlook import Stands


class HandsInOutlook(Hands):
    """Nothing is put twice to the same minute, so that what was done last can be told."""

    # --- when

    @hand(days=sampled_from([-9, -1, 1, 2, 8, 40]))
    def drags_an_entry(self, days: int) -> None:
        stands = self.some_entry()
        self.moves(stands, shifted(stands.slot, timedelta(days=days, minutes=self.world.another_minute())))

    @hand()
    def drags_an_entry_out_of_sight(self) -> None:
        """Beyond what the app looks at: Graph reports it as removed."""
        stands = self.some_entry()
        self.moves(stands, shifted(stands.slot, timedelta(days=400, minutes=self.world.another_minute())))

    @hand(minutes=sampled_from([-20, -10, 10, 30]))
    def makes_an_entry_shorter_or_longer(self, minutes: int) -> None:
        slot = (stands := self.some_entry()).slot
        ends_at = max(slot.ends_at + timedelta(minutes=minutes), slot.starts_at + timedelta(minutes=5))
        ends_at += timedelta(minutes=self.world.another_minute())
        self.moves(stands, Slot(starts_at=slot.starts_at, ends_at=ends_at))

    # --- whether

    @hand()
    def deletes_an_entry(self) -> None:
        self.deletes(self.some_entry())

    @hand(is_noticed=booleans())
    def deletes_an_entry_and_undoes_it(self, *, is_noticed: bool) -> None:
        self.deletes(stands := self.some_entry())
        if is_noticed:
            self.world.is_followed()
        self.restores(stands)

    @hand()
    def has_something_back(self) -> None:
        """Whatever was deleted last, however long ago."""
        if not self.world.thrown_away:
            self.deletes(self.some_entry())
        self.restores(self.world.thrown_away[-1])

    def restores(self, stands: Stands) -> None:
        self.world.thrown_away.remove(stands)
        if (review := self.world.review_of(stands)) is not None:
            self.world.wants_back(review.id)
        self.world.acts(f"has {named(stands)} back", lambda outlook: outlook.restore(stands.id))
        self.world.brought_back.add(stands.id)

    # --- what it says

    @hand(is_noticed=booleans())
    def renames_an_entry(self, *, is_noticed: bool) -> None:
        stands, title = self.some_entry(), f"Mine {self.world.another_minute()}"
        self.world.acts(f"renames {named(stands)} to {title!r}", lambda outlook: outlook.rename(stands.id, title))
        self.world.titles[stands.id] = title
        if (review := self.world.review_of(stands)) is not None:
            self.world.given.setdefault(review.id, set()).add(title)
            if is_noticed:
                self.world.is_followed()
                self.world.named[review.id] = title

    @hand(is_all=booleans())
    def writes_into_an_entry(self, *, is_all: bool) -> None:
        """Below what stands there, or in place of all of it."""
        stands, text = self.some_entry(), f"<p>Ask {self.world.another_minute()} people</p>"
        html = text if is_all else stands.text + text
        self.world.acts(f"writes into {named(stands)}", lambda outlook: outlook.write_text(stands.id, html))
        self.world.texts[stands.id] = text

    @hand(shown_as=sampled_from(["free", "tentative", "oof"]))
    def shows_an_entry_as(self, shown_as: str) -> None:
        stands = self.some_entry()
        what = f"shows {named(stands)} as {shown_as}"
        self.world.acts(what, lambda outlook: outlook.show_as(stands.id, shown_as))

    # --- what it is

    @hand(days=sampled_from([-2, 1, 7]))
    def copies_an_entry(self, days: int) -> None:
        stands = self.some_entry()
        at = stands.slot.starts_at + timedelta(days=days, minutes=self.world.another_minute())
        self.world.acts(f"copies {named(stands)}", lambda outlook: outlook.copy(stands.id, at))

    @hand(every=sampled_from(["day", "week"]))
    def makes_an_entry_recur(self, every: str) -> None:
        if not self.single_entries():
            self.starts(84)
            self.looks(self.single_entries)
        stands = self.one_of(self.single_entries())
        what = f"makes {named(stands)} recur each {every}"
        self.world.acts(what, lambda outlook: outlook.recur(stands.id, every, 3))

    @hand(hours=sampled_from([-3, 1, 5]))
    def moves_the_first_time_of_a_series(self, hours: int) -> None:
        """By itself: all the others stay."""
        self.makes_an_entry_recur("week")
        series = self.one_of([each for each in self.live_entries() if each.is_series and not each.is_headless])
        to = shifted(series.slot, timedelta(hours=hours, minutes=self.world.another_minute()))
        times = [each for each in self.world.own_events() if each.part_of == series.id]
        first = min(times, key=lambda each: each.slot != series.slot)
        self.world.acts(f"moves the first time of {named(series)}", lambda outlook: outlook.move(first.id, to))
        self.world.placed.pop(series.id, None)  # what they do to all of it may take this one back
        self.world.moved.add(series.id)

    def single_entries(self) -> list[Stands]:
        return [each for each in self.live_entries() if not each.is_series]

    @hand(is_noticed=booleans())
    def puts_an_entry_into_another_calendar(self, *, is_noticed: bool) -> None:
        """And later perhaps back."""
        stands = self.some_entry()
        name = "" if stands.calendar else "Private"
        what = f"puts {named(stands)} into the calendar {name!r}"
        self.world.acts(what, lambda outlook: outlook.put_into(stands.id, name))
        if is_noticed:
            self.world.is_followed()
