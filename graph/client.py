"""Sends requests to Graph and brings back plain JSON or a typed failure."""

from __future__ import annotations

import asyncio
import gc
import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote, urlsplit

from kiota_abstractions.serialization import SerializationWriterFactoryRegistry
from msgraph.graph_service_client import GraphServiceClient

from graph import people_requests, requests
from graph.challenges import claims_in
from graph.failures import Nonsense, sign_in_needed
from graph.pool import Answer, Pool, Refused
from graph.settings import GraphSettings, trusted_certificates
from learning.errors import OutsideFailure

if TYPE_CHECKING:
    from collections.abc import Awaitable, Mapping, Sequence

    from aiohttp import TraceConfig
    from kiota_abstractions.request_information import RequestInformation

    from learning.people import PersonId
    from learning.ports import Tokens

_ALWAYS_PREFER = 'IdType="ImmutableId"'
_JSON = {"Content-Type": "application/json"}
_ADDRESS = re.compile(r"[\x21-\x7e]{1,16384}")
_SECONDS_FOR_AN_ANSWER = 30.0
"""Long enough for a new subscription: Graph calls our notice address and waits up to ten seconds before it answers."""


class GraphClient:
    """One connection pool to Graph, with a token for the person on each request.

    Nothing is tried twice, jobs do that; except once with another token, where Graph refused the first.
    `is_delegated`: the tokens are people's own rights, so a refused one is theirs to mend (SignInNeeded).
    `traces` are for whoever wants to see what goes over the network. Close it with `close()`.
    """

    def __init__(
        self,
        settings: GraphSettings,
        tokens: Tokens,
        *,
        is_delegated: bool = False,
        time_limit: float = _SECONDS_FOR_AN_ANSWER,
        traces: Sequence[TraceConfig] = (),
    ) -> None:
        self._tokens = tokens
        self.is_delegated = is_delegated
        self._time_limit = time_limit
        self._base_url = settings.base_url.rstrip("/")
        self._pool = Pool(self._base_url, trusted_certificates(settings), time_limit, traces)
        self._builders = GraphServiceClient(request_adapter=cast("Any", _MakesRequests(self._base_url)))

    @property
    def builders(self) -> GraphServiceClient:
        """Makes requests for `send`. It cannot send them itself: the answers would go through the SDK's models."""
        return self._builders

    async def warm(self) -> None:
        """Pay what the SDK's first requests cost (imports, mostly) before anybody waits for one.

        What that left behind stays for good. Python's collector, which stops everything for as long as it looks, need
        not look at it again.
        """
        await asyncio.to_thread(requests.one_of_each, self._builders)
        await asyncio.to_thread(people_requests.one_of_each, self._builders)
        gc.collect()
        gc.freeze()

    async def send(self, person: PersonId, request: RequestInformation, *prefer: str) -> dict[str, Any]:
        """The JSON object that Graph answers to this request, made with this person's rights.

        `prefer` adds to the Prefer header. Raises NotFound, GraphFailure, Nonsense and other kinds of OutsideFailure.
        """
        told = await (await self._good_answer(person, request, *prefer)).json()
        if not isinstance(told, dict):
            raise Nonsense("it is not a JSON object")
        return told

    async def send_for_nothing(self, person: PersonId, request: RequestInformation) -> None:
        """Make this request, to which Graph answers nothing. Raises as `send` does.

        So a web page is not Graph's answer, but that of somebody in between.
        """
        answer = await self._good_answer(person, request)
        if "html" in answer.headers.get("Content-Type", ""):
            raise Nonsense("it is a web page")

    async def _good_answer(self, person: PersonId, request: RequestInformation, *prefer: str) -> Answer:
        request.headers.try_add("Prefer", ", ".join((_ALWAYS_PREFER, *prefer)))
        request.path_parameters["baseurl"] = self._base_url
        url, content = request.url, request.content
        headers = {name: ", ".join(values) for name, values in request.headers.get_all().items()}
        if request.http_method is None:
            raise ValueError("the SDK made a request without a method")
        method = request.http_method.value
        token = await self._within_limit(self._tokens.for_person(person))
        answer = await self._pool.send(method, url, token, headers, content)
        if answer.status == HTTPStatus.UNAUTHORIZED:
            token = await self._another(person, answer.refused())
            answer = await self._pool.send(method, url, token, headers, content)
        if not answer.is_good:
            raise self.own(await answer.failure(), answer.headers)
        return answer

    def own(self, failure: OutsideFailure, headers: Mapping[str, str]) -> OutsideFailure:
        """The failure as it is to be told: where the right is a person's own, a refused one is theirs to mend."""
        return (sign_in_needed(failure, headers) if self.is_delegated else None) or failure

    async def post_batch(self, person: PersonId, content: bytes, *, refused: Refused | None = None) -> Answer:
        """Send this envelope with this person's token; in place of a refused one with another.

        Raises as `send` does. What is answered inside is for the caller to judge.
        """
        if refused is None:
            token = await self._within_limit(self._tokens.for_person(person))
        else:
            token = await self._another(person, refused)
        answer = await self._pool.send("POST", f"{self._base_url}/$batch", token, _JSON, content)
        if answer.status == HTTPStatus.UNAUTHORIZED and refused is None:
            return await self.post_batch(person, content, refused=answer.refused())
        if answer.status != HTTPStatus.OK:
            raise self.own(await answer.failure(), answer.headers)
        return answer

    async def _another(self, person: PersonId, refused: Refused) -> str:
        again = self._tokens.again(person, refused=refused.token, claims=claims_in(refused.challenge))
        return await self._within_limit(again)

    async def _within_limit(self, token: Awaitable[str]) -> str:
        try:
            async with asyncio.timeout(self._time_limit):
                return await token
        except TimeoutError as error:
            raise OutsideFailure("a token took too long") from error

    def is_own(self, link: str) -> bool:
        """Whether this link leads to Graph as we know it: no token of ours goes anywhere else."""
        if not _ADDRESS.fullmatch(link):
            return False
        try:
            where, ours = urlsplit(link), urlsplit(self._base_url)
            same = (where.scheme, where.hostname, where.port) == (ours.scheme, ours.hostname, ours.port)
        except ValueError:
            return False
        path = unquote(where.path)
        return (
            same
            and "@" not in where.netloc
            and path.startswith(f"{ours.path}/")
            and ".." not in path.replace("\\", "/").split("/")
        )

    async def close(self) -> None:
        """Give the connections back."""
        await self._pool.close()


class _MakesRequests:
    """As much of the SDK's adapter as its builders need to make requests."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url  # the SDK's own has a slash too many

    def get_serialization_writer_factory(self) -> SerializationWriterFactoryRegistry:
        """What writes models as JSON."""
        return SerializationWriterFactoryRegistry()

    def enable_backing_store(self, _backing_store: object) -> None:
        """The builders ask for none."""
