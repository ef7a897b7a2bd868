"""What people may rely on when they move local time, start and stop the stand-in."""

from __future__ import annotations

import asyncio
import signal
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from standin.server import PortBusyError, start
from standin.world import Settings
from tests.standin.local_graph import ANA, EVENTS, NOW, REVIEW, graph_of, running, settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from standin.server import Running

PROJECT = Path(__file__).resolve().parents[2]


async def send(standin: Running, method: str, path: str, **more: Any) -> tuple[int, Any]:
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, f"{standin.world.settings.http_address}{path}", **more) as answer,
    ):
        return answer.status, await answer.json() if answer.content_type == "application/json" else None


@asynccontextmanager
async def command(folder: Path, *more: str) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "standin", "--data", str(folder), *more, cwd=PROJECT, stdout=-1, stderr=-1
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def test_local_time_begins_where_it_was_told_to(tmp_path: Path) -> None:
    async with running(tmp_path) as standin:
        _, clock = await send(standin, "GET", "/local/clock")
        assert clock["now"].startswith("2026-03-02T09:00")
        assert (await send(standin, "GET", "/local/health"))[0] == 200


async def test_who_waits_for_the_clock_hears_at_once_that_it_was_moved(tmp_path: Path) -> None:
    async with running(tmp_path) as standin, asyncio.timeout(10):
        _, before = await send(standin, "GET", "/local/clock")
        known = before["offset_seconds"]
        waiting = asyncio.create_task(send(standin, "GET", f"/local/clock?known={known}&wait=20"))
        await asyncio.sleep(0.2)
        assert not waiting.done()
        status, _ = await send(standin, "POST", "/local/clock", json={"jump_seconds": 86400})
        assert status == 200
        _, after = await waiting
    assert after["offset_seconds"] == pytest.approx(known + 86400)


async def test_a_wait_ends_without_a_move(tmp_path: Path) -> None:
    async with running(tmp_path) as standin:
        known = standin.world.clock.offset_seconds
        assert (await send(standin, "GET", f"/local/clock?known={known}&wait=0.1"))[0] == 200


@pytest.mark.parametrize("body", [{}, [], {"jump_seconds": "soon"}, {"jump_seconds": -5}, {"jump_seconds": 1e300}])
async def test_a_clock_that_is_told_nonsense_stays_where_it_is(tmp_path: Path, body: object) -> None:
    async with running(tmp_path) as standin:
        before = standin.world.clock.offset_seconds
        assert (await send(standin, "POST", "/local/clock", json=body))[0] == 400
        assert standin.world.clock.offset_seconds == before


async def test_the_clock_jumps_to_the_next_review_that_an_app_wrote(tmp_path: Path) -> None:
    async with running(tmp_path) as standin, graph_of(standin) as graph:
        ask = {"json": {"person": "ana"}}
        assert (await send(standin, "POST", "/local/clock/next-review", **ask))[0] == 409
        await graph.call("POST", EVENTS, REVIEW)
        status, clock = await send(standin, "POST", "/local/clock/next-review", **ask)
        assert status == 200
        assert clock["now"].startswith("2026-03-30T12:00")
        assert (await send(standin, "POST", "/local/clock/next-review", **ask))[0] == 409
        assert (await send(standin, "POST", "/local/clock/next-review", json={"person": "eva"}))[0] == 404


async def test_a_moved_clock_stays_moved_over_a_restart(tmp_path: Path) -> None:
    async with running(tmp_path) as standin:
        await send(standin, "POST", "/local/clock", json={"jump_seconds": 86400})
    async with running(tmp_path) as standin:
        assert (standin.world.clock.now() - NOW).days == 1


async def test_a_stop_does_not_wait_for_who_waits_for_the_clock(tmp_path: Path) -> None:
    standin = await start(settings(tmp_path))
    known = standin.world.clock.offset_seconds
    waiting = asyncio.create_task(send(standin, "GET", f"/local/clock?known={known}&wait=20"))
    await asyncio.sleep(0.2)
    async with asyncio.timeout(5):
        await standin.stop()
        with pytest.raises(aiohttp.ClientError):
            await waiting


async def test_a_taken_port_is_named(tmp_path: Path) -> None:
    async with running(tmp_path / "one") as standin:
        port = standin.world.settings.http_port
        with pytest.raises(PortBusyError, match=str(port)):
            await start(Settings(data=tmp_path / "two", http_port=port, https_port=0))
        async with command(tmp_path / "three", "--http-port", str(port), "--https-port", "0") as process:
            said, complained = await process.communicate()
    assert process.returncode == 1
    assert said == b""
    assert complained.decode().count("\n") == 1
    assert str(port) in complained.decode()


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
async def test_the_command_says_one_line_and_stops_when_asked(tmp_path: Path, sign: signal.Signals) -> None:
    async with command(tmp_path, "--http-port", "0", "--https-port", "0") as process, asyncio.timeout(20):
        assert process.stdout is not None
        line = await process.stdout.readline()
        assert b"http://127.0.0.1:" in line
        process.send_signal(sign)
        rest, complained = await process.communicate()
    assert (process.returncode, rest, complained) == (0, b"", b"")


async def test_each_person_has_the_same_busy_calendar_after_another_first_start(tmp_path: Path) -> None:
    async with running(tmp_path / "one") as one, running(tmp_path / "two") as two:
        until = NOW.replace(month=10)
        first, second = (standin.world.calendars.events(ANA.key, NOW, until) for standin in (one, two))
    times = [(event["subject"], event["start"], event["end"]) for event in first]
    assert times == [(event["subject"], event["start"], event["end"]) for event in second]
    assert len(times) > 300
    assert any(event["isAllDay"] and event["showAs"] == "oof" for event in first)
