"""Ports for what a test starts: nobody else's, even while it is started again.

A port that the system names is one that it may give to any connection as soon as nobody listens there. Those below are
given to nobody (Linux begins at 32768, macOS and Windows at 49152), and each worker has some of its own.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from functools import cache

from app.local_run import PREFERRED_PORTS, Ports, is_free

FIRST, EACH, WORKERS = 12_000, 500, 40


def free_ports() -> Ports:
    """Four ports where nobody listens."""
    return Ports(**{name: _free_port() for name in PREFERRED_PORTS})


def _free_port() -> int:
    return next(port for port in _of_this_worker() if is_free(port))


@cache
def _of_this_worker() -> Iterator[int]:
    """Round and round, from anywhere: tests of another checkout may run beside these."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % WORKERS
    return _round(FIRST + worker * EACH, random.randrange(EACH))  # noqa: S311  it keeps no secret


def _round(first: int, begin: int) -> Iterator[int]:
    while True:
        yield from (first + (begin + number) % EACH for number in range(EACH))
