"""`make run`: it keeps what people did, follows the calendar through long jumps, and ends all that it started."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.local_run import PREFERRED_PORTS, choose_ports, running
from tests.journeys.test_main_job import GOAL, access, ana_runs_a_cycle  # noqa: F401  a fixture
from tests.journeys.window import Window
from tests.ports import free_ports

NOW = "2026-03-02T09:00:00Z"


def test_starting_again_keeps_chats_calendars_and_cycles(tmp_path: Path, browses: Callable[[], Page]) -> None:
    # Given a cycle that runs
    ports = free_ports()
    address = f"http://127.0.0.1:{ports.page}"
    with running(tmp_path, ports, now=NOW):
        ana_runs_a_cycle(lambda key: Window(browses(), address, key))

    # When everything was stopped and is started again
    with running(tmp_path, ports):
        ana = Window(browses(), address, "ana")

        # Then everything is there, and the calendar is still followed
        expect(ana.card("Drag them in Outlook")).to_contain_text(GOAL)
        ana.goes_to_week_of("2026-03-30")
        ana.drags_review_to("2026-04-01")
        ana.card("now stands on Wednesday 1 April")


def test_on_other_ports_chats_and_calendars_are_found_again(tmp_path: Path, browses: Callable[[], Page]) -> None:
    # Given a cycle that runs
    first, second = free_ports(), free_ports()
    with running(tmp_path, first, now=NOW):
        ana_runs_a_cycle(lambda key: Window(browses(), f"http://127.0.0.1:{first.page}", key))

    # When it is started again where other ports are free
    with running(tmp_path, second):
        ana = Window(browses(), f"http://127.0.0.1:{second.page}", "ana")
        ana.card("Drag them in Outlook")
        ana.says("help")

        # Then the chat goes on
        ana.card("What you can do here")


def test_the_calendar_is_followed_after_its_subscription_has_ended(opens: Callable[[str], Window]) -> None:
    # Given a cycle, and more than a week gone by at once
    ana = ana_runs_a_cycle(opens)
    for _ in range(9):
        ana.jumps_a_day()

    # When
    ana.goes_to_week_of("2026-03-30")
    ana.drags_review_to("2026-04-01")

    # Then
    ana.card("now stands on Wednesday 1 April")


@contextmanager
def started(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """`make run` in this folder, on ports that no other test uses."""
    (folder / "ports.json").write_text(json.dumps(asdict(free_ports())), "utf-8")
    with subprocess.Popen(  # noqa: S603  our own command
        [sys.executable, "-m", "app", "local", "--folder", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            process.terminate()


def output_until(process: subprocess.Popen[str], words: str) -> str:
    assert process.stdout
    said = ""
    for line in process.stdout:
        said += line
        if words in line:
            return said
    raise AssertionError(f"it ended without saying {words!r}:\n{said}")


def children_of(pid: int) -> set[int]:
    return {int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split()}


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for children where Linux lists them")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_every_process_that_was_started(tmp_path: Path, sign: signal.Signals) -> None:
    # Given
    with started(tmp_path) as process:
        said = output_until(process, "Press Ctrl-C")
        children = children_of(process.pid)
        assert len(children) == 2
        assert "/?as=ana" in said
        assert "Write a learning contract" in said

        # When
        process.send_signal(sign)

        # Then
        output_until(process, "has ended")
        assert process.wait(20) == 0
        assert not any(is_alive(child) for child in children)


def test_a_busy_port_gives_another_port(tmp_path: Path) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        taken = busy.getsockname()[1]
        kept = dict.fromkeys(PREFERRED_PORTS, taken)
        (tmp_path / "ports.json").write_text(json.dumps(kept), "utf-8")
        ports = choose_ports(tmp_path)
    chosen = {ports.messages, ports.page, ports.microsoft, ports.notices}
    assert taken not in chosen
    assert len(chosen) == len(PREFERRED_PORTS)


def test_a_service_that_cannot_start_says_why_and_leaves_nothing_running(tmp_path: Path) -> None:
    # Given a database that is none
    (tmp_path / "learning-cycles.db").write_text("this is no database " * 100, "utf-8")

    # When
    with started(tmp_path) as process:
        said = output_until(process, "has ended")

        # Then
        assert process.wait(20) == 1
        assert "Learning Cycles ended at once" in said
        assert "not a database" in said
