"""A small Entra for tests: it gives people rights, or fails as a test says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from learning.connection import Begun
from learning.errors import OutsideFailure, SignInDeclined, TokenRefused
from learning.people import PersonId


@dataclass
class SmallSignIns:
    """Implements learning.ports.SignIns: a token, and an account in a browser, is written as its person's id."""

    fails: OutsideFailure | None = None
    rights: list[PersonId] = field(default_factory=list)
    exchanged: list[tuple[PersonId, str]] = field(default_factory=list)
    begun: list[tuple[PersonId, str | None]] = field(default_factory=list)
    finished: list[PersonId] = field(default_factory=list)

    async def exchange(self, person: PersonId, token: str) -> None:
        self.exchanged.append((person, token))
        self._give(person, token)

    async def begin(self, person: PersonId, *, claims: str | None = None) -> Begun:
        self._fail()
        self.begun.append((person, claims))
        state = f"state-{len(self.begun)}"
        url = f"https://entra.example/authorize?{urlencode({'state': state})}"
        return Begun(url=url, state=state, flow=json.dumps({"person": person, "state": state}))

    async def finish(self, person: PersonId, flow: str, answer: Mapping[str, str]) -> None:
        assert json.loads(flow) == {"person": person, "state": answer["state"]}
        if answer.get("error"):
            raise SignInDeclined
        self.finished.append(person)
        self._give(person, answer["code"])

    async def forget(self, person: PersonId) -> None:
        self.rights = [other for other in self.rights if other != person]

    async def consent_address(self, *, state: str, back: str) -> str:
        self._fail()
        return f"https://entra.example/adminconsent?{urlencode({'state': state, 'redirect_uri': back})}"

    def _give(self, person: PersonId, account: str) -> None:
        self._fail()
        if account != person:
            raise TokenRefused("person")
        self.rights.append(person)

    def _fail(self) -> None:
        if self.fails is not None:
            raise self.fails
