"""Programs of ours as processes of their own: begun, listened to, and ended whatever happens."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

_ENDS_WITHIN_SECONDS = 10.0
_STARTS_WITHIN_SECONDS = 300.0


@asynccontextmanager
async def running(module: str, *arguments: str) -> AsyncIterator[str]:
    """`python -m module` for as long as the block runs; the first line that it writes comes back.

    Its input stays open for as long. Raises TimeoutError when it writes nothing within five minutes.
    """
    process = await asyncio.create_subprocess_exec(*_command(module, arguments), stdin=PIPE, stdout=PIPE)
    try:
        yield await asyncio.wait_for(_first_line(process), _STARTS_WITHIN_SECONDS)
    finally:
        await _end(process)


async def output_of(
    module: str, *arguments: str, within_seconds: float, environment: Mapping[str, str] | None = None
) -> str:
    """Run `python -m module` to its end; what it wrote. Raises RuntimeError when it fails, and TimeoutError."""
    around = {**os.environ, **(environment or {})}
    process = await asyncio.create_subprocess_exec(*_command(module, arguments), stdout=PIPE, env=around)
    try:
        async with asyncio.timeout(within_seconds):
            written, _ = await process.communicate()
    finally:
        await _end(process)
    if process.returncode != 0:
        raise RuntimeError(f"{module} ended with {process.returncode}")
    return written.decode()


def _command(module: str, arguments: tuple[str, ...]) -> tuple[str, ...]:
    return (sys.executable, "-m", module, *arguments)


async def _first_line(process: Process) -> str:
    if process.stdout is None:
        raise RuntimeError("the program has no output")
    return (await process.stdout.readline()).decode()


async def _end(process: Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), _ENDS_WITHIN_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()
