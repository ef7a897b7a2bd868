"""What goes wrong between the two sides, and time, which passes for both."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis.strategies import booleans, integers, sampled_from

from learning.actions.ask_to_connect import find_connection
from learning.actions.calendar_unreachable import try_calendar_again
from learning.actions.disconnect import disconnect
from tests.learning.promises.hand import hand
from tests.two_sides.hands import Hands, shifted
from tests.two_sides.place import LATE_SECONDS

NOT_TRIED_AGAIN = ("401", "403")
"""By the job; until something else has it look again, it takes some hours."""
WRITES = ("/events", "/$batch")
ANY_CALL = (None, "delta", *WRITES)
times = integers(1, 3)
paths = sampled_from(ANY_CALL)


class HandsOfMicrosoft(Hands):
    """Each fault strikes the next calls that it fits, older ones first; none is left when it has come to rest."""

    # --- time

    @hand()
    def the_job_runs(self) -> None:
        self.some_cycle()
        self.world.is_noticed()
        self.world.tells("the job runs")
        self.world.works()

    @hand(days=sampled_from([1, 3, 6, 8, 20]))
    def time_passes(self, days: int) -> None:
        self.world.tells(f"{days} days pass")
        self.world.later(timedelta(days=days))

    @hand()
    def a_review_begins(self) -> None:
        """Time passes until just after the next entry of the app's begins."""
        stands = min(
            (self.some_entry(), *self.live_entries()), key=lambda each: abs(each.slot.starts_at - self.world.now)
        )
        by = max(stands.slot.starts_at - self.world.now, timedelta()) + timedelta(minutes=1)
        self.world.tells("a review begins")
        self.world.later(min(by, timedelta(days=60)))

    # --- Graph

    @hand(times=times, path=paths, seconds=sampled_from([0, 0, 1]))
    def is_throttled(self, times: int, path: str | None, seconds: int) -> None:
        self.world.is_throttled |= seconds > 0
        self.goes_wrong("429", times, path, retry_after=seconds)

    @hand(times=times, path=paths, what=sampled_from(["500", "502", "503", "504"]))
    def is_out_of_order(self, times: int, path: str | None, what: str) -> None:
        self.goes_wrong(what, times, path)

    @hand(times=times, path=paths)
    def hangs_up(self, times: int, path: str | None) -> None:
        self.goes_wrong("drop", times, path)

    @hand(times=times, path=paths)
    def answers_nonsense(self, times: int, path: str | None) -> None:
        self.goes_wrong("nonsense", times, path)

    @hand(times=times, path=sampled_from(WRITES))
    def writes_and_times_out(self, times: int, path: str) -> None:
        self.writes_in_vain("commit-then-504", times, path)

    @hand(times=times, path=sampled_from(WRITES))
    def writes_and_hangs_up(self, times: int, path: str) -> None:
        self.writes_in_vain("commit-then-drop", times, path)

    def writes_in_vain(self, what: str, times: int, path: str) -> None:
        """It is done, and nobody can know that."""
        self.starts_one_more(56)
        self.goes_wrong(what, times, path)
        self.world.works()

    def goes_wrong(self, what: str, times: int, path: str | None, **more: Any) -> None:
        """In time for what the app is about to do."""
        self.some_cycle()
        self.world.is_noticed()
        self.world.is_deaf |= what in NOT_TRIED_AGAIN
        self.world.tells(f"Graph at {path}: {what}, {times} times")
        self.world.goes_wrong({"where": "graph", "what": what, "times": times, "path": path} | more)

    @hand()
    def forgets_where_we_were(self) -> None:
        if not self.has_mark():
            self.some_cycle()
            self.looks(self.has_mark)
        self.world.tells("marks expire")
        self.world.post("/local/delta-tokens/expire", {"person": self.world.key})

    def has_mark(self) -> bool:
        watching = self.world.watching()
        return watching is not None and watching.mark is not None

    # --- change notices

    @hand(times=integers(1, 4))
    def notices_are_lost(self, times: int) -> None:
        self.notices_are("lost", times)

    @hand(times=integers(1, 4))
    def notices_come_twice(self, times: int) -> None:
        self.notices_are("doubled", times)

    @hand(times=integers(1, 4), what=sampled_from(["late", "reordered"]))
    def notices_come_late(self, times: int, what: str) -> None:
        self.notices_are(what, times, seconds=LATE_SECONDS)

    def notices_are(self, what: str, times: int, **more: Any) -> None:
        """The first of them is about an entry that is moved by some minutes."""
        stands = self.some_watched_entry()
        self.world.is_deaf |= what != "doubled"
        self.world.tells(f"notices {what}, {times} times")
        self.world.goes_wrong({"where": "notices", "what": what, "times": times, "person": self.world.key} | more)
        self.moves(stands, shifted(stands.slot, timedelta(minutes=self.world.another_minute())))

    @hand(what=sampled_from(["reauthorizationRequired", "subscriptionRemoved", "missed"]))
    def the_watch_is_in_danger(self, what: str) -> None:
        self.some_watched_entry()
        self.world.tells(what)
        self.world.post(f"/local/subscriptions/{what}", {"person": self.world.key})

    # --- the right to the calendar

    @hand(is_worked_on=booleans())
    def is_disconnected(self, *, is_worked_on: bool) -> None:
        """By the person; later they connect it again."""
        if self.world.is_disconnected:
            self.world.connects()
        self.disconnects()
        if is_worked_on:
            self.world.works()

    def disconnects(self) -> None:
        connection = self.world.run(find_connection, self.world.person, self.world.now)
        self.world.does("disconnects", disconnect, self.world.press(connection.version))
        self.world.is_disconnected = True

    @hand()
    def is_connected_again(self) -> None:
        self.world.connects()

    @hand(times=times, path=paths, what=sampled_from(NOT_TRIED_AGAIN))
    def refuses_the_right(self, times: int, path: str | None, what: str) -> None:
        self.goes_wrong(what, times, path)

    @hand()
    def is_tried_again(self) -> None:
        """Where it was not reached, for whatever reason."""
        self.some_cycle()
        if not self.is_unreachable():
            self.goes_wrong("403", 1, None)
            self.world.works()
        if not self.is_unreachable():
            self.disconnects()
        self.world.does("has the calendar tried again", try_calendar_again, None)

    def is_unreachable(self) -> bool:
        watching = self.world.watching()
        return watching is not None and (watching.unreachable_at or watching.empty_since) is not None
