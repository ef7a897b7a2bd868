"""Starts and stops the whole stand-in: one HTTPS server (Entra, Graph) and one HTTP server (page, connector, clock)."""

from __future__ import annotations

import socket
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from aiohttp import web

from standin import local, people, tls
from standin.clock import Clock
from standin.entra import local_routes as entra_knobs
from standin.entra import page_routes
from standin.entra import routes as entra
from standin.entra.accounts import Accounts
from standin.entra.clients import Clients
from standin.entra.grants import Grants
from standin.entra.issuer import Issuer
from standin.faults import routes as faults
from standin.faults.door import door
from standin.faults.rules import Faults
from standin.feed import Feed
from standin.graph import local_routes
from standin.graph import routes as graph
from standin.graph.by_hand import ByHand
from standin.graph.calendars import Calendars
from standin.graph.delta import DeltaTokens
from standin.graph.notices import Notices
from standin.graph.subscriptions import Subscriptions
from standin.limits import Limits
from standin.mail import Mailboxes
from standin.preferences import Preferences
from standin.rights import Rights
from standin.staff import Staff
from standin.store import Store
from standin.teams import routes as teams
from standin.teams.roster import Roster
from standin.window import routes as window
from standin.world import Settings, World

if TYPE_CHECKING:
    import ssl

_LARGEST_REQUEST = 4 * 1024 * 1024
_LOOPBACK = "127.0.0.1"
_STOP_WAITS_SECONDS = 0.5


class PortBusyError(Exception):
    """Somebody else listens on a port that the stand-in was told to use."""

    def __init__(self, port: int) -> None:
        super().__init__(f"Port {port} is in use already; end what listens there or choose another port.")


@dataclass(frozen=True, kw_only=True)
class Running:
    """A stand-in that listens, until it is stopped."""

    world: World
    _open: AsyncExitStack

    async def stop(self) -> None:
        """Stop listening, end what runs in the background and write down what is not yet written."""
        await self._open.aclose()


async def start(settings: Settings) -> Running:
    """Listen on both ports. Raises PortBusyError when one of them is taken."""
    async with AsyncExitStack() as opened:
        http_socket = opened.enter_context(closing(_listen(settings.http_port)))
        https_socket = opened.enter_context(closing(_listen(settings.https_port)))
        real = replace(settings, http_port=_port(http_socket), https_port=_port(https_socket))
        world = _build(real)
        opened.callback(world.calendars.save)
        subscriptions = Subscriptions(world.store, world.clock)
        notices = Notices(subscriptions, world.certificates.client_context, world.faults)
        opened.push_async_callback(notices.stop)
        world.calendars.listen(notices.announce)

        tokens = DeltaTokens(world.store)
        spoiling = [door(world.faults, real.app_id)]
        secure = web.Application(client_max_size=_LARGEST_REQUEST, middlewares=spoiling)
        secure.add_routes([*entra.routes(world), *page_routes.signposts(world)])
        secure.add_routes(graph.routes(world, subscriptions, notices, tokens))
        await _serve(opened, secure, https_socket, world.certificates.server_context())

        plain = web.Application(client_max_size=_LARGEST_REQUEST, middlewares=spoiling)
        plain.add_routes([*local.routes(world), *teams.routes(world), *window.routes(world)])
        plain.add_routes([*page_routes.routes(world), *entra_knobs.routes(world, subscriptions, notices)])
        plain.add_routes(
            [*faults.routes(world.faults), *local_routes.routes(subscriptions, notices, tokens, world.calendars)]
        )
        await _serve(opened, plain, http_socket, None)

        await teams.on_start(world)
        opened.push_async_callback(teams.on_stop, world)
        return Running(world=world, _open=opened.pop_all())


def _build(settings: Settings) -> World:
    people.add_plain(settings.people)
    store = Store(settings.data, keeps=settings.keeps)
    clock = Clock(store, starts_at=settings.now)
    feed = Feed()
    calendars, preferences = Calendars(store, clock, feed), Preferences(store)
    issuer = Issuer(store, settings.https_address, app_id=settings.app_id)
    return World(
        settings=settings,
        store=store,
        clock=clock,
        feed=feed,
        certificates=tls.ensure(settings.data / "tls"),
        issuer=issuer,
        clients=Clients(store, issuer, settings.app_secret),
        accounts=Accounts(store),
        grants=Grants(store),
        calendars=calendars,
        by_hand=ByHand(calendars, clock, preferences),
        preferences=preferences,
        staff=Staff(store),
        rights=Rights(store, install=settings.may_install),
        roster=Roster(store, settings.service_url),
        mailboxes=Mailboxes(store, feed, clock),
        limits=Limits(are_on=settings.throttles),
        faults=Faults(),
    )


def _listen(port: int) -> socket.socket:
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((_LOOPBACK, port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        raise PortBusyError(port) from error
    return listening


def _port(listening: socket.socket) -> int:
    return int(listening.getsockname()[1])


async def _serve(
    opened: AsyncExitStack, application: web.Application, listening: socket.socket, context: ssl.SSLContext | None
) -> None:
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=_STOP_WAITS_SECONDS)
    opened.push_async_callback(runner.cleanup)
    await runner.setup()
    await web.SockSite(runner, listening, ssl_context=context).start()
