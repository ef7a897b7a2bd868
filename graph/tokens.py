"""Access tokens by the app's own right, for Graph and for the chat's connector."""

from __future__ import annotations

import asyncio
import time
from functools import partial
from typing import Any, Final

from msal import TokenCache

from graph.credentials import ManagedIdentity
from graph.entra import Entra
from graph.entra_answers import codes_in, named
from graph.settings import GraphSettings
from learning.errors import OutsideFailure
from learning.people import PersonId, tenant_of

GRAPH_SCOPE: Final = "https://graph.microsoft.com/.default"
CONNECTOR_SCOPE: Final = "https://api.botframework.com/.default"
"""What the app is given a right to: Graph, or the chat's connector."""

_PASSING = frozenset({"temporarily_unavailable", "server_error", "slow_down"})
_NEEDS_CONSENT = frozenset({"consent_required", "interaction_required"})
_CONSENT_CODES = frozenset({65001, 65004, 90094})
_SECONDS_FOR_A_TOKEN = 25.0
_KEPT_SECONDS = 60.0
_SPARE_SECONDS = 300.0


class AppTokens:
    """Tokens that the app gets for itself (client credentials). Implements `learning.ports.Tokens`.

    One token serves everybody. Where the app is a managed identity, the connector's token is that identity's own.
    Close it with `close()`.
    """

    def __init__(
        self, settings: GraphSettings, scope: str = GRAPH_SCOPE, *, time_limit: float = _SECONDS_FOR_A_TOKEN
    ) -> None:
        self._entra = Entra(settings, threads=2, time_limit=time_limit)
        self._tenant = settings.tenant.lower()
        self._scope = scope
        self._is_identity = isinstance(settings.credential, ManagedIdentity) and scope == CONNECTOR_SCOPE
        self._tokens = TokenCache()
        self._kept = ("", 0.0)
        self._refused: OutsideFailure | None = None
        self._paused_until = 0.0
        self._flight: asyncio.Task[str] | None = None

    async def for_person(self, person: PersonId) -> str:
        """An access token for this person's calendar. May raise OutsideFailure."""
        self._check_tenant(person)
        return await self.token()

    async def again(self, person: PersonId, *, refused: str, claims: str | None) -> str:
        """Another one in place of a token that was refused. May raise OutsideFailure."""
        self._check_tenant(person)
        if self._kept[0] == refused:
            self._kept = ("", 0.0)
            self._tokens = TokenCache()
        return await self._entra.run(partial(self._acquire, claims))

    async def token(self) -> str:
        """An access token for the scope. Whoever asks while one is fetched waits for that one."""
        token, good_until = self._kept
        now = time.monotonic()
        if now < good_until:
            return token
        if self._refused is not None and now < self._paused_until:
            raise self._refused
        if self._flight is None or self._flight.done():
            self._flight = asyncio.create_task(self._fetched())
        return await asyncio.shield(self._flight)

    async def close(self) -> None:
        """Give the connections back."""
        if self._flight is not None:
            await asyncio.wait([self._flight])
        await self._entra.close()

    def _check_tenant(self, person: PersonId) -> None:
        if tenant_of(person) != self._tenant:
            raise OutsideFailure("the person belongs to another organisation", permanent=True)

    async def _fetched(self) -> str:
        try:
            return await self._entra.run(partial(self._acquire, None))
        except OutsideFailure as failure:
            if failure.retry_after is not None:
                self._refused = failure
                self._paused_until = time.monotonic() + failure.retry_after.total_seconds()
            raise

    def _acquire(self, claims: str | None) -> str:
        """Runs in a thread."""
        if self._is_identity:
            answer = self._entra.identity_token(self._scope.removesuffix("/.default"))
        else:
            answer = self._entra.application(self._tokens).acquire_token_for_client(
                scopes=[self._scope],
                claims_challenge=claims,
                http_exceptions=(OutsideFailure,),  # a token that still serves is used on while Entra has trouble
            )
        token = _token_in(answer)
        seconds = min(_KEPT_SECONDS, float(answer.get("expires_in") or 0) - _SPARE_SECONDS)
        self._kept = (token, time.monotonic() + seconds)
        return token


def _token_in(answer: dict[str, Any] | None) -> str:
    """The token, or Entra's refusal as a failure that names its code; the description may hold more than we log."""
    token = (answer or {}).get("access_token")
    if isinstance(token, str) and token:
        return token
    error = str((answer or {}).get("error", "nothing"))
    codes = codes_in(answer or {})
    needs_consent = error in _NEEDS_CONSENT or bool(codes & _CONSENT_CODES)
    raise OutsideFailure(
        f"Entra gave no token but {named(error)} {sorted(codes)}",
        permanent=error not in _PASSING and not needs_consent,
        needs_consent=needs_consent,
    )
