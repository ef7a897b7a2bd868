"""Builds everything that runs, once, from the settings. Nothing is made anywhere else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from app import reference
from app.around import Around, bare
from app.calendars import Calendars, build_calendars
from app.chat_token import never_the_message
from app.clock import Clock
from app.entries import AppointmentEntryTexts
from app.health import Health
from app.jobs.appointments import AppointmentEntries
from app.jobs.calendar import CalendarJob
from app.jobs.chat import ChatJob
from app.jobs.disconnect import DisconnectJob
from app.jobs.set_aside import when_set_aside
from app.reaching import name_job, reach_job
from app.settings import Settings
from app.ticking import Ticking
from app.together import together_jobs
from app.worker import JobRunner, Worker
from bot.channel.channel import Channel
from bot.channel.settings import ChannelSettings
from bot.messenger import ChatMessenger
from bot.routes import Routes
from bot.turn import TextAnswer, Turn
from graph.client import GraphClient
from graph.notices import ChangeNotice, notice_routes
from graph.settings import GraphSettings
from graph.tokens import CONNECTOR_SCOPE, GRAPH_SCOPE, AppTokens
from learning.actions.receive_notices import Notice, receive_notices
from learning.entries import NewEntry
from learning.jobs import JobKind
from learning.people import Person
from learning.ports import Calendar
from learning.review import Review
from storage.engine import create_engine
from storage.migrate import upgrade
from storage.queue import Queue
from storage.runner import WorkRunner
from web.calendar_pages import CalendarPages
from web.routes import sign_in_routes
from web.sign_in import Speaking
from wording.catalogue import load_catalogues
from wording.speaker import Speaker


@dataclass(frozen=True, kw_only=True)
class Services:
    """What the server needs to know of all that was built."""

    routes: Iterable[web.RouteDef]
    worker: Worker
    ticking: Ticking
    clock: Clock


@asynccontextmanager
async def build(settings: Settings, around: Around = bare) -> AsyncIterator[Services]:
    """Everything, for as long as the block runs; closed in the opposite order."""
    async with AsyncExitStack() as closing:
        clock, speakers = Clock(), _Speakers()
        runner: WorkRunner = around("work", await _storage(settings, closing))
        graph = await _graph(settings, closing)
        calendars = await build_calendars(settings, graph_settings(settings), graph, runner, clock.now, closing, around)
        channel = await _channel(
            settings, closing, Routes(runner, speakers.for_person, clock.now, calendars.own), speakers
        )
        reach = reach_job(settings, runner, graph, clock.now, speakers.in_language, around)
        together = together_jobs(runner, calendars, graph, clock.now, around)
        messenger = around("chat", ChatMessenger(channel, speakers.for_person, calendars.public_url))
        worker = Worker(
            Queue(runner),
            {
                JobKind.CHAT: ChatJob(runner, messenger, clock.now),
                JobKind.REACH: reach,
                JobKind.TALK: together.talk,
                JobKind.COMPANIONS: together.companions,
                JobKind.NAME: name_job(runner, graph, clock.now, around),
                **_calendar_jobs(settings, runner, calendars, speakers, clock, around),
            },
            clock.now,
            is_alone=settings.database_url.startswith("sqlite"),
            on_set_aside=when_set_aside(runner, reach, together, clock.now),
        )
        runner.on_deferred = worker.wake
        ticking = Ticking(runner, clock.now)
        health = Health(runner, channel.knows_keys, {"worker": worker.heartbeat, "tick": ticking.heartbeat})
        closing.push_async_callback(health.close)
        notices = notice_routes(_Notices(runner, clock, settings.tenant_id))
        pages = _pages(settings, runner, calendars, speakers, clock)
        yield Services(
            routes=[*channel.routes(), *notices, *health.routes(), *pages],
            worker=worker,
            ticking=ticking,
            clock=clock,
        )


def _calendar_jobs(
    settings: Settings, runner: WorkRunner, calendars: Calendars, speakers: _Speakers, clock: Clock, around: Around
) -> dict[JobKind, JobRunner]:
    calendar: Calendar = around("calendar", calendars.calendar)
    texts = AppointmentEntryTexts(_chat_link(settings), speakers.for_person)
    appointments = AppointmentEntries(runner, calendar, clock.now, texts)
    return {
        JobKind.CALENDAR: CalendarJob(runner, calendar, clock.now, _Entries(settings, speakers), [appointments]),
        JobKind.DISCONNECT: DisconnectJob(runner, calendar, calendars.sign_ins, clock.now),
    }


def _pages(
    settings: Settings, runner: WorkRunner, calendars: Calendars, speakers: _Speakers, clock: Clock
) -> list[web.RouteDef]:
    """What people see in a browser."""
    if calendars.sign_ins is None:
        return []
    files = CalendarPages(runner, speakers.for_person, clock.now, link=_chat_link(settings))
    sign_in = sign_in_routes(
        runner,
        calendars.sign_ins,
        Speaking(for_person=speakers.for_person, in_locale=speakers.in_locale),
        clock.now,
        public_url=settings.public_url,
        tenant=settings.tenant_id,
    )
    return [*sign_in, *files.routes()]


def _chat_link(settings: Settings) -> str:
    """Where a calendar entry leads: to the chat with the app."""
    return f"https://teams.microsoft.com/l/chat/0/0?users=28:{settings.app_id}"


async def _storage(settings: Settings, closing: AsyncExitStack) -> WorkRunner:
    engine = create_engine(settings.database_url)
    closing.callback(engine.dispose)
    await asyncio.to_thread(upgrade, engine)
    runner = WorkRunner(engine)
    closing.push_async_callback(runner.close)
    return runner


async def _graph(settings: Settings, closing: AsyncExitStack) -> GraphClient:
    graph = graph_settings(settings)
    tokens = AppTokens(graph, GRAPH_SCOPE)
    closing.push_async_callback(tokens.close)
    client = GraphClient(graph, tokens)
    closing.push_async_callback(client.close)
    await client.warm()
    return client


async def _channel(settings: Settings, closing: AsyncExitStack, routes: Routes, speakers: _Speakers) -> Channel:
    tokens = AppTokens(graph_settings(settings), CONNECTOR_SCOPE)
    closing.push_async_callback(tokens.close)
    channel = Channel(
        _channel_settings(settings),
        token=never_the_message(tokens.token),
        handler=routes.on_turn,
        on_bug=speakers.on_bug,
        reference=reference.current,
    )
    closing.push_async_callback(channel.close)
    await channel.start()
    return channel


def graph_settings(settings: Settings) -> GraphSettings:
    """What `graph/` has to know of the settings."""
    return GraphSettings(
        tenant=settings.tenant_id,
        client_id=settings.registration_id or settings.app_id,
        credential=settings.credential,
        authority=settings.authority.format(tenant=settings.tenant_id),
        base_url=settings.graph_url,
        ca_file=settings.ca_file,
        notice_url=settings.notice_url,
    )


def _channel_settings(settings: Settings) -> ChannelSettings:
    return ChannelSettings(
        app_id=settings.app_id,
        tenant=settings.tenant_id,
        openid_metadata_url=settings.channel_keys_url,
        loopback_service_urls=tuple(settings.local_service_urls.split()),
        ca_file=settings.ca_file,
        tokenless_playground=settings.agents_playground,
    )


class _Speakers:
    """Who speaks to whom in which language."""

    def __init__(self) -> None:
        self._catalogues = load_catalogues()

    def for_person(self, person: Person) -> Speaker:
        return Speaker(self._catalogues, person.locale, person.zone)

    def in_language(self, person: Person, locale: str | None) -> Speaker:
        return Speaker(self._catalogues, locale or person.locale, person.zone)

    def in_locale(self, locale: str) -> Speaker:
        """Speaks to somebody of whom nothing else is known."""
        return Speaker(self._catalogues, locale, "UTC")

    def on_bug(self, turn: Turn, reference: str) -> TextAnswer:
        speaker = Speaker(self._catalogues, turn.locale, turn.zone or "UTC")
        return TextAnswer(text=speaker.say("bug", reference=reference))


class _Entries:
    """What a review's calendar entry shows: a neutral title, or the one that the learner gave it, and a link back."""

    def __init__(self, settings: Settings, speakers: _Speakers) -> None:
        self._link = _chat_link(settings)
        self._speakers = speakers

    def __call__(self, review: Review, learner: Person) -> NewEntry:
        if review.slot is None:
            raise ValueError("a review without a time cannot be written")
        speaker = self._speakers.for_person(learner)
        return NewEntry(
            key=review.entry_key,
            slot=review.slot,
            title=review.title or speaker.say("entry.title"),
            text=speaker.say("entry.text_with_guests" if review.guests else "entry.text"),
            link_text=speaker.say("entry.link"),
            link=self._link,
        )


class _Notices:
    """Hands change notices over to the action that checks their secrets."""

    def __init__(self, runner: WorkRunner, clock: Clock, tenant: str) -> None:
        self._runner = runner
        self._clock = clock
        self._tenant = tenant.lower()

    async def __call__(self, notices: Iterable[ChangeNotice]) -> None:
        ours = [
            Notice(watch=notice.watch, secret=notice.secret, lifecycle=notice.lifecycle)
            for notice in notices
            if notice.tenant is None or notice.tenant.lower() == self._tenant
        ]
        await self._runner.run(receive_notices, ours, self._clock.now())
