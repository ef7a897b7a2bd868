"""`learning-cycles local`: the service beside a local stand-in for Microsoft 365, two processes that end together."""

from __future__ import annotations

import base64
import json
import secrets
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from app.calendar_access import CalendarAccess
from app.processes import Launch, Process, launch
from app.settings import PREFIX

TENANT = "8a1f6d0e-4f7c-4d83-9a55-2c0d7b1e9f01"
APP_ID = "5c6f1c1e-30b0-4b6e-8f86-0a7e33d1c001"
CATALOG_APP_ID = "f0a11ea5-1ca1-4000-8000-0000000000ca"
PREFERRED_PORTS = {"messages": 3978, "page": 3979, "microsoft": 3980, "notices": 3981}
START_SECONDS = 60.0
STOP_SECONDS = 15.0


@dataclass(frozen=True, kw_only=True)
class Ports:
    """Where everything listens on loopback: our messages and notices, the stand-in's page and its Microsoft side."""

    messages: int
    page: int
    microsoft: int
    notices: int


class CannotStart(Exception):
    """One of the two did not come up; the message says what it said."""


def run_locally(folder: Path, *, is_fresh: bool) -> int:
    """Start both, say where to go, and wait for Ctrl-C. Ends what it started and nothing else."""
    for sign in (signal.SIGINT, signal.SIGTERM):  # the first too: a shell has what it starts behind it ignore it
        signal.signal(sign, signal.default_int_handler)
    if is_fresh:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with running(folder, choose_ports(folder), say=_say) as pair:
            _say(_welcome(pair.ports))
            pair.wait_for_the_end()
    except KeyboardInterrupt:
        _say("\nEverything that was started has ended.")
        return 0
    except CannotStart as problem:
        _say(f"{problem}\nEverything that was started has ended.")
        return 1


@contextmanager
def running(
    folder: Path,
    ports: Ports,
    *,
    now: str | None = None,
    standin: Sequence[str] = (),
    service: Sequence[str] = ("app", "serve"),
    database_url: str | None = None,
    access: CalendarAccess = CalendarAccess.DELEGATED,
    launch: Launch = launch,
    say: Callable[[str], None] = lambda _: None,
) -> Iterator[Pair]:
    """Both processes, for as long as the block runs.

    `now` is the local time at the very first start in this folder; `standin` holds more of the stand-in's arguments;
    `service` is the module, with its arguments, to run; `database_url` where everything is kept, if not in the folder;
    `access` with whose right calendars are reached; `launch` how the two are started.
    """
    secret = secrets.token_hex(24)
    pair = Pair(folder, ports, secret=secret, service=service, database_url=database_url, access=access, launch=launch)
    try:
        say("Starting the stand-in for Microsoft 365 …")
        pair.start_standin([*(["--now", now] if now else []), *standin])
        say("Starting Learning Cycles …")
        pair.start_service()
        yield pair
    finally:
        pair.stop()


class Pair:
    """The stand-in and the service, each a process of its own session: Ctrl-C reaches us alone, and we end them."""

    def __init__(
        self,
        folder: Path,
        ports: Ports,
        *,
        secret: str,
        service: Sequence[str],
        database_url: str | None = None,
        access: CalendarAccess = CalendarAccess.DELEGATED,
        launch: Launch = launch,
    ) -> None:
        self._access = access
        self._launch = launch
        self._service = service
        self._database_url = database_url or f"sqlite:///{folder.absolute() / 'learning-cycles.db'}"
        self.folder = folder
        self.ports = ports
        self._secret = secret
        self._standin_log = folder / "microsoft365.log"
        self._service_log = folder / "service.log"
        self._processes: dict[Path, Process] = {}

    def start_standin(self, arguments: Sequence[str]) -> None:
        """Start the stand-in and wait until it answers."""
        ports = self.ports
        command = ["standin", "--data", str(self.folder / "microsoft365")]
        command += ["--http-port", str(ports.page), "--https-port", str(ports.microsoft)]
        command += ["--app-endpoint", f"http://127.0.0.1:{ports.messages}/api/messages"]
        command += ["--app-web", f"http://localhost:{ports.messages}"]
        command += ["--app-id", APP_ID, "--app-secret", self._secret]
        self._processes[self._standin_log] = self._launch([*command, *arguments], self._standin_log, {})
        self._wait_for(f"http://127.0.0.1:{ports.page}/local/health", "The stand-in", self._standin_log)

    def start_service(self) -> None:
        """Start the service and wait until it answers."""
        settings = _service_settings(self.folder.absolute(), self.ports, self._secret)
        settings |= {"DATABASE_URL": self._database_url, **_calendar_settings(self.folder, self.ports, self._access)}
        named = {PREFIX + name: value for name, value in settings.items()}
        self._processes[self._service_log] = self._launch(self._service, self._service_log, named)
        self._wait_for(f"http://127.0.0.1:{self.ports.messages}/healthz", "Learning Cycles", self._service_log)

    @property
    def service(self) -> Process:
        """The service's process, as it was started last."""
        return self._processes[self._service_log]

    def wait_for_the_end(self) -> NoReturn:
        """Wait until one of the two ends by itself, which neither should. Raises CannotStart."""
        while True:
            for log, process in self._processes.items():
                if process.poll() is not None:
                    raise CannotStart(f"One of the two ended. The last it said, from {log}:\n{_last_words(log)}")
            time.sleep(0.3)

    def stop(self) -> None:
        """End both, the service first, in order; by force when one does not listen."""
        for process in reversed(self._processes.values()):
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _wait_for(self, url: str, name: str, log: Path) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._processes[log].poll() is not None:
                raise CannotStart(f"{name} ended at once. The last it said, from {log}:\n{_last_words(log)}")
            try:
                with urllib.request.urlopen(url, timeout=2):  # noqa: S310  an http address on loopback that we made
                    return
            except OSError:
                time.sleep(0.05)
        raise CannotStart(f"{name} did not answer within {START_SECONDS:.0f} seconds; see {log}")


def choose_ports(folder: Path) -> Ports:
    """The ports of the last time where they are free, since chats and calendars remember them; others where not."""
    kept = folder / "ports.json"
    wanted = json.loads(kept.read_text("utf-8")) if kept.exists() else PREFERRED_PORTS
    chosen: dict[str, int] = {}
    for name, port in wanted.items():
        chosen[name] = port if is_free(port) else _any_free(chosen.values())
    kept.write_text(json.dumps(chosen), "utf-8")
    return Ports(**chosen)


def is_free(port: int) -> bool:
    """Whether nobody listens there on loopback."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _any_free(taken: Iterable[int]) -> int:
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        if port not in taken:
            return port


def _service_settings(folder: Path, ports: Ports, secret: str) -> dict[str, str]:
    tls, microsoft = folder / "microsoft365" / "tls", f"https://localhost:{ports.microsoft}"
    return {
        "TENANT_ID": TENANT,
        "APP_ID": APP_ID,
        "APP_SECRET": secret,
        "LISTEN": f"127.0.0.1:{ports.messages}",
        "NOTICE_LISTEN": f"127.0.0.1:{ports.notices}",
        "NOTICE_URL": f"https://localhost:{ports.notices}/graph/notices",
        "TLS_CERTIFICATE": str(tls / "localhost.pem"),
        "TLS_KEY": str(tls / "localhost-key.pem"),
        "CA_FILE": str(tls / "ca.pem"),
        "AUTHORITY": f"{microsoft}/{{tenant}}",
        "GRAPH_URL": f"{microsoft}/v1.0",
        "CHANNEL_KEYS_URL": f"{microsoft}/botframework/v1/.well-known/openidconfiguration",
        "LOCAL_SERVICE_URLS": f"http://127.0.0.1:{ports.page}/teams/",
        "MAIL_FROM": "learning@meadow.example",
        "CATALOG_APP_ID": CATALOG_APP_ID,
        "CLOCK_URL": f"http://127.0.0.1:{ports.page}/local/clock",
    }


def _calendar_settings(folder: Path, ports: Ports, access: CalendarAccess) -> dict[str, str]:
    """With whose right calendars are reached. The key is kept, since what it sealed is."""
    if access is CalendarAccess.APP_ONLY:
        return {"CALENDAR_ACCESS": access, "APP_ONLY_IS_SCOPED": "true"}
    kept = folder / "token.key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(), "ascii")
    return {
        "CALENDAR_ACCESS": access,
        "PUBLIC_URL": f"http://localhost:{ports.messages}",
        "TOKEN_KEYS": kept.read_text("ascii"),
    }


def _last_words(log: Path) -> str:
    return "\n".join(log.read_text("utf-8", errors="replace").splitlines()[-12:])


def _welcome(ports: Ports) -> str:
    page = f"http://127.0.0.1:{ports.page}"
    return f"""
Learning Cycles runs. Open a person's Microsoft 365 in your browser:

    Ana, who learns         {page}/?as=ana
    Ben, a colleague        {page}/?as=ben
    Everybody               {page}/

First: in Ana's window, press "Write a learning contract". Choose Ben as a peer and ask for advice; answer in Ben's
window. Then start the cycle, connect the calendar, and see the reviews in it. Drag one. "Jump to the next review" moves
the clock.

Press Ctrl-C to end. What you did is kept; `make run FRESH=1` starts anew.
"""


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201  this command talks to a person
