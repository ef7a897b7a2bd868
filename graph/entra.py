"""Calls Entra with MSAL: off the event loop, within a time limit, and so that no two people ever share anything.

One MSAL application must not serve several people. Its memory of refusals takes one person's 429 or 400 for
everybody's who asks in the same way, and an answer with Retry-After it hands out again, whoever asks. So each call
gets an application of its own; all that is shared is the discovery document, copied before anything is posted.
"""

from __future__ import annotations

import asyncio
import copy
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, Final, TypeVar

import httpx
from msal import ConfidentialClientApplication, ManagedIdentityClient, TokenCache, UserAssignedManagedIdentity

from graph.credentials import ManagedIdentity, for_msal
from graph.entra_http import OneCall
from graph.settings import GraphSettings, trusted_certificates
from learning.errors import OutsideFailure

T = TypeVar("T")

_THREADS = 16
_SECONDS_FOR_A_CALL = 25.0
_TO_VOUCH: Final = "api://AzureADTokenExchange"
"""What a managed identity's token must be for, so that Entra takes it in place of the registration's secret."""


class Entra:
    """Who we are at Entra. Close it with `close()`."""

    def __init__(
        self, settings: GraphSettings, *, threads: int = _THREADS, time_limit: float = _SECONDS_FOR_A_CALL
    ) -> None:
        self.settings = settings
        self._time_limit = time_limit
        # A client of our own: with `requests`, MSAL's default, the variable REQUESTS_CA_BUNDLE would win over our
        # certificate authority.
        trusted = trusted_certificates(settings)
        self._http = httpx.Client(verify=trusted, follow_redirects=False)
        # The machine's own address for its identity is never behind a proxy.
        self._on_this_machine = httpx.Client(verify=trusted, trust_env=False, follow_redirects=False)
        self._threads = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="entra")
        self._lock = threading.Lock()
        self._discovery: dict[str, Any] = {}
        self._identity_tokens = TokenCache()

    async def run(self, call: Callable[[], T]) -> T:
        """What this call of MSAL gives, made in a thread of ours. May raise OutsideFailure.

        Whoever stops waiting leaves the thread to its own time limits.
        """
        work = asyncio.get_running_loop().run_in_executor(self._threads, copy_context().run, _typed, call)
        try:
            async with asyncio.timeout(self._time_limit):
                return await work
        except TimeoutError as error:
            raise OutsideFailure("Entra took too long to answer") from error

    def application(self, tokens: TokenCache) -> ConfidentialClientApplication:
        """A new application for one call, over these tokens. To be used within `run`; may ask for the discovery."""
        with self._lock:
            known = copy.deepcopy(self._discovery)
        application = ConfidentialClientApplication(
            self.settings.client_id,
            client_credential=self._credential(),
            authority=self.settings.authority,
            client_capabilities=["cp1"],  # we understand claims challenges
            instance_discovery=False,  # the operator named the authority; Microsoft need not be asked whether it is one
            token_cache=tokens,
            http_client=OneCall(self._http, self._time_limit),
            http_cache=known,
        )
        with self._lock:
            self._discovery = copy.deepcopy(known)
        return application

    def identity_token(self, resource: str) -> dict[str, Any]:
        """The managed identity's own token for this resource, as MSAL answers. To be used within `run`."""
        credential = self.settings.credential
        if not isinstance(credential, ManagedIdentity):
            raise TypeError("only a managed identity has tokens of its own")
        client = ManagedIdentityClient(
            UserAssignedManagedIdentity(client_id=credential.client_id),
            http_client=OneCall(self._on_this_machine, self._time_limit),
            token_cache=self._identity_tokens,
        )
        answer: dict[str, Any] = client.acquire_token_for_client(resource=resource)
        return answer

    async def close(self) -> None:
        """Finish what was begun, and give the connections back."""
        await asyncio.to_thread(self._threads.shutdown, cancel_futures=True)
        self._http.close()
        self._on_this_machine.close()

    def _credential(self) -> str | dict[str, Any]:
        credential = self.settings.credential
        if isinstance(credential, ManagedIdentity):
            return {"client_assertion": self._vouched}
        return for_msal(credential)

    def _vouched(self) -> str:
        token = self.identity_token(_TO_VOUCH).get("access_token")
        if not isinstance(token, str):
            raise OutsideFailure("the managed identity has no token to vouch with")
        return token


def _typed(call: Callable[[], T]) -> T:
    try:
        return call()
    except (
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        RuntimeError,
        AssertionError,
        httpx.InvalidURL,
    ) as error:
        # What MSAL does with an answer that is not Entra's; its own words would carry the answer along.
        raise OutsideFailure(f"Entra's answer makes no sense: {type(error).__name__}") from None
