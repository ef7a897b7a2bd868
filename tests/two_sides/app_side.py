"""The app's side of one story: its actions, its worker and its calendar job, over the one real way to Graph."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Concatenate, ParamSpec, TypeVar

from app.jobs.calendar import CalendarJob
from app.jobs.disconnect import DisconnectJob
from app.jobs.set_aside import CalendarSetAside
from app.worker import JobRunner, Worker
from graph.notices import ChangeNotice
from learning.actions.connect import calendar_connected
from learning.actions.find_due import find_due
from learning.actions.meet import Meet, meet
from learning.actions.pressing import Press
from learning.actions.receive_notices import Notice, receive_notices
from learning.actions.telling import defer_calendar
from learning.contract import ContractId
from learning.cycle import Cycle
from learning.entries import NewEntry
from learning.errors import OutsideFailure, Refusal
from learning.jobs import JobKind
from learning.people import Person, PersonId, person_id
from learning.review import Review
from learning.sign_in import SignInId
from learning.watching import Watching
from learning.work import Work
from standin.people import TENANT_ID, by_key
from storage.queue import Queue
from tests.two_sides.place import Place

P = ParamSpec("P")
T = TypeVar("T")

TITLE = "Learning review"
LINK = "https://learning.example/chat"


class AppSide:
    """Somebody who has the app, and what it keeps and does for them.

    `bugs` are failures of the calendar job that are none of the outside's; `failed` counts the others by what was said.
    `is_deaf` says that a notice may have been lost, so that nothing is done before the calendar is read anyway;
    `is_refused` that the button which was pressed last was answered by a sentence and did nothing.
    """

    def __init__(self, place: Place) -> None:
        self.place = place
        self.runner = place.empty_storage()
        self.key = place.next_person()
        known = by_key(self.key)
        assert known is not None
        self.person: PersonId = person_id(tenant=TENANT_ID, object_id=known.object_id)
        self.story: list[str] = []
        self.bugs: list[Exception] = []
        self.failed: Counter[str] = Counter()
        self.contracts: list[ContractId] = []
        self.is_deaf = self.is_refused = False
        self._presses = 0
        self._known: tuple[list[Cycle], list[Review]] | None = None
        self._open()

    def _open(self) -> None:
        self.job = CalendarJob(self.runner, self.place.calendar, self.clock, _entry)
        runners: dict[JobKind, JobRunner] = dict.fromkeys(JobKind, _nothing)
        runners |= {
            JobKind.CALENDAR: self._brought_together,
            JobKind.DISCONNECT: DisconnectJob(
                self.runner,
                self.place.calendar,
                self.place.tokens,  # type: ignore[arg-type]  # forgetting is all that this job asks of it
                self.clock,
            ),
        }
        self.queue = Queue(self.runner)
        self.worker = Worker(self.queue, runners, self.clock, on_set_aside={JobKind.CALENDAR: self._given_up})
        self.place.deliver = self._notices
        name = f"Person {self.key}"
        self.run(meet, Meet(name=name, locale="en-GB", zone="Europe/Amsterdam", chat="{}"), self.person, self.now)
        self.run(calendar_connected, SignInId("none"), self.person, self.now)

    def run(self, action: Callable[Concatenate[Work, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The action's result, once it is committed. A notice that comes late may be kept meanwhile."""
        self._known = None
        return self.place.do(self.runner.run(action, *args, **kwargs))

    def tells(self, what: str) -> None:
        self.story.append(f"{self.now:%d %b %H:%M}: {what}")

    # --- the clock

    def clock(self) -> datetime:
        return self.place.standin.world.clock.now()

    @property
    def now(self) -> datetime:
        return self.clock()

    def today(self, days: int = 0) -> date:
        return self.now.date() + timedelta(days=days)

    def later(self, by: timedelta) -> None:
        """Time passes; the tick looks for what is due."""
        self.place.do(self.place.jump(by))
        self.run(find_due, self.now)

    # --- the app

    def does(self, name: str, action: Callable[..., Any], command: Any) -> Any:
        """The person presses a button. It may be refused by a sentence and by nothing else."""
        self.is_refused = False
        try:
            result = self.run(action, command, self.person, self.now)
        except Refusal as no:
            self.is_refused = True
            self.tells(f"{name} (refused: {type(no).__name__})")
            return None
        self.tells(name)
        return result

    def press(self, version: int) -> Press:
        self._presses += 1
        return Press(key=f"press {self._presses}", version=version)

    def works(self) -> None:
        """The worker carries out what is due."""
        self._known = None
        self.place.do(self._work())

    def works_once_more(self) -> None:
        """The job is run though nobody wished it."""
        self._known = None
        self.place.do(self.job(self.person))

    async def _work(self) -> None:
        await self.worker._claim()
        while running := list(self.worker._running.values()):
            await asyncio.wait(running)
            await asyncio.sleep(0)  # its end is noted
            await self.worker._claim()
        await self.place.notices_arrive()

    async def _brought_together(self, about: str) -> None:
        self.tells("  the job begins")
        try:
            await self.job(about)
        except OutsideFailure as failure:
            self.tells(f"  the job fails: {failure}")
            self.failed[type(failure).__name__] += 1
            raise
        except Exception as bug:
            self.bugs.append(bug)
            raise

    async def _given_up(self, about: str) -> None:
        self.is_deaf = True  # until it is read anyway
        await CalendarSetAside(self.runner, self.clock)(about)

    async def _notices(self, notices: Sequence[ChangeNotice]) -> None:
        ours = [Notice(watch=each.watch, secret=each.secret, lifecycle=each.lifecycle) for each in notices]
        await self.runner.run(receive_notices, ours, self.now)

    def is_noticed(self) -> None:
        """As when any change notice comes."""
        self.run(_wanted, self.person, self.now)

    def waits_until(self) -> datetime | None:
        """When the worker has something to do; None when it has done all."""
        return self.place.do(self.queue.next_due_at())

    # --- what is kept

    def cycles(self) -> list[Cycle]:
        return self._look()[0]

    def running(self) -> list[Cycle]:
        return [each for each in self.cycles() if each.closed_at is None]

    def reviews(self) -> list[Review]:
        return self._look()[1]

    def watching(self) -> Watching | None:
        return self.place.do(self.runner.run(lambda work: work.watchings.of(self.person)))

    def _look(self) -> tuple[list[Cycle], list[Review]]:
        """Looked up once until something is done."""
        if self._known is None:
            known = self.run(self._kept)
            self._known = known
        return self._known

    def _kept(self, work: Work) -> tuple[list[Cycle], list[Review]]:
        found = (work.cycles.of_contract(each, learner=self.person) for each in self.contracts)
        cycles = [cycle for cycle in found if cycle is not None]
        return cycles, [r for cycle in cycles for r in work.reviews.of_cycle(cycle.id, learner=self.person)]


def _wanted(work: Work, person: PersonId, now: datetime) -> None:
    defer_calendar(work, person, now=now)


async def _nothing(_about: str) -> None:
    """Chats are none of this."""


def _entry(review: Review, _learner: Person) -> NewEntry:
    assert review.slot
    title, text, link_text = review.title or TITLE, "A moment to look at it.", "Open my review"
    return NewEntry(key=review.entry_key, slot=review.slot, title=title, text=text, link_text=link_text, link=LINK)
