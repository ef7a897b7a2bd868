"""Carries a call of MSAL over HTTP within a time limit, and tells what MSAL does not: how long Entra asks to wait.

MSAL takes any client with `get`, `post` and `close`. It hands a 429 on as if it were an answer, raises errors with the
answer inside for 5xx, and logs what is not JSON: here all three become a failure that quotes nothing.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

import httpx

from graph.failures import retry_after_in
from learning.errors import OutsideFailure

if TYPE_CHECKING:
    from collections.abc import Mapping

_SECONDS_FOR_A_STEP = 10.0
_LARGEST_ANSWER = 1024 * 1024
_PASSING = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})


class EntraUnavailable(OutsideFailure):
    """Entra gave no answer that says yes or no. Asking later may help."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer as MSAL reads it: a JSON object with a status below 500."""

    status_code: int
    text: str
    headers: Mapping[str, str]


class OneCall:
    """MSAL's HTTP client for one call of ours, which may be several of its own. The connections stay `http`'s."""

    def __init__(self, http: httpx.Client, seconds: float) -> None:
        self._http = http
        self._ends_at = time.monotonic() + seconds

    def get(
        self, url: str, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Raises EntraUnavailable."""
        return self._answer("GET", url, params=params, headers=headers)

    def post(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        data: Mapping[str, str | bytes] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Raises EntraUnavailable."""
        # MSAL signs in bytes, and httpx would send them as Python writes them: b'...'.
        form = {name: value.decode() if isinstance(value, bytes) else value for name, value in (data or {}).items()}
        return self._answer("POST", url, params=params, headers=headers, data=form)

    def close(self) -> None:
        """Nothing: the connections are somebody else's."""

    def _answer(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None,
        headers: Mapping[str, str] | None,
        data: Mapping[str, str] | None = None,
    ) -> Answer:
        seconds = min(self._seconds_left(), _SECONDS_FOR_A_STEP)
        request = self._http.build_request(method, url, params=params, headers=headers, data=data, timeout=seconds)
        try:
            response = self._http.send(request, stream=True)
            try:
                body = self._body(response)
            finally:
                response.close()
        except httpx.HTTPError as error:
            raise EntraUnavailable(f"Entra was not reached: {type(error).__name__}") from error
        status = response.status_code
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in _PASSING:
            wait = retry_after_in(response.headers.get("Retry-After"))
            raise EntraUnavailable(f"Entra answered {status}", retry_after=wait)
        return Answer(status_code=status, text=_json_object(body), headers=response.headers)

    def _body(self, response: httpx.Response) -> bytes:
        body = b""
        for part in response.iter_bytes():
            body += part
            if len(body) > _LARGEST_ANSWER:
                raise EntraUnavailable("Entra's answer makes no sense: it is too large")
            self._seconds_left()
        return body

    def _seconds_left(self) -> float:
        left = self._ends_at - time.monotonic()
        if left <= 0:
            raise EntraUnavailable("Entra took too long to answer")
        return left


def _json_object(body: bytes) -> str:
    try:
        text = body.decode()
        is_object = isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        is_object = False
    if not is_object:
        raise EntraUnavailable("Entra's answer makes no sense: it is not a JSON object")
    return text
