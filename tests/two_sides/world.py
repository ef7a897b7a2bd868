"""One story: somebody who learns, their calendar at Microsoft, and the app with a database of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from graph.shapes import transaction_of
from learning.actions.calendar_looks_empty import removed_by_hand
from learning.actions.connect import calendar_connected
from learning.entries import EntryId, NewEntry, Slot
from learning.review import Review
from learning.sign_in import SignInId
from standin.faults.rules import Rule
from tests.two_sides.app_side import AppSide
from tests.two_sides.outlook import Outlook, Stands
from tests.two_sides.place import Place

RETURN_AFTER = timedelta(hours=6, minutes=1)
"""Where no notice told of anything, a calendar is read after six hours."""
MOST_ROUNDS = 20
ROUNDS_IN_TROUBLE = 2
A_SECOND = 1.05
"""What a throttled mailbox asks for, in real time."""


class World(AppSide):
    """What is so in one story, and what somebody who watched both sides would remember of it.

    `closed` are the cycles that they closed. `foreign` is how each event that the app did not write was left by its
    person; `placed` where they put entries of the app's by hand and have asked for nothing else since, `moved` all that
    they ever did; `deleted` which reviews' entries they deleted and have not asked to have back, `thrown_away` the
    entries, `brought_back` those of them that they had back; `titles` and `texts` what they wrote into which, `given`
    all titles that they gave, by review, and `named` the one that the app must have learnt. `faults` is all that was to
    go wrong so far.
    """

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self.outlook = Outlook(place, self.key)
        self.closed: set[str] = set()
        self.foreign: dict[EntryId, str] = {}
        self.placed: dict[EntryId, Slot] = {}
        self.moved: set[EntryId] = set()
        self.deleted: set[str] = set()
        self.thrown_away: list[Stands] = []
        self.brought_back: set[EntryId] = set()
        self.titles: dict[EntryId, str] = {}
        self.given: dict[str, set[str]] = {}
        self.named: dict[str, str] = {}
        self.texts: dict[EntryId, str] = {}
        self.faults: list[Rule] = []
        self.is_looking_empty = False
        self.is_throttled = False
        self.is_disconnected = False
        self._minutes = 0

    # --- how it goes on

    def connects(self) -> None:
        """The person gives the right again."""
        self.tells("connects the calendar")
        self.place.tokens.has_left.discard(self.person)
        self.is_disconnected = False
        self.run(calendar_connected, SignInId("none"), self.person, self.now)

    def post(self, path: str, said: dict[str, Any]) -> Any:
        """Ask the stand-in for something that no Microsoft has."""
        return self.place.do(self.place.call("POST", path, said))

    def goes_wrong(self, said: dict[str, Any]) -> None:
        """From now on, as often as is said there."""
        self.post("/local/faults", said)
        self.faults.append(self.place.standin.world.faults.all()[-1])

    def looks_empty(self, *, is_so: bool) -> None:
        """Whether Graph finds nothing of what stands in the calendar. Nobody is told of either."""
        self.tells("the calendar looks empty" if is_so else "the calendar is as it was")
        if not is_so:
            self.brought_back |= {each.id for each in self.entries()}
        self.post(f"/local/calendars/{self.key}/empty", {"empty": is_so})
        self.is_looking_empty = is_so
        self.is_deaf = True

    def is_followed(self) -> None:
        """All that waits is tried, then nothing goes wrong any more, and it is done."""
        for _ in range(ROUNDS_IN_TROUBLE):
            self.works()
            if self.waits_until() is None:
                break
            self.later(timedelta(seconds=5))
        self._gets_well()
        for _ in range(MOST_ROUNDS):
            self.works()
            watching = self.watching()
            if watching is not None and watching.empty_since is not None:  # and so it is: they removed it all
                self.does("says that they removed it", removed_by_hand, None)
                continue
            due_at = self.waits_until()
            if due_at is None:
                return
            self.later(max(due_at - self.now, timedelta()) + timedelta(seconds=1))
        raise AssertionError("there is always something left to do")

    def _gets_well(self) -> None:
        """Where a notice was lost, it takes until the calendar is read anyway."""
        self.place.do(self.place.call("DELETE", "/local/faults"))
        if self.is_looking_empty:
            self.looks_empty(is_so=False)
        if self.is_disconnected:
            self.connects()
        if self.is_throttled:
            self.place.do(asyncio.sleep(A_SECOND))
        if self.is_deaf:
            self.later(RETURN_AFTER)
        self.is_throttled = self.is_deaf = False

    # --- what stands

    def acts(self, what: str, act: Callable[[Outlook], None]) -> None:
        """The person does something in Outlook. So far, nobody had touched what is theirs."""
        self.check_foreign()
        self.tells(what)
        act(self.outlook)
        self.foreign = self._own_pictures()

    def check_foreign(self) -> None:
        """What the app did not write is as its person left it, to the byte."""
        stands = self._own_pictures()
        assert stands == self.foreign, ("touched", set(stands.items()) ^ set(self.foreign.items()))

    def _own_pictures(self) -> dict[EntryId, str]:
        return {each.id: each.picture for each in self.own_events()}

    def entries(self) -> list[Stands]:
        """What the app wrote."""
        return [each for each in self.outlook.standing() if each.is_by_app]

    def own_events(self) -> list[Stands]:
        """What it did not."""
        return [each for each in self.outlook.standing() if not each.is_by_app]

    # --- what is remembered

    def another_minute(self) -> int:
        """So that nothing is put twice to the same time."""
        self._minutes += 1
        return self._minutes

    def may_be_moved(self) -> None:
        """They wish something for which the app may move what they had placed."""
        self.placed.clear()

    def wants_back(self, *reviews: str) -> None:
        self.deleted.difference_update(reviews)

    def review_of(self, stands: Stands) -> Review | None:
        """For which review the app wrote this."""
        return self.keys().get(stands.key or "")

    def keys(self) -> dict[str, Review]:
        """Under each key that was used so far, as Graph keeps it."""
        return {
            transaction_of(self.person, replace(_ANY_ENTRY, key=f"{review.id}-{number}")): review
            for review in self.reviews()
            for number in range(review.writes + 1)
        }


_MOMENT = datetime(2026, 3, 2, tzinfo=UTC)
_ANY_SLOT = Slot(starts_at=_MOMENT, ends_at=_MOMENT + timedelta(hours=1))
_ANY_ENTRY = NewEntry(key="", slot=_ANY_SLOT, title="", text="", link_text="", link="")
