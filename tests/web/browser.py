"""Our pages over real HTTP, and browsers with cookies of their own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiohttp import ClientSession, DummyCookieJar, web
from aiohttp.test_utils import TestServer

from learning.actions.ask_to_connect import find_connecting
from learning.actions.meet import Meet, meet
from learning.connection import Connection
from learning.people import Person, PersonId
from learning.sign_in import SignIn
from storage.engine import create_engine
from storage.runner import WorkRunner
from tests.cast import NOW, PEOPLE, TENANT
from tests.empty_database import create_tables
from tests.small_sign_ins import SmallSignIns
from web.calendar_pages import CalendarPages
from web.routes import sign_in_routes
from web.sign_in import Speaking
from wording.catalogue import load_catalogues
from wording.speaker import Speaker

CATALOGUES = load_catalogues()
PUBLIC_URL = "https://learning.example"
CHAT = "https://teams.example/chat"


@dataclass(frozen=True)
class Answer:
    """What a browser was answered: it follows no redirect by itself."""

    status: int
    headers: dict[str, str]
    text: str
    cookies: SimpleCookie

    @property
    def goes_to(self) -> str:
        return self.headers.get("Location", "")

    @property
    def state(self) -> str:
        """The state with which Microsoft would send the browser back."""
        return parse_qs(urlsplit(self.goes_to).query)["state"][0]


@dataclass
class Browser:
    """One browser. It keeps cookies as real ones do that trust our https."""

    server: TestServer
    session: ClientSession
    cookies: dict[str, str] = field(default_factory=dict)
    language: str = "en-GB"

    async def opens(self, path: str, *, method: str = "GET", **query: str) -> Answer:
        sent = {"Accept-Language": self.language}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        url = self.server.make_url(path).update_query(query)
        async with self.session.request(method, url, headers=sent, allow_redirects=False) as answer:
            answered = Answer(answer.status, dict(answer.headers), await answer.text(), answer.cookies)
        for name, kept in answer.cookies.items():
            self.cookies.pop(name, None)
            if kept["max-age"] != "0":
                self.cookies[name] = kept.value
        return answered


@dataclass
class World:
    """The pages, what is behind them, and the time."""

    runner: WorkRunner
    sign_ins: SmallSignIns
    server: TestServer
    session: ClientSession
    now: datetime = NOW

    def browser(self, language: str = "en-GB") -> Browser:
        return Browser(self.server, self.session, language=language)

    async def asked(self, person: PersonId) -> SignIn:
        """This person pressed the button in their chat."""
        await self.runner.run(find_connecting, person, self.now)
        found: list[SignIn] = list(await self.runner.run(lambda work: work.sign_ins.of(person)))
        return found[-1]

    async def connection(self, person: PersonId) -> Connection | None:
        return await self.runner.run(lambda work: work.connections.of(person))

    async def sign_in(self, sign_in: SignIn) -> SignIn | None:
        return await self.runner.run(lambda work: work.sign_ins.find(sign_in.id))

    def passes(self, **time: float) -> None:
        self.now += timedelta(**time)


@asynccontextmanager
async def opened(database_url: str) -> AsyncIterator[World]:
    async with AsyncExitStack() as stack:
        engine = create_engine(database_url)
        stack.callback(engine.dispose)
        create_tables(engine)
        runner = WorkRunner(engine)
        stack.push_async_callback(runner.close)
        for person in PEOPLE:
            meeting = Meet(name=person.name, locale=person.locale, zone=person.zone, chat=person.chat or "")
            await runner.run(meet, meeting, person.id, NOW)
        sign_ins, app = SmallSignIns(), web.Application()
        world: list[Any] = []
        app.add_routes(
            sign_in_routes(runner, sign_ins, _speaking(), lambda: world[0].now, public_url=PUBLIC_URL, tenant=TENANT)
        )
        files = CalendarPages(runner, _speaking().for_person, lambda: world[0].now, link=CHAT)
        app.add_routes(files.routes())
        server = TestServer(app)
        await server.start_server()
        stack.push_async_callback(server.close)
        session = await stack.enter_async_context(ClientSession(cookie_jar=DummyCookieJar()))
        world.append(World(runner, sign_ins, server, session))
        yield world[0]


def _speaking() -> Speaking:
    def for_person(person: Person) -> Speaker:
        return Speaker(CATALOGUES, person.locale, person.zone)

    return Speaking(for_person=for_person, in_locale=lambda locale: Speaker(CATALOGUES, locale, "UTC"))
