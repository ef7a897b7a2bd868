"""Carries deferred jobs out: one at a time under a lock, with backoff, and set aside when they cannot succeed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.exc import SQLAlchemyError

from app import reference
from app.heartbeat import Heartbeat
from app.logs import describe
from learning.errors import OutsideFailure
from learning.jobs import JobKind
from storage.queue import ClaimedJob, Queue

log = logging.getLogger(__name__)

AT_ONCE = 8
LEASE = timedelta(minutes=3)
TIME_LIMIT = timedelta(minutes=2)
MOST_ATTEMPTS = 12
LONGEST_BACKOFF = timedelta(hours=1)
LOOK_ANYWAY_SECONDS = 1.0
SLOWEST_ROUND_SECONDS = 30.0
LONGEST_REASON = 200

JobRunner = Callable[[str], Awaitable[None]]


class Worker:
    """Runs until cancelled. `wake` says that something was deferred.

    `is_alone`: no other process works on this queue, so what is claimed at the start was claimed by a dead one.
    `on_set_aside`: what else is done when a job of this kind is tried no more, with what the job was about. It is done
    before the job is set aside, and perhaps again after a crash.
    """

    def __init__(
        self,
        queue: Queue,
        runners: Mapping[JobKind, JobRunner],
        clock: Callable[[], datetime],
        *,
        time_limit: timedelta = TIME_LIMIT,
        is_alone: bool = False,
        on_set_aside: Mapping[JobKind, JobRunner] | None = None,
    ) -> None:
        if missing := set(JobKind) - set(runners):
            raise ValueError(f"nobody carries out {', '.join(sorted(missing))}")
        self._queue = queue
        self._runners = runners
        self._clock = clock
        self._time_limit = time_limit
        self._is_alone = is_alone
        self._on_set_aside = {str(kind): tell for kind, tell in (on_set_aside or {}).items()}
        self.heartbeat = Heartbeat(SLOWEST_ROUND_SECONDS)
        self._woken = asyncio.Event()
        self._running: dict[str, asyncio.Task[None]] = {}

    def wake(self) -> None:
        """Look for jobs at once."""
        self._woken.set()

    async def run(self) -> None:
        """Claim and carry out, for ever."""
        if self._is_alone:
            await self._queue.take_back()
        try:
            while True:
                self._woken.clear()
                self.heartbeat.beat()
                await self._claim_if_possible()
                await self._sleep()
        finally:
            await self._stop()

    async def _claim_if_possible(self) -> None:
        """A database that is away for a while costs time, not the loop."""
        try:
            await self._claim()
        except SQLAlchemyError as error:
            log.error("the queue cannot be read: %s", describe(error))  # noqa: TRY400  each second, so a line is enough

    async def _claim(self) -> None:
        free = AT_ONCE - len(self._running)
        if free <= 0:
            return
        for job in await self._queue.claim(self._clock(), LEASE, free, held=tuple(self._running)):
            task = asyncio.create_task(self._carry_out(job), name=f"{job.kind} {job.id}")
            self._running[job.lock] = task
            task.add_done_callback(partial(self._finished, job.lock))

    def _finished(self, lock: str, task: asyncio.Task[None]) -> None:
        self._running.pop(lock, None)
        self._woken.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("a job's end could not be kept; it comes back after its lease", exc_info=error)

    async def _sleep(self) -> None:
        try:
            async with asyncio.timeout(LOOK_ANYWAY_SECONDS):
                await self._woken.wait()
        except TimeoutError:
            pass

    async def _carry_out(self, job: ClaimedJob) -> None:
        reference.begin(f"job-{job.id}")
        try:
            async with asyncio.timeout(self._time_limit.total_seconds()):
                await self._runners[JobKind(job.kind)](job.about)
        except OutsideFailure as failure:
            await self._failed(job, failure, permanent=failure.permanent, retry_after=failure.retry_after)
        except TimeoutError as slow:
            await self._failed(job, slow, permanent=False, retry_after=None)
        except Exception as error:  # the worker's loop: a bug in one job must not end the others
            log.exception("job %s of kind %s failed", job.id, job.kind)
            await self._failed(job, error, permanent=False, retry_after=None)
        else:
            await self._queue.done(job)

    async def _failed(
        self, job: ClaimedJob, error: Exception, *, permanent: bool, retry_after: timedelta | None
    ) -> None:
        reason, now = describe(error)[:LONGEST_REASON], self._clock()
        if permanent or job.attempts >= MOST_ATTEMPTS:
            log.error("job %s of kind %s is set aside: %s", job.id, job.kind, reason)
            await self._tell_of_set_aside(job)
            await self._queue.set_aside(job, now, reason)
        else:
            due_at = now + max(backoff(job.attempts), retry_after or timedelta())
            log.warning("job %s of kind %s is tried again: %s", job.id, job.kind, reason)
            await self._queue.retry(job, due_at, reason)

    async def _tell_of_set_aside(self, job: ClaimedJob) -> None:
        tell = self._on_set_aside.get(job.kind)
        if tell is None:
            return
        try:
            await tell(job.about)
        except Exception:  # whatever went wrong, the job is set aside all the same and the operator sees both
            log.exception("nobody could be told that job %s is set aside", job.id)

    async def _stop(self) -> None:
        tasks = list(self._running.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def backoff(attempts: int) -> timedelta:
    """How long to wait after this many attempts: two seconds, doubled each time, an hour at most."""
    return min(timedelta(seconds=2 ** min(attempts, 12)), LONGEST_BACKOFF)
