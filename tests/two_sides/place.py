"""Where all stories take place: one local Microsoft 365 that listens, and the app's way to it, in one event loop."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Coroutine, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any, Self, TypeVar

import aiohttp
from aiohttp import web
from sqlalchemy import Connection, delete

from graph.calendar import GraphCalendar
from graph.client import GraphClient
from graph.notices import NOTICES_PATH, ChangeNotice, notice_routes
from learning.connection import WhyNot
from learning.errors import SignInNeeded
from learning.people import PersonId, object_id_of
from standin.people import by_object_id
from standin.server import Running, start
from standin.world import Settings
from storage.runner import WorkRunner
from storage.tables import metadata
from tests.cast import NOW
from tests.graph_at_standin import settings_at
from tests.work_fixture import storage_in_memory

T = TypeVar("T")

MOST_PEOPLE = 1000
"""Each story has a person of its own, whose calendar is empty at first."""
LATE_SECONDS = 0.2
"""How late a notice is that comes late; who waits for notices does not wait for those."""


class Place:
    """The stand-in and the app's Graph, for as long as the block runs. Nothing happens in it but during `do`.

    `deliver` gets the change notices that arrive; the story that is told sets it.
    """

    def __init__(self, folder: Path) -> None:
        self._loop = asyncio.Runner()
        self._opened = AsyncExitStack()
        self._folder = folder
        self._people = 0
        self.deliver: Any = None

    def __enter__(self) -> Self:
        self.do(self._open())
        gc.freeze()  # to look through all modules each time takes an eighth of what a story takes
        return self

    def __exit__(self, *_: object) -> None:
        self.do(self._opened.aclose())
        self._loop.close()
        gc.unfreeze()

    def do(self, what: Coroutine[Any, Any, T]) -> T:
        """Let the world go on until this is done."""
        return self._loop.run(what)

    def empty_storage(self) -> WorkRunner:
        """The one database of the app, without anything of an earlier story: a new one would cost more than that.

        A story that was broken off leaves faults too.
        """
        self.do(self.call("DELETE", "/local/faults"))
        self.do(self._runner.in_transaction(_emptied))
        return self._runner

    def next_person(self) -> str:
        """Somebody of whom no story was told: their key in the stand-in."""
        self._people += 1
        return f"p{self._people}"

    async def call(self, method: str, path: str, said: dict[str, Any] | None = None) -> Any:
        """What the stand-in's plain server answers; anything but 200, 201 and 204 is a mistake of ours."""
        address = f"{self.standin.world.settings.http_address}{path}"
        async with self._http.request(method, address, json=said) as answer:
            content = await answer.read()
            if answer.status not in (200, 201, 204):
                raise AssertionError(f"{method} {path}: {answer.status} {content[:300]!r}")
            return await answer.json() if content else None

    async def jump(self, by: timedelta) -> None:
        """Later."""
        await self.standin.world.clock.jump(by)

    async def notices_arrive(self) -> None:
        """Wait for the change notices that are under way, but for late ones."""
        under_way = [task for task in asyncio.all_tasks() if task.get_coro().__qualname__ == "Notices._tell"]  # type: ignore[union-attr]  # a task's coroutine has a name
        if under_way:
            await asyncio.wait(under_way, timeout=LATE_SECONDS / 2)

    async def _open(self) -> None:
        opened = self._opened
        self.standin: Running = await start(
            Settings(data=self._folder, http_port=0, https_port=0, now=NOW, keeps=False, people=MOST_PEOPLE)
        )
        opened.push_async_callback(self.standin.stop)
        engine = storage_in_memory()
        opened.callback(engine.dispose)
        self._runner = WorkRunner(engine)
        opened.push_async_callback(self._runner.close)
        self._http = await opened.enter_async_context(aiohttp.ClientSession())
        notices = f"https://localhost:{await self._listen()}{NOTICES_PATH}"
        settings = settings_at(self.standin.world, notice_url=notices)
        self.tokens = PeoplesTokens(self)
        client = GraphClient(settings, self.tokens, is_delegated=True)
        opened.push_async_callback(client.close)
        self.calendar = GraphCalendar(client, settings)

    async def _listen(self) -> int:
        """Where change notices arrive: the port."""
        application = web.Application()
        application.add_routes(notice_routes(self._received))
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        self._opened.push_async_callback(runner.cleanup)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=self.standin.world.certificates.server_context()).start()
        port: int = runner.addresses[0][1]
        return port

    async def _received(self, notices: Sequence[ChangeNotice]) -> None:
        await self.deliver(notices)


def _emptied(connection: Connection) -> None:
    for table in reversed(metadata.sorted_tables):
        connection.execute(delete(table))


class PeoplesTokens:
    """Each person's own right, as Entra would give it to the app. Implements `learning.ports.Tokens`.

    `has_left` are those who disconnected their calendar: nothing of theirs is kept.
    """

    def __init__(self, place: Place) -> None:
        self._place = place
        self._kept: dict[PersonId, str] = {}
        self.has_left: set[PersonId] = set()

    async def for_person(self, person: PersonId) -> str:
        """The kept token, or the first one."""
        if person in self.has_left:
            raise SignInNeeded(WhyNot.NOT_CONNECTED)
        if person not in self._kept:
            known = by_object_id(object_id_of(person))
            said = {"kind": "graph", "person": known.key if known else None}
            self._kept[person] = (await self._place.call("POST", "/local/entra/tokens", said))["token"]
        return self._kept[person]

    async def again(self, person: PersonId, *, refused: str, claims: str | None) -> str:
        """Another one."""
        del claims  # a new token shows whatever is asked for
        if self._kept.get(person) == refused:
            del self._kept[person]
        return await self.for_person(person)

    async def forget(self, person: PersonId) -> None:
        """As the job does that carries a disconnecting out."""
        self._kept.pop(person, None)
        self.has_left.add(person)
