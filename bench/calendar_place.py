"""Where `bench calendar` measures: the stand-in as a process of its own, with its people, its limits and its faults."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import aiohttp

from bench.processes import output_of, running
from graph.credentials import Secret
from graph.settings import GraphSettings
from learning.people import PersonId, person_id

TENANT = "8a1f6d0e-4f7c-4d83-9a55-2c0d7b1e9f01"
APP_ID = "f0a11ea5-1ca1-4000-8000-0000000000b0"
APP_SECRET = "only-for-this-machine"  # noqa: S105  it opens the local stand-in, and nothing else
NOW = "2026-03-02T09:00:00Z"
FAULTS = (
    {"what": "429", "retry_after": 1, "share": 0.02},
    {"what": "503", "share": 0.01},
    {"what": "500", "share": 0.01},
    {"what": "commit-then-504", "share": 0.01},
)
"""One call in twenty goes wrong: an envelope, and each request in it, as well as each call that comes alone."""
_LIMIT_SECONDS = 3600.0


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the stand-in is: its page's address, Graph's, and the folder with its certificates."""

    http: str
    https: str
    folder: str

    def settings(self, notice_url: str = "https://localhost/graph/notices") -> GraphSettings:
        """How the app reaches it."""
        return GraphSettings(
            tenant=TENANT,
            client_id=APP_ID,
            credential=Secret(value=APP_SECRET),
            authority=f"{self.https}/{TENANT}",
            base_url=f"{self.https}/v1.0",
            ca_file=self.certificates / "ca.pem",
            notice_url=notice_url,
        )

    @property
    def certificates(self) -> Path:
        """The folder with the authority, and a certificate for this machine."""
        return Path(self.folder) / "tls"

    async def written(self) -> dict[str, dict[str, int]]:
        """How often each title stands in each calendar, by the person's key."""
        async with aiohttp.ClientSession() as http, http.get(f"{self.http}/local/calendars/written") as answer:
            answer.raise_for_status()
            counted: dict[str, dict[str, int]] = await answer.json()
            return counted

    async def fault(self, **rule: Any) -> None:
        """Let calls to Graph go wrong by this rule."""
        said = {"where": "graph", **rule}
        async with aiohttp.ClientSession() as http, http.post(f"{self.http}/local/faults", json=said) as answer:
            answer.raise_for_status()

    async def mend(self) -> None:
        """Let nothing go wrong any more."""
        async with aiohttp.ClientSession() as http, http.delete(f"{self.http}/local/faults") as answer:
            answer.raise_for_status()


def person(number: int) -> PersonId:
    """One of the stand-in's plain people, from 1 on."""
    return person_id(tenant=TENANT, object_id=f"00000000-0000-4000-9000-{number:012d}")


@asynccontextmanager
async def standin(folder: Path, people: int) -> AsyncIterator[Place]:
    """The stand-in with so many people, for as long as the block runs."""
    said = ("--data", str(folder), "--http-port", "0", "--https-port", "0", "--people", str(people), "--keep-nothing")
    async with running("standin", *said, "--now", NOW, "--app-endpoint", "http://127.0.0.1:9/nobody") as line:
        found = re.search(r"page (http://[\d.:]+)/.*Graph (https://[\w.:]+),", line)
        if found is None:
            raise RuntimeError("the stand-in did not say where it is")
        yield Place(http=found[1], https=found[2], folder=str(folder))


async def run(module: str, place: Place, **asked: Any) -> Any:
    """Run this program to its end with what it is asked; what it found. Raises RuntimeError when it fails."""
    said = json.dumps({"place": asdict(place), **asked})
    return json.loads(await output_of(module, said, within_seconds=_LIMIT_SECONDS))


def asked_of(text: str) -> tuple[Place, Mapping[str, Any]]:
    """What `run` asked a program."""
    said = json.loads(text)
    return Place(**said.pop("place")), said
