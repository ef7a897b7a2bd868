"""Sends requests to Graph and brings back plain JSON or a typed failure."""

from __future__ import annotations

import asyncio
import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

import httpx
from kiota_abstractions.authentication import AnonymousAuthenticationProvider
from kiota_abstractions.native_response_handler import NativeResponseHandler
from kiota_http.httpx_request_adapter import HttpxRequestAdapter
from kiota_http.middleware.options import ResponseHandlerOption
from msgraph.graph_service_client import GraphServiceClient

from graph import people_requests
from graph.challenges import claims_in
from graph.failures import Nonsense, failure_in, sign_in_needed
from graph.posting import Posted, Poster, Refused
from graph.requests import one_of_each
from graph.settings import GraphSettings, trusted_certificates
from learning.errors import MaybeDone, OutsideFailure

if TYPE_CHECKING:
    from collections.abc import Awaitable, Mapping

    from kiota_abstractions.request_information import RequestInformation

    from learning.people import PersonId
    from learning.ports import Tokens

_ALWAYS_PREFER = 'IdType="ImmutableId"'
_SECONDS_TO_CONNECT = 5.0
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.InvalidURL)
_SECONDS_FOR_AN_ANSWER = 30.0
"""Long enough for a new subscription: Graph calls our notice address and waits up to ten seconds before it answers."""


class GraphClient:
    """One connection pool to Graph, with a token for the person on each request.

    Nothing is tried twice, jobs do that; except once with another token, where Graph refused the first.
    `is_delegated`: the tokens are people's own rights, so a refused one is theirs to mend (SignInNeeded).
    `transport` replaces the network, for whoever wants to see what goes over it. Close it with `close()`.
    """

    def __init__(
        self,
        settings: GraphSettings,
        tokens: Tokens,
        *,
        is_delegated: bool = False,
        time_limit: float = _SECONDS_FOR_AN_ANSWER,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._tokens = tokens
        self._is_delegated = is_delegated
        self._time_limit = time_limit
        certificates = trusted_certificates(settings)
        # A client of our own, without the SDK's middleware: its retry handler repeats POST.
        self._http = httpx.AsyncClient(
            verify=certificates,
            timeout=httpx.Timeout(time_limit, connect=min(time_limit, _SECONDS_TO_CONNECT)),
            follow_redirects=False,
            transport=transport,
        )
        self._base_url = httpx.URL(settings.base_url.rstrip("/"))
        self._adapter = _OneTry(AnonymousAuthenticationProvider(), http_client=self._http)
        self._adapter.base_url = str(self._base_url)  # the SDK's own has a slash too many
        self._poster = Poster(str(self._base_url), certificates, time_limit)
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
        """Make this request, to which Graph answers nothing. Raises as `send` does.

        So a web page is not Graph's answer, but that of somebody in between.
        """
        response = await self._good_answer(person, request)
        if "html" in response.headers.get("Content-Type", ""):
            raise Nonsense("it is a web page")

    async def _good_answer(self, person: PersonId, request: RequestInformation, *prefer: str) -> httpx.Response:
        request.headers.try_add("Prefer", ", ".join((_ALWAYS_PREFER, *prefer)))
        # Left alone, send_primitive_async takes a redirect for a success and reads error pages through the SDK's
        # models. A native response handler, the SDK's own seam, hands the answer over as it came.
        request.add_request_options([ResponseHandlerOption(NativeResponseHandler())])
        token = await self._within_limit(self._tokens.for_person(person))
        response = await self._answer(request, token)
        if response.status_code == HTTPStatus.UNAUTHORIZED:
            claims = claims_in(response.headers.get("WWW-Authenticate"))
            token = await self._within_limit(self._tokens.again(person, refused=token, claims=claims))
            response = await self._answer(request, token)
        if (failure := failure_in(response)) is not None:
            raise self.own(failure, response.headers)
        return response

    def own(self, failure: OutsideFailure, headers: Mapping[str, str]) -> OutsideFailure:
        """The failure as it is to be told: where the right is a person's own, a refused one is theirs to mend."""
        return (sign_in_needed(failure, headers) if self._is_delegated else None) or failure

    async def post_batch(self, person: PersonId, content: bytes, *, refused: Refused | None = None) -> Posted:
        """Send this envelope with this person's token; in place of a refused one with another.

        Raises as `send` does. What is answered inside is for the caller to judge.
        """
        if refused is None:
            token = await self._within_limit(self._tokens.for_person(person))
        else:
            again = self._tokens.again(person, refused=refused.token, claims=claims_in(refused.challenge))
            token = await self._within_limit(again)
        posted = await self._poster.post(f"{self._base_url}/$batch", token, content)
        if posted.status == HTTPStatus.UNAUTHORIZED and refused is None:
            return await self.post_batch(person, content, refused=posted.refused())
        if posted.status != HTTPStatus.OK:
            raise self.own(posted.failure(), posted.headers)
        return posted

    async def _within_limit(self, token: Awaitable[str]) -> str:
        try:
            async with asyncio.timeout(self._time_limit):
                return await token
        except TimeoutError as error:
            raise OutsideFailure("a token took too long") from error

    async def _answer(self, request: RequestInformation, token: str) -> httpx.Response:
        request.headers.remove("Authorization")
        request.headers.try_add("Authorization", f"Bearer {token}")
        try:
            async with asyncio.timeout(self._time_limit):
                answer: object = await self._adapter.send_primitive_async(request, "bytes", None)
        except TimeoutError as error:
            raise MaybeDone("Graph took too long to answer") from error
        except _NEVER_SENT as error:
            raise OutsideFailure(f"Graph was not reached: {type(error).__name__}") from error
        except httpx.HTTPError as error:
            raise MaybeDone(f"Graph was not reached: {type(error).__name__}") from error
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
        await self._poster.close()


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
