"""The command line: `python -m standin --data DIR`."""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
import sys
import zoneinfo
from datetime import UTC, datetime
from pathlib import Path

from standin.server import PortBusyError, start
from standin.world import LOCAL_APP_ID, LOCAL_APP_SECRET, Settings

_MOST_PEOPLE = 100_000


def main() -> int:
    """Run until somebody ends it; the exit code."""
    zoneinfo.reset_tzpath(to=[])  # the wheel's time zones, not the older ones of the machine
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    return asyncio.run(_run(_settings()))


async def _run(settings: Settings) -> int:
    ended = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, ended.set)
    try:
        running = await start(settings)
    except PortBusyError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    real = running.world.settings
    sys.stdout.write(
        f"Microsoft 365 stand-in: page {real.http_address}/?as=ana, Entra and Graph {real.https_address}, "
        f"data {real.data}\n"
    )
    sys.stdout.flush()
    await ended.wait()
    await running.stop()
    return 0


def _settings() -> Settings:
    usual = Settings(data=Path())
    parser = argparse.ArgumentParser(prog="python -m standin", description="A local Microsoft 365 over HTTP.")
    parser.add_argument("--data", type=Path, required=True, help="folder in which everything is kept")
    parser.add_argument("--http-port", type=_port, default=usual.http_port, help="0 for any free one")
    parser.add_argument("--https-port", type=_port, default=usual.https_port, help="0 for any free one")
    parser.add_argument("--app-endpoint", default=usual.app_endpoint, help="the product's /api/messages")
    parser.add_argument("--app-id", default=LOCAL_APP_ID)
    parser.add_argument("--app-secret", default=LOCAL_APP_SECRET)
    parser.add_argument("--app-web", help="where people's browsers reach the product, if not at its endpoint's origin")
    parser.add_argument("--now", type=_moment, help="local time at the very first start, such as 2026-03-02T09:00:00Z")
    parser.add_argument("--may-install", action="store_true", help="the app may install itself for people")
    parser.add_argument("--no-throttling", action="store_true", help="no limits, for load tests")
    parser.add_argument("--keep-nothing", action="store_true", help="write nothing down, for load tests")
    parser.add_argument("--people", type=_count, default=0, help="so many more people: a mailbox and nothing else")
    said = parser.parse_args()
    return Settings(
        data=said.data,
        http_port=said.http_port,
        https_port=said.https_port,
        app_endpoint=said.app_endpoint,
        app_id=said.app_id,
        app_secret=said.app_secret,
        app_web=said.app_web,
        now=said.now,
        may_install=said.may_install,
        throttles=not said.no_throttling,
        keeps=not said.keep_nothing,
        people=said.people,
    )


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:  # noqa: PLR2004 - TCP's highest port
        raise argparse.ArgumentTypeError("a port is from 0 to 65535")
    return port


def _count(text: str) -> int:
    count = int(text)
    if not 0 <= count <= _MOST_PEOPLE:
        raise argparse.ArgumentTypeError(f"from 0 to {_MOST_PEOPLE}")
    return count


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


if __name__ == "__main__":
    sys.exit(main())
