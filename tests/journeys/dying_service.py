"""The real service, which ends itself by SIGKILL at the points that a file names, and notes at which it did.

`python -m tests.journeys.dying_service FOLDER`: the file `die-at` there names points, a line each, and loses each at
which it died; `died-at` gains it, and `may-repeat` too if a message was on its way, which nobody can know the end of.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from app import time_zones
from app.server import serve
from app.settings import read_settings

UNDER_WAY_SECONDS = 0.02


FOLDER = Path(sys.argv[1])
ONE_AT_A_TIME = threading.Lock()


MAIL_POINTS = frozenset(f"{when} mail.send" for when in ("before", "during", "after"))


class _Mail:
    """Whether a mail is about to go. It goes once: who died elsewhere just then would never pass its points."""

    is_under_way = False


class _Messages:
    """What is on its way to a chat, or went there and is not yet kept as shown."""

    on_their_way: ClassVar[set[object]] = set()


def reach(point: str) -> None:
    """End here, by a kill that nothing can catch, if it is one of the points."""
    with ONE_AT_A_TIME:  # the loop and the writer thread pass points: a kill in another's writing would lose the rest
        if point in MAIL_POINTS or not _Mail.is_under_way:
            _die_if_here(point)
        if point == "after mail.send":
            _Mail.is_under_way = False


def _die_if_here(point: str) -> None:
    die_at, died_at = FOLDER / "die-at", FOLDER / "died-at"
    left = die_at.read_text("utf-8").splitlines() if die_at.exists() else []
    if point in left:
        die_at.write_text("\n".join(other for other in left if other != point), "utf-8")
        for notes in (died_at, *([FOLDER / "may-repeat"] if _Messages.on_their_way else [])):
            with notes.open("a", encoding="utf-8") as lines:
                lines.write(f"{point}\n")
        os.kill(os.getpid(), signal.SIGKILL)


class PointedWork:
    """A runner of which each commit has a point before and a point after it."""

    def __init__(self, runner: Any) -> None:
        self._runner = runner

    async def run(self, action: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return await self._pointed(self._runner.run, action, *args, **kwargs)

    async def in_transaction(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return await self._pointed(self._runner.in_transaction, function, *args, **kwargs)

    async def _pointed(self, run: Callable[..., Any], action: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        def and_then(*inner: Any, **named: Any) -> Any:
            result = action(*inner, **named)
            reach(f"before the commit of {action.__name__}")
            return result

        result = await run(and_then, *args, **kwargs)
        reach(f"after the commit of {action.__name__}")
        if action.__name__ == "begin_mail" and result:
            _Mail.is_under_way = True
        if action.__name__ == "message_shown":
            _Messages.on_their_way.discard(args[1])
        return result

    def __getattr__(self, name: str) -> Any:
        return getattr(self._runner, name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "_runner":
            object.__setattr__(self, name, value)
        else:
            setattr(self._runner, name, value)


class PointedPort:
    """A port of which each call has a point before it, one while it is under way, and one after it."""

    def __init__(self, name: str, port: Any) -> None:
        self._name = name
        self._port = port

    def __getattr__(self, method: str) -> Any:
        inner = getattr(self._port, method)
        if not asyncio.iscoroutinefunction(inner):
            return inner
        point = f"{self._name}.{method}"

        async def call(*args: Any, **kwargs: Any) -> Any:
            reach(f"before {point}")
            under_way = asyncio.ensure_future(inner(*args, **kwargs))
            if point == "chat.post":
                _Messages.on_their_way.add(under_way)
                under_way.add_done_callback(_arrived)
            await asyncio.wait([under_way], timeout=UNDER_WAY_SECONDS)
            reach(f"during {point}")
            result = await under_way
            reach(f"after {point}")
            return result

        return call


def _arrived(post: asyncio.Future[str]) -> None:
    """From now on it is known by its id in the chat, until that is kept; what was refused is nowhere."""
    _Messages.on_their_way.discard(post)
    if not post.cancelled() and post.exception() is None:
        _Messages.on_their_way.add(post.result())


def around(name: str, part: Any) -> Any:
    """Put points around this part of the service."""
    return PointedWork(part) if name == "work" else PointedPort(name, part)


if __name__ == "__main__":
    time_zones.pin()
    asyncio.run(serve(read_settings(), around))
