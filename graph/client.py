"""Sends requests to Graph and brings back plain JSON or a typed failure."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any, cast

import httpx
from kiota_abstractions.authentication import AnonymousAuthenticationProvider
from kiota_abstractions.native_response_handler import NativeResponseHandler
from kiota_http.httpx_request_adapter import HttpxRequestAdapter
from kiota_http.middleware.options import ResponseHandlerOption
from msgraph.graph_service_client import GraphServiceClient

from graph import people_requests
from graph.failures import Nonsense, failure_in
from graph.requests import one_of_each
from graph.settings import GraphSettings, trusted_certificates
from learning.errors import MaybeDone, OutsideFailure

if TYPE_CHECKING:
    from kiota_abstractions.request_information import RequestInformation

    from learning.people import PersonId
    from learning.ports import Tokens

_ALWAYS_PREFER = 'IdType="ImmutableId"'
_SECONDS_TO_CONNECT = 5.0
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.InvalidURL)
_SECONDS_FOR_AN_ANSWER = 30.0
"""Long enough for a new subscription: Graph calls our notice address and waits up to ten seconds before it answers."""


class GraphClient:
    """One connection pool to Graph, with each person's own token on each request. Nothing is tried twice: jobs do that.

    `transport` replaces the network, for whoever wants to see what goes over it. Close it with `close()`.
    """

    def __init__(
        self,
        settings: GraphSettings,
        tokens: Tokens,
        *,
        time_limit: float = _SECONDS_FOR_AN_ANSWER,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._tokens = tokens
        self._time_limit = time_limit
        # A client of our own, without the SDK's middleware: its retry handler repeats POST.
        self._http = httpx.AsyncClient(
            verify=trusted_certificates(settings),
            timeout=httpx.Timeout(time_limit, connect=min(time_limit, _SECONDS_TO_CONNECT)),
            follow_redirects=False,
            transport=transport,
        )
        self._base_url = httpx.URL(settings.base_url.rstrip("/"))
        self._adapter = _OneTry(AnonymousAuthenticationProvider(), http_client=self._http)
        self._adapter.base_url = str(self._base_url)  # the SDK's own has a slash too many
        self._builders = GraphServiceClient(request_adapter=cast("Any", self._adapter))  # it only makes requests

    @property
    def builders(self) -> GraphServiceClient:
        """Makes requests for `send`. Never send with it: its answers go through the SDK's models."""
        return self._builders

    async def warm(self) -> None:
        """Pay what the SDK's first requests cost (imports, mostly) before anybody waits for one."""
        await asyncio.to_thread(one_of_each, self._builders)
        await asyncio.to_thread(people_requests.one_of_each, self._builders)

    async def send(self, person: PersonId, request: RequestInformation, *prefer: str) -> dict[str, Any]:
        """The JSON object that Graph answers to this request, made with this person's rights.

        `prefer` adds to the Prefer header. Raises NotFound, GraphFailure, Nonsense and other kinds of OutsideFailure.
        """
        return _json_in(await self._good_answer(person, request, *prefer))

    async def send_for_nothing(self, person: PersonId, request: RequestInformation) -> None:
        """Make this request, to which Graph answers nothing. Raises as `send` does."""
        await self._good_answer(person, request)

    async def _good_answer(self, person: PersonId, request: RequestInformation, *prefer: str) -> httpx.Response:
        request.headers.try_add("Prefer", ", ".join((_ALWAYS_PREFER, *prefer)))
        is_on_its_way = False
        try:
            async with asyncio.timeout(self._time_limit):
                token = await self._tokens.for_person(person)
                request.headers.try_add("Authorization", f"Bearer {token}")
                is_on_its_way = True
                response = await self._answer(request)
        except TimeoutError as error:
            raise (MaybeDone if is_on_its_way else OutsideFailure)("Graph took too long to answer") from error
        except _NEVER_SENT as error:
            raise OutsideFailure(f"Graph was not reached: {type(error).__name__}") from error
        except httpx.HTTPError as error:
            raise MaybeDone(f"Graph was not reached: {type(error).__name__}") from error
        if (failure := failure_in(response)) is not None:
            raise failure
        return response

    async def _answer(self, request: RequestInformation) -> httpx.Response:
        # Left alone, send_primitive_async takes a redirect for a success and reads error pages through the SDK's
        # models. A native response handler, the SDK's own seam, hands the answer over as it came.
        request.add_request_options([ResponseHandlerOption(NativeResponseHandler())])
        answer: object = await self._adapter.send_primitive_async(request, "bytes", None)
        if not isinstance(answer, httpx.Response):
            raise TypeError("the SDK did not hand over the answer")
        return answer

    def is_own(self, link: str) -> bool:
        """Whether this link leads to Graph as we know it: no token of ours goes anywhere else."""
        try:
            url = httpx.URL(link)
        except httpx.InvalidURL:
            return False
        ours = self._base_url
        return (
            (url.scheme, url.host, url.port, url.userinfo) == (ours.scheme, ours.host, ours.port, b"")
            and url.path.startswith(f"{ours.path.rstrip('/')}/")
            and ".." not in url.path.split("/")
        )

    async def close(self) -> None:
        """Give the connections back."""
        await self._http.aclose()


class _OneTry(HttpxRequestAdapter):
    """The SDK's adapter, without its second try: the token would be the same that was just refused."""

    async def retry_cae_response_if_required(
        self, resp: httpx.Response, request_info: RequestInformation, claims: str
    ) -> httpx.Response:
        del request_info, claims
        return resp


def _json_in(response: httpx.Response) -> dict[str, Any]:
    try:
        answer = json.loads(response.content)
    except (ValueError, RecursionError) as error:
        raise Nonsense("it is not JSON") from error
    if not isinstance(answer, dict):
        raise Nonsense("it is not a JSON object")
    return answer
