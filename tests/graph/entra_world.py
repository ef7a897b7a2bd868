"""Our side of sign-in over the stand-in's Entra, with as many replicas of it as a test wants over one database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import httpx
from cryptography.fernet import Fernet

from graph.credentials import Secret
from graph.delegated_tokens import PersonTokens
from graph.entra import Entra
from graph.entra_keys import EntraKeys
from graph.kept_tokens import KeptTokens
from graph.sealing import Seal
from graph.settings import GraphSettings
from graph.sign_in import EntraSignIns
from graph.token_check import TokenCheck
from learning.people import PersonId, person_id
from standin.people import TENANT_ID, by_key
from standin.server import Running, start
from standin.world import Settings
from storage.engine import create_engine
from storage.runner import WorkRunner
from storage.tables import metadata
from storage.token_rows import SqlTokenRows
from tests.cast import NOW

APP_WEB = "http://localhost:3978"
CALLBACK = f"{APP_WEB}/sign-in/callback"


def by_name(key: str) -> PersonId:
    person = by_key(key)
    assert person is not None
    return person_id(tenant=TENANT_ID, object_id=person.object_id)


ANA, BEN = by_name("ana"), by_name("ben")


@dataclass
class Replica:
    """One process of ours. `asked` is what it asked of Entra with MSAL, in order."""

    entra: Entra
    kept: KeptTokens
    rows: SqlTokenRows
    sign_ins: EntraSignIns
    tokens: PersonTokens
    asked: list[httpx.Request] = field(default_factory=list)

    @property
    def posted(self) -> list[dict[str, str]]:
        """The forms that were sent to the token endpoint."""
        sent = [request.read().decode() for request in self.asked if request.method == "POST"]
        return [{name: values[0] for name, values in parse_qs(form).items()} for form in sent]


@dataclass
class World:
    """The stand-in and our side of it."""

    standin: Running
    settings: GraphSettings
    database: str
    keys: tuple[str, ...]
    session: aiohttp.ClientSession
    closing: AsyncExitStack

    async def replica(self, *, time_limit: float = 10.0, **changed: Any) -> Replica:
        """One more process over the same database. `changed` replaces settings."""
        settings = replace(self.settings, **changed)
        engine = create_engine(self.database)
        metadata.create_all(engine)
        self.closing.callback(engine.dispose)
        runner = WorkRunner(engine)
        self.closing.push_async_callback(runner.close)
        entra = Entra(settings, time_limit=time_limit)
        self.closing.push_async_callback(entra.close)
        keys = EntraKeys(settings)
        self.closing.push_async_callback(keys.close)
        rows = SqlTokenRows(runner, lambda: datetime.now(UTC))
        kept = KeptTokens(rows, Seal(self.keys))
        sign_ins = EntraSignIns(entra, kept, TokenCheck(settings, keys), callback=CALLBACK)
        replica = Replica(entra=entra, kept=kept, rows=rows, sign_ins=sign_ins, tokens=PersonTokens(entra, kept))
        entra._http.event_hooks["request"].append(replica.asked.append)
        return replica

    async def local(self, path: str, /, **said: object) -> dict[str, Any]:
        """Use one of the stand-in's knobs."""
        url = f"{self.standin.world.settings.http_address}/local/{path}"
        async with self.session.post(url, json=said) as answer:
            assert answer.status < 300, await answer.text()
            found: dict[str, Any] = await answer.json() if answer.status != 204 else {}
            return found

    async def made(self, kind: str = "sso", *, person: str = "ana", key: str = "current", **claims: object) -> str:
        """A token from the stand-in, with these claims changed."""
        made = await self.local("entra/tokens", kind=kind, person=person, key=key, claims=claims)
        return str(made["token"])

    async def fault(self, what: str, **more: object) -> None:
        """Let something go wrong at Entra until it is taken away."""
        await self.local("faults", where="entra", what=what, **more)

    async def mend(self) -> None:
        """Take all faults away."""
        async with self.session.delete(f"{self.standin.world.settings.http_address}/local/faults") as answer:
            assert answer.status == 204

    async def browse(self, url: str, **said: str) -> dict[str, str]:
        """What a browser brings back after these answers were given on the sign-in page."""
        async with self.session.post(url, data=said, allow_redirects=False) as answer:
            assert answer.status == 302, await answer.text()
            location = answer.headers["Location"]
        assert location.startswith(CALLBACK)
        return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


@asynccontextmanager
async def entra_world(folder: Path) -> AsyncIterator[World]:
    """A stand-in, and nobody connected yet."""
    async with AsyncExitStack() as closing:
        standin = await start(
            Settings(data=folder / "microsoft365", http_port=0, https_port=0, now=NOW, app_web=APP_WEB)
        )
        closing.push_async_callback(standin.stop)
        real = standin.world.settings
        session = await closing.enter_async_context(aiohttp.ClientSession())
        yield World(
            standin=standin,
            settings=GraphSettings(
                tenant=TENANT_ID,
                client_id=real.app_id,
                credential=Secret(value=real.app_secret),
                authority=f"{real.https_address}/{TENANT_ID}",
                base_url=f"{real.https_address}/v1.0",
                ca_file=standin.world.certificates.authority,
                notice_url="https://localhost/graph/notices",
            ),
            database=f"sqlite:///{folder}/learning.db",
            keys=(Fernet.generate_key().decode(),),
            session=session,
            closing=closing,
        )
