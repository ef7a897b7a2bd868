"""Programs that are measured end when their measuring does, whatever happened."""

from __future__ import annotations

import asyncio
import re
import socket

import pytest

from bench.processes import output_of, running

SERVER = ("http.server", "--bind", "127.0.0.1")
"""A program of Python's own that says where it serves, and ends only when it is ended."""


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONUNBUFFERED", "1")


async def answers(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except ConnectionRefusedError:
        return False
    writer.close()
    await writer.wait_closed()
    return True


async def test_a_program_runs_for_as_long_as_the_block() -> None:
    async with running(*SERVER, "0") as line:
        found = re.search(r"port (\d+)", line)
        assert found
        assert await answers(int(found[1]))
    assert not await answers(int(found[1]))


async def test_what_a_program_wrote_comes_back() -> None:
    assert "json.tool" in await output_of("json.tool", "--help", within_seconds=30)


async def test_a_program_that_fails_is_no_measurement() -> None:
    with pytest.raises(RuntimeError, match="ended with"):
        await output_of("json.tool", "/nowhere", within_seconds=30)


async def test_a_program_that_hangs_is_ended() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(TimeoutError):
        await output_of(*SERVER, str(port), within_seconds=2)
    assert not await answers(port)
