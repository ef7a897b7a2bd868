"""Serves until told to stop: the listeners, and beside them the worker, the tick and the clock."""

from __future__ import annotations

import asyncio
import logging
import signal
import ssl
from collections.abc import Coroutine, Sequence
from contextlib import AsyncExitStack
from typing import Any

from aiohttp import web

from app.access import accessed
from app.around import Around, bare
from app.services import Services, build
from app.settings import Settings, split_address

log = logging.getLogger(__name__)


async def serve(settings: Settings, around: Around = bare) -> None:
    """Listen, work and tick until SIGINT or SIGTERM. Raises OSError when an address is taken."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    async with AsyncExitStack() as closing:
        services = await closing.enter_async_context(build(settings, around))
        if settings.clock_url:
            await services.clock.read(settings.clock_url)  # before the first tick, or it would tick at the wrong time
        await _listen(settings, services, closing)
        background = [asyncio.create_task(run) for run in _background(settings, services)]
        closing.push_async_callback(_end, background)
        log.info("listening on %s", settings.listen)
        stopped = asyncio.create_task(stop.wait())
        closing.push_async_callback(_end, [stopped])
        done, _ = await asyncio.wait([stopped, *background], return_when=asyncio.FIRST_COMPLETED)
        for task in background:
            if task in done:
                task.result()  # a loop that ended by itself is a bug: let it be seen, and stop


def _background(settings: Settings, services: Services) -> list[Coroutine[Any, Any, None]]:
    loops = [services.worker.run(), services.ticking.run()]
    if settings.clock_url:
        loops.append(services.clock.follow(settings.clock_url, services.ticking.now))
    return loops


async def _listen(settings: Settings, services: Services, closing: AsyncExitStack) -> None:
    app = web.Application(middlewares=[accessed])
    app.router.add_routes(services.routes)
    runner = web.AppRunner(app, access_log=None, handle_signals=False)  # aiohttp's own log would keep query strings
    await runner.setup()
    closing.push_async_callback(runner.cleanup)
    await web.TCPSite(runner, *split_address(settings.listen)).start()
    if settings.notice_listen:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(str(settings.tls_certificate), str(settings.tls_key))
        await web.TCPSite(runner, *split_address(settings.notice_listen), ssl_context=context).start()


async def _end(tasks: Sequence[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
