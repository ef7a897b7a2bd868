"""What somebody does in their calendar besides: their own events, where they are, when they work."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from hypothesis.strategies import booleans, integers, sampled_from

from learning.actions.calendar_looks_empty import removed_by_hand
from learning.actions.calendar_unreachable import try_calendar_again
from learning.entries import Slot
from tests.learning.promises.hand import hand
from tests.two_sides.hands import Hands, named, shifted
from tests.two_sides.outlook import Outlook, Stands


class HandsOnTheRest(Hands):
    """The app reads all of it and changes none of it."""

    @hand(days=integers(0, 60), shown_as=sampled_from(["busy", "free", "tentative", "workingElsewhere"]))
    def makes_an_event(self, days: int, shown_as: str) -> None:
        self.adds("Dentist", days, timedelta(hours=2), shown_as)

    @hand(days=integers(0, 20))
    def is_out_of_office(self, days: int) -> None:
        """Over a review that stands, and some days more."""
        stands = self.some_entry()
        starts_at = stands.slot.starts_at - timedelta(hours=3)
        slot = Slot(starts_at=starts_at, ends_at=starts_at + timedelta(days=days + 1))
        self.world.acts("is out of office", lambda outlook: outlook.add("Away", slot, "oof"))

    @hand(is_deleted=booleans())
    def is_at_work_after_all(self, *, is_deleted: bool) -> None:
        """Throughout, or but for the last hour, after the app has asked."""
        self.is_out_of_office(0)
        self.world.is_followed()
        for event in [each for each in self.world.own_events() if each.title == "Away"]:
            last = Slot(starts_at=event.slot.ends_at - timedelta(hours=1), ends_at=event.slot.ends_at)
            act = (
                partial(Outlook.delete, event=event.id)
                if is_deleted
                else partial(Outlook.move, event=event.id, to=last)
            )
            self.world.acts("is at work after all", act)

    @hand(hours=sampled_from([-30, 1, 50]))
    def moves_an_event(self, hours: int) -> None:
        event = self.some_event()
        to = shifted(event.slot, timedelta(hours=hours))
        self.world.acts(f"moves {named(event)}", lambda outlook: outlook.move(event.id, to))
        self.world.placed.pop(event.part_of, None)  # it may be the first time of what they placed

    @hand()
    def deletes_an_event(self) -> None:
        event = self.some_event()
        self.world.acts(f"deletes {named(event)}", lambda outlook: outlook.delete(event.id))

    def some_event(self) -> Stands:
        """What the app did not write: also a copy of an entry, or one time of a series."""
        if not self.world.own_events():
            self.adds("Meeting", 10, timedelta(hours=1), "busy")
        return self.one_of(self.world.own_events())

    def adds(self, title: str, days: int, length: timedelta, shown_as: str) -> None:
        starts_at = self.world.now.replace(minute=0, second=0, microsecond=0) + timedelta(days=days)
        slot = Slot(starts_at=starts_at, ends_at=starts_at + length)
        self.world.acts(f"makes the event {title!r}", lambda outlook: outlook.add(title, slot, shown_as))

    # --- the person

    @hand(zone=sampled_from(["America/New_York", "Asia/Tokyo", "Europe/Amsterdam"]))
    def is_in_another_zone(self, zone: str) -> None:
        self.world.acts(f"is in {zone}", lambda outlook: outlook.set_zone(zone))

    @hand(days=sampled_from([["monday", "tuesday"], ["thursday", "friday"]]), start=sampled_from(["06:00", "13:00"]))
    def works_at_other_times(self, days: list[str], start: str) -> None:
        self.world.acts(f"works on {days} from {start}", lambda outlook: outlook.set_hours(days, start, "18:00"))

    # --- a calendar that looks empty

    @hand(is_mistaken=booleans())
    def looks_empty(self, *, is_mistaken: bool) -> None:
        """For a while Graph finds nothing, though nobody deleted anything; perhaps they believe that they did.

        What was half written before would be written a second time: of that Graph finds nothing either.
        """
        world = self.world
        self.some_entry()
        world.is_followed()
        standing, gone = self.live_entries(), self.gone_reviews()
        world.looks_empty(is_so=True)
        world.is_noticed()
        world.works()
        assert len(standing) == 1 or self.gone_reviews() == gone, "asked about what nobody deleted"
        world.does("has the calendar tried again", try_calendar_again, None)
        world.works()
        if is_mistaken:
            world.does("says that they removed it", removed_by_hand, None)
            world.works()
