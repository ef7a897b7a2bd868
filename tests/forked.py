"""Starts the real service and the stand-in as `app.local_run` does, without importing everything each time.

A process takes two seconds to start, nearly all of it for importing, and the tests start hundreds. So one process
imports it all once (nothing happens at import), and what a test starts is a fork of it: a process of its own session
and memory, which carries out the module's `__main__` with its arguments, its environment and its log.
What starts processes for people is tested with the plain way (`tests/journeys/test_running.py`).
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import runpy
import sys
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cache
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from subprocess import TimeoutExpired
from typing import Any

from app import local_run
from app.local_run import Pair, Ports
from storage.engine import create_engine
from storage.migrate import upgrade


def forked(command: Sequence[str], log: Path, settings: Mapping[str, str]) -> Forked:
    """Start it as a fork of a process that has everything imported."""
    environment = {**os.environ, **settings}
    process = _context().Process(target=_carry_out, args=(list(command), str(log), environment), daemon=True)
    process.start()
    return Forked(process)


def running(folder: Path, ports: Ports, **more: Any) -> AbstractContextManager[Pair]:
    """`app.local_run.running`, with forks; where it begins anew, its database has the tables already."""
    database = folder / "learning-cycles.db"
    if "database_url" not in more and not database.exists():
        database.write_bytes(_upgraded())
    return local_run.running(folder, ports, launch=forked, **more)


class Forked:
    """Implements app.processes.Process."""

    def __init__(self, process: ForkServerProcess) -> None:
        self._process = process
        self.pid = process.pid or 0

    def poll(self) -> int | None:
        """With what it ended; None while it runs."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end."""
        self._process.join(timeout)
        ended = self._process.exitcode
        if ended is None:
            raise TimeoutExpired(f"process {self.pid}", timeout or 0)
        return ended

    def terminate(self) -> None:
        """Ask it to end."""
        self._process.terminate()

    def kill(self) -> None:
        """End it by force."""
        self._process.kill()


@cache
def _upgraded() -> bytes:
    """The file of an empty database: taking every step up to it takes longer than all else that a start does."""
    engine = create_engine("sqlite://")
    upgrade(engine)
    connection = engine.raw_connection()
    try:
        made: bytes = connection.driver_connection.serialize()  # type: ignore[union-attr]  # it is sqlite3's
    finally:
        connection.close()
        engine.dispose()
    return made


@cache
def _context() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["app.command_line", "app.server", "standin.server", "httpcore", "tests.made_ahead"])
    return context


def _carry_out(command: list[str], log: str, environment: dict[str, str]) -> None:
    """What `python -m` does, in the process that was forked."""
    gc.freeze()  # what was imported stays: the collector need not look at it, nor copy it
    os.setsid()
    with Path(log).open("ab") as output, Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)
    os.environ.clear()
    os.environ.update(environment)
    module, *arguments = command
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
