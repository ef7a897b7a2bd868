"""Opens cycles as the service does, and says what that took: `python -m bench.calendar_opening JSON`.

For each person: the learner's press (draft, start: in SQLite), and then the job that watches the calendar, reads it,
finds free moments and writes the reviews; tried again as the worker does. Graph's change notices arrive and are thrown
away. Asked as `bench.calendar_writes` is.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import ssl
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from app.jobs.calendar import CalendarJob
from app.worker import MOST_ATTEMPTS, backoff
from bench.calendar_place import NOW, Place, asked_of, person
from graph.calendar import GraphCalendar
from graph.client import GraphClient
from graph.notices import NOTICES_PATH, ChangeNotice, notice_routes
from graph.tokens import AppTokens
from learning.actions.connect import calendar_connected
from learning.actions.draft_contract import draft_contract
from learning.actions.meet import Meet, meet
from learning.actions.pressing import Press
from learning.actions.save_draft import SaveDraft
from learning.actions.start_cycle import start_cycle
from learning.entries import NewEntry
from learning.errors import OutsideFailure
from learning.goal import numbered
from learning.need import Needs
from learning.people import Person
from learning.review import Review
from learning.sign_in import SignInId
from learning.terms import Draft, Terms
from storage.engine import create_engine
from storage.runner import WorkRunner
from storage.tables import metadata

_AT_ONCE = 16
_NOW = datetime.fromisoformat(NOW)
_TERMS = Terms(
    goals=numbered("I want to lead a design review so that the quiet people speak first"),
    needs=Needs(team="Decisions that everybody stands behind"),
    ways="Shadow somebody twice, then lead three reviews",
    proof="Notes of three reviews, with who spoke when",
    ends_on=_NOW.date() + timedelta(weeks=8),
)


async def measure(place: Place, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Processor time of this process in ms an entry, entries a second, and how long each person took in ms."""
    tokens = AppTokens(place.settings())
    await tokens.token()
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{folder}/bench.db")
        metadata.create_all(engine)
        runner = WorkRunner(engine)
        async with _notice_address(place) as notice_url:
            settings = place.settings(notice_url)
            client = GraphClient(settings, tokens)
            await client.warm()
            calendar = GraphCalendar(client, settings)
            job = CalendarJob(runner, calendar, lambda: _NOW, _Entries(asked["title"]))
            opening = _Opening(runner, job)
            cpu, clock = time.process_time(), time.monotonic()
            await asyncio.gather(*(opening.open(asked["first"] + number) for number in range(asked["people"])))
            cpu, clock = time.process_time() - cpu, time.monotonic() - clock
            await client.close()
        await runner.close()
        engine.dispose()
    await tokens.close()
    count = asked["people"] * asked["entries"]
    return {"cpu_ms": cpu * 1000 / count, "per_s": count / clock, "took": opening.took}


class _Opening:
    def __init__(self, runner: WorkRunner, job: CalendarJob) -> None:
        self._runner = runner
        self._job = job
        self._free = asyncio.Semaphore(_AT_ONCE)
        self.took: dict[int, float] = {}

    async def open(self, number: int) -> None:
        """One person's cycle; `took` gets the time from their press on."""
        async with self._free:
            began = time.monotonic()
            await self._press(number)
        for attempts in itertools.count(1):
            try:
                async with self._free:
                    await self._job(person(number))
            except OutsideFailure as failure:
                if failure.permanent or attempts == MOST_ATTEMPTS:
                    break
                wait = max(backoff(attempts), failure.retry_after or timedelta())
                await asyncio.sleep(wait.total_seconds())
            else:
                break
        self.took[number] = (time.monotonic() - began) * 1000

    async def _press(self, number: int) -> None:
        learner, run = person(number), self._runner.run
        meeting = Meet(name=f"Person {number}", locale="en", zone="Europe/Amsterdam", chat=f"chat {number}")
        await run(meet, meeting, learner, _NOW)
        await run(calendar_connected, SignInId("none"), learner, _NOW)
        contract = await run(draft_contract, None, learner, _NOW)
        press = Press(key=f"press {number}", version=contract.version)
        draft = Draft(terms=_TERMS, peers=(), question="", why="")
        await run(start_cycle, SaveDraft(contract=contract.id, draft=draft, press=press), learner, _NOW)


class _Entries:
    """Entries whose titles tell them apart, so that they can be counted."""

    def __init__(self, title: str) -> None:
        self._title = title

    def __call__(self, review: Review, _learner: Person) -> NewEntry:
        if review.slot is None:
            raise ValueError("a review without a time cannot be written")
        return NewEntry(
            key=review.entry_key,
            slot=review.slot,
            title=f"{self._title} {review.kind}",
            text="A moment to look at how your learning goes.",
            link_text="Open my review",
            link="https://learning.example/reviews",
        )


@asynccontextmanager
async def _notice_address(place: Place) -> AsyncIterator[str]:
    """Where Graph finds us, for as long as the block runs."""
    application = web.Application()
    application.add_routes(notice_routes(_pass_over))
    certificate = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.load_cert_chain(place.certificates / "localhost.pem", place.certificates / "localhost-key.pem")
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=certificate).start()
    try:
        yield f"https://localhost:{runner.addresses[0][1]}{NOTICES_PATH}"
    finally:
        await runner.cleanup()


async def _pass_over(_notices: Sequence[ChangeNotice]) -> None:
    """Nobody reacts here."""


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure(*asked_of(sys.argv[1])))))
