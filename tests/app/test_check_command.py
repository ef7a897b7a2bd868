"""`learning-cycles check`: an operator reads in a line each what is well, what is not, and what to do about it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from app.calendar_access import CalendarAccess
from app.command_line import main
from app.local_run import Pair, _calendar_settings, _service_settings
from app.settings import PREFIX
from tests.forked import running
from tests.ports import free_ports

NAMES = (
    "settings",
    "database",
    "channel keys",
    "token for chats",
    "token for Graph",
    "Graph",
    "public address",
    "notice address",
    "closed door",
)


@dataclass(frozen=True)
class Checked:
    """What the command said, by check, and its exit code."""

    said: dict[str, str]
    text: str
    code: int

    @property
    def problems(self) -> set[str]:
        return {name for name, words in self.said.items() if words.startswith("problem")}


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    with running(tmp_path_factory.mktemp("checked"), free_ports()) as pair:
        yield pair


Check = Callable[..., Checked]


@pytest.fixture
def check(pair: Pair, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Check:
    """Runs the command with the service's settings, with changes."""

    def run(**changes: str) -> Checked:
        settings = _service_settings(pair.folder.absolute(), pair.ports, pair._secret)
        settings |= _calendar_settings(pair.folder, pair.ports, CalendarAccess.DELEGATED)
        settings |= {"DATABASE_URL": f"sqlite:///{pair.folder.absolute()}/learning-cycles.db", **changes}
        for name, value in settings.items():
            monkeypatch.setenv(PREFIX + name, value)
        with pytest.raises(SystemExit) as ended:
            main(["check"])
        printed = capsys.readouterr()
        text = printed.out + printed.err
        assert pair._secret not in text
        assert settings["TOKEN_KEYS"] not in text
        lines = [line for line in printed.out.splitlines() if line.startswith(("ok", "problem"))]
        return Checked({line[9:25].strip(): line for line in lines}, text, int(ended.value.code or 0))

    return run


def test_when_all_is_well_every_check_says_so(check: Check) -> None:
    checked = check()
    assert checked.problems == set(), checked.text
    assert tuple(checked.said) == NAMES
    assert checked.code == 0


@pytest.mark.parametrize(
    ("setting", "value", "problems"),
    [
        ("APP_SECRET", "canary-wrong-secret", {"token for chats", "token for Graph", "Graph"}),
        ("CHANNEL_KEYS_URL", "https://localhost:1/x", {"channel keys"}),
        ("GRAPH_URL", "https://localhost:1/v1.0", {"Graph"}),
        ("PUBLIC_URL", "http://localhost:1", {"public address", "closed door"}),
        ("NOTICE_URL", "https://localhost:1/graph/notices", {"notice address"}),
        ("DATABASE_URL", "sqlite:////nowhere/canary.db", {"database"}),
        ("AUTHORITY", "https://localhost:1/{tenant}", {"token for chats", "token for Graph", "Graph"}),
    ],
)
def test_what_is_not_well_is_named_with_what_to_do(check: Check, setting: str, value: str, problems: set[str]) -> None:
    checked = check(**{setting: value})
    assert checked.problems == problems, checked.text
    assert checked.code == 1
    assert "canary" not in checked.text
    assert all(PREFIX in checked.said[name] or "Graph" in checked.said[name] for name in problems)


def test_settings_that_are_wrong_are_named_all_at_once(check: Check) -> None:
    checked = check(
        APP_ID="", TENANT_ID="", NOTICE_URL="x", LOG_FORMAT="xml", INSTALL_FOR_PEOPLE="true", CATALOG_APP_ID=""
    )
    assert checked.code == 1
    for name in ("APP_ID", "TENANT_ID", "NOTICE_URL", "LOG_FORMAT", "INSTALL_FOR_PEOPLE"):
        assert f"problem  settings         {PREFIX}{name}" in checked.text


def test_a_door_that_stands_open_is_an_alarm(check: Check, open_door: str) -> None:
    checked = check(PUBLIC_URL=open_door)
    assert "let in" in checked.said["closed door"]
    assert "Stop the service" in checked.said["closed door"]


@pytest.fixture
def open_door() -> Iterator[str]:
    """Somebody else's service, which takes everything."""
    source = (
        "from http.server import *\n"
        "class H(BaseHTTPRequestHandler):\n"
        "    def do_POST(self): self.send_response(202); self.end_headers()\n"
        "    do_GET = do_POST\n"
        "server = HTTPServer(('127.0.0.1', 0), H)\n"
        "print(server.server_port, flush=True)\n"
        "server.serve_forever()\n"
    )
    command = [sys.executable, "-c", source]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:  # noqa: S603  our own
        assert server.stdout
        yield f"http://127.0.0.1:{int(server.stdout.readline())}"
        server.terminate()
