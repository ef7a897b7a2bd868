"""Access tokens for Graph from Entra, by the app's own right."""

from __future__ import annotations

import asyncio
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
from msal import ConfidentialClientApplication
from msal.exceptions import MsalServiceError

from graph.settings import GraphSettings, trusted_certificates
from learning.errors import OutsideFailure
from learning.people import PersonId, tenant_of

GRAPH_SCOPE: Final = "https://graph.microsoft.com/.default"
CONNECTOR_SCOPE: Final = "https://api.botframework.com/.default"
"""What the app is given a right to: Graph, or the chat's connector."""

_MICROSOFT_SIGNS_IN_AT = frozenset(
    {
        "login.microsoftonline.com",
        "login.microsoftonline.us",
        "login.microsoft.com",
        "login.windows.net",
        "login.partner.microsoftonline.cn",
        "login.chinacloudapi.cn",
        "sts.windows.net",
    }
)
_PASSING = frozenset({"temporarily_unavailable", "server_error", "slow_down"})
_NEEDS_CONSENT = frozenset({"consent_required", "interaction_required"})
_CONSENT_CODES = frozenset({65001, 65004, 90094})
_SECONDS_FOR_A_STEP = 10.0
_SECONDS_FOR_A_TOKEN = 25.0


class AppTokens:
    """Tokens that the app gets for itself (client credentials). Implements `learning.ports.Tokens`.

    One token serves everybody, so sharing one MSAL application with its cache is safe here; tokens on behalf of people
    would need an application each. Close it with `close()`.
    """

    def __init__(
        self, settings: GraphSettings, scope: str = GRAPH_SCOPE, *, time_limit: float = _SECONDS_FOR_A_TOKEN
    ) -> None:
        self._settings = settings
        self._scope = scope
        self._time_limit = time_limit
        # MSAL takes any client with get, post and close. With `requests`, its default, the variable
        # REQUESTS_CA_BUNDLE would win over our certificate authority.
        self._http = httpx.Client(
            verify=trusted_certificates(settings), timeout=min(_SECONDS_FOR_A_STEP, time_limit), follow_redirects=False
        )
        self._application: ConfidentialClientApplication | None = None
        self._flight: asyncio.Task[str] | None = None

    async def for_person(self, person: PersonId) -> str:
        """An access token for this person's calendar. May raise OutsideFailure."""
        if tenant_of(person) != self._settings.tenant.lower():
            raise OutsideFailure("the person belongs to another organisation", permanent=True)
        return await self.token()

    async def token(self) -> str:
        """An access token for the scope. Whoever asks while one is fetched waits for that one."""
        if self._flight is None or self._flight.done():
            self._flight = asyncio.create_task(asyncio.to_thread(self._acquire))
        try:
            async with asyncio.timeout(self._time_limit):
                return await asyncio.shield(self._flight)
        except TimeoutError as error:
            raise OutsideFailure("Entra took too long to answer") from error

    async def close(self) -> None:
        """Give the connections back."""
        if self._flight is not None:
            await asyncio.wait([self._flight], timeout=self._time_limit)
        self._http.close()

    def _acquire(self) -> str:
        """Runs in a thread, one at a time: MSAL blocks."""
        try:
            if self._application is None:
                self._application = self._new_application()
            answer = self._application.acquire_token_for_client(scopes=[self._scope])
        except MsalServiceError as error:
            raise OutsideFailure("Entra has trouble") from error
        except httpx.HTTPError as error:
            raise OutsideFailure(f"Entra was not reached: {type(error).__name__}") from error
        except (ValueError, LookupError, TypeError, AttributeError, RuntimeError) as error:
            # What MSAL does with an answer that is not Entra's; its own words would carry the answer along.
            raise OutsideFailure(f"Entra's answer makes no sense: {type(error).__name__}") from None
        return _token_in(answer)

    def _new_application(self) -> ConfidentialClientApplication:
        """Asks the authority where its token endpoint is, so it may fail as any call does."""
        host = (urlsplit(self._settings.authority).hostname or "").lower()
        return ConfidentialClientApplication(
            self._settings.client_id,
            client_credential=self._settings.client_secret,
            authority=self._settings.authority,
            # Microsoft does not know a local authority, and is not to be asked about it.
            instance_discovery=None if host in _MICROSOFT_SIGNS_IN_AT else False,
            http_client=self._http,
        )


def _token_in(answer: dict[str, Any] | None) -> str:
    """The token, or Entra's refusal as a failure that names its code; the description may hold more than we log."""
    token = (answer or {}).get("access_token")
    if isinstance(token, str) and token:
        return token
    error = str((answer or {}).get("error", "nothing"))
    codes = {code for code in (answer or {}).get("error_codes") or [] if isinstance(code, int)}
    needs_consent = error in _NEEDS_CONSENT or bool(codes & _CONSENT_CODES)
    reason = error if error.replace("_", "").isalnum() and len(error) < 60 else "something unknown"  # noqa: PLR2004 - any bound does
    raise OutsideFailure(
        f"Entra gave no token but {reason} {sorted(codes)}",
        permanent=error not in _PASSING and not needs_consent,
        needs_consent=needs_consent,
    )
