"""What goes wrong between the two sides, and time, which passes for both."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis.strategies import booleans, integers, sampled_from

from learning.actions.ask_to_connect import find_connection
from learning.actions.calendar_unreachable import try_calendar_again
from learning.actions.disconnect import disconnect
from tests.learning.promises.hand import hand
from tests.two_sides.hands import MOST_CYCLES, Hands
from tests.two_sides.place import LATE_SECONDS

WRITES = ("/events", "/$batch")
ANY_CALL = (None, "delta", *WRITES)
times = integers(1, 3)
paths = sampled_from(ANY_CALL)


class HandsOfMicrosoft(Hands):
    """Each fault strikes the next calls that it fits; they are all taken away before it comes to rest."""

    # --- time

    @hand()
    def the_job_runs(self) -> None:
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
        if len(self.world.running()) < MOST_CYCLES:
            self.starts(56)
        else:
            self.lightens(self.some_cycle())
        self.goes_wrong(what, times, path)
        self.world.works()

    def goes_wrong(self, what: str, times: int, path: str | None, **more: Any) -> None:
        self.world.tells(f"Graph at {path}: {what}, {times} times")
        said = {"where": "graph", "what": what, "times": times, "path": path} | more
        self.world.post("/local/faults", said)
        self.world.is_noticed()

    @hand()
    def forgets_where_we_were(self) -> None:
        self.world.tells("marks expire")
        self.world.post("/local/delta-tokens/expire", {"person": self.world.key})

    # --- change notices

    @hand(times=integers(1, 4))
    def notices_are_lost(self, times: int) -> None:
        self.world.is_deaf = True
        self.notices_are("lost", times)

    @hand(times=integers(1, 4))
    def notices_come_twice(self, times: int) -> None:
        self.notices_are("doubled", times)

    @hand(times=integers(1, 4), what=sampled_from(["late", "reordered"]))
    def notices_come_late(self, times: int, what: str) -> None:
        self.world.is_deaf = True
        self.notices_are(what, times, seconds=LATE_SECONDS)

    def notices_are(self, what: str, times: int, **more: Any) -> None:
        self.world.tells(f"notices {what}, {times} times")
        said = {"where": "notices", "what": what, "times": times, "person": self.world.key} | more
        self.world.post("/local/faults", said)

    @hand(what=sampled_from(["reauthorizationRequired", "subscriptionRemoved", "missed"]))
    def the_watch_is_in_danger(self, what: str) -> None:
        self.world.tells(what)
        self.world.post(f"/local/subscriptions/{what}", {"person": self.world.key})

    # --- the right to the calendar

    @hand(is_worked_on=booleans())
    def is_disconnected(self, *, is_worked_on: bool) -> None:
        """By the person; later they connect it again."""
        world = self.world
        connection = world.run(find_connection, world.person, world.now)
        if world.does("disconnects", disconnect, world.press(connection.version)) is not None:
            world.is_disconnected = True
        if is_worked_on:
            world.works()

    @hand()
    def is_connected_again(self) -> None:
        self.world.connects()

    @hand(times=times, path=paths, what=sampled_from(["401", "403"]))
    def refuses_the_right(self, times: int, path: str | None, what: str) -> None:
        self.world.is_deaf = True
        self.goes_wrong(what, times, path)

    @hand()
    def is_tried_again(self) -> None:
        self.world.does("has the calendar tried again", try_calendar_again, None)
