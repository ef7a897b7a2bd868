"""Starts a module of ours as a process of its own session: Ctrl-C reaches who started it alone, and they end it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol


class Process(Protocol):
    """A process that was started, as far as whoever started it needs to know."""

    pid: int

    def poll(self) -> int | None:
        """With what it ended; None while it runs."""

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end for that many seconds. Raises TimeoutExpired."""

    def terminate(self) -> None:
        """Ask it to end."""

    def kill(self) -> None:
        """End it by force."""


class Launch(Protocol):
    """Starts `python -m` with this module and its arguments; what it says goes to the end of the log."""

    def __call__(self, command: Sequence[str], log: Path, settings: Mapping[str, str]) -> Process:
        """The process. `settings` come on top of our own environment."""


def launch(command: Sequence[str], log: Path, settings: Mapping[str, str]) -> Process:
    """Start it as anybody would."""
    with log.open("ab") as output:
        return subprocess.Popen(  # noqa: S603  our own modules, with arguments that we made
            [sys.executable, "-m", *command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **settings},
            start_new_session=True,
        )
