"""What Graph says when it does not do what it was asked, as typed failures."""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from graph.challenges import claims_in
from learning.connection import WhyNot
from learning.errors import OutsideFailure, PartRefused, SignInNeeded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PASSING = frozenset(
    {
        HTTPStatus.REQUEST_TIMEOUT,
        HTTPStatus.CONFLICT,
        HTTPStatus.LOCKED,
        HTTPStatus.FAILED_DEPENDENCY,
        HTTPStatus.TOO_EARLY,
        HTTPStatus.TOO_MANY_REQUESTS,
    }
)
"""Refusals in the 400s that say "not now" rather than "not ever"."""
_AS_IT_IS = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNPROCESSABLE_ENTITY})
"""Refusals of what was sent, rather than of who sent it, or where."""
_NO_RIGHT = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})
_RIGHT_IS_MISSING = frozenset({"erroraccessdenied", "authorization_requestdenied"})
"""What a 403 says when it is about the right that was given, rather than about this one thing."""
_GONE_CODES = frozenset({"erroritemnotfound", "itemnotfound"})
_LONGEST_WAIT = timedelta(days=1)


class GraphFailure(OutsideFailure):
    """Graph refused. `status` is HTTP's; `code` is Graph's own word, or None when the answer had not Graph's shape."""

    def __init__(
        self,
        status: int,
        code: str | None,
        *,
        permanent: bool = False,
        retry_after: timedelta | None = None,
        needs_consent: bool = False,
    ) -> None:
        super().__init__(
            f"Graph answered {status} {code or 'without a reason'}",
            permanent=permanent,
            retry_after=retry_after,
            needs_consent=needs_consent,
        )
        self.status = status
        self.code = code


class NotFound(GraphFailure):
    """Graph itself says that this is not there; an unknown page of a proxy in between is no NotFound."""


class Nonsense(OutsideFailure):
    """An answer came, but not one that Graph gives. `what` says what was wrong; it holds nothing of the answer."""

    def __init__(self, what: str) -> None:
        super().__init__(f"Graph's answer makes no sense: {what}")


def is_gone(failure: OutsideFailure) -> bool:
    """Whether this very item is gone: a mailbox that was moved or closed is a 404 too, and deletes no review."""
    return isinstance(failure, NotFound) and (failure.code or "").lower() in _GONE_CODES


def failure_of(status: int, told: object, headers: Mapping[str, str]) -> OutsideFailure:
    """The failure that this status, which is no success, means; `told` is the answer's JSON, None where it has none."""
    if status < HTTPStatus.BAD_REQUEST:
        return Nonsense(f"status {status}")
    code = _code_in(told)
    if status == HTTPStatus.NOT_FOUND:
        # A page of somebody in between must not make an entry look deleted: only Graph's own word counts.
        return GraphFailure(status, None) if code is None else NotFound(status, code, permanent=True)
    return GraphFailure(
        status,
        code,
        permanent=status < HTTPStatus.INTERNAL_SERVER_ERROR and status not in _PASSING | _NO_RIGHT,
        retry_after=retry_after_in(headers.get("Retry-After") or headers.get("retry-after")),
        needs_consent=status in _NO_RIGHT,
    )


def is_refused_as_it_is(failure: OutsideFailure) -> bool:
    """Whether it is about what was sent: a part of that may be to blame, and the rest be taken."""
    return isinstance(failure, GraphFailure) and failure.status in _AS_IT_IS


@contextmanager
def blaming(part: type[PartRefused]) -> Iterator[None]:
    """What is refused as it is, in here, is refused for this part of it."""
    try:
        yield
    except GraphFailure as failure:
        if is_refused_as_it_is(failure):
            raise part(str(failure)) from failure
        raise


def sign_in_needed(failure: OutsideFailure, headers: Mapping[str, str]) -> SignInNeeded | None:
    """What this failure says of the right of the person for whom it was asked; None when it says nothing of it."""
    if not isinstance(failure, GraphFailure):
        return None
    if failure.status == HTTPStatus.UNAUTHORIZED:
        claims = claims_in(challenge_in(headers))
        return SignInNeeded(WhyNot.MORE_PROOF if claims else WhyNot.ENDED, claims=claims)
    if failure.status == HTTPStatus.FORBIDDEN and (failure.code or "").lower() in _RIGHT_IS_MISSING:
        return SignInNeeded(WhyNot.NOT_ALLOWED)
    return None


def challenge_in(headers: Mapping[str, str]) -> str | None:
    """What a 401 asks for; names of headers come as they were sent, or in small letters."""
    return headers.get("WWW-Authenticate") or headers.get("www-authenticate")


def retry_after_in(header: str | None) -> timedelta | None:
    """How long a Retry-After header asks us to wait, at most a day. Graph counts in seconds; anything else is None."""
    if header is None or not re.fullmatch(r"[0-9]{1,9}", header.strip()):
        return None
    return min(timedelta(seconds=int(header)), _LONGEST_WAIT)


def _code_in(answer: object) -> str | None:
    error = answer.get("error") if isinstance(answer, dict) else None
    code = error.get("code") if isinstance(error, dict) else None
    # The code ends in logs: only what looks like one is let through.
    return code if isinstance(code, str) and re.fullmatch(r"[A-Za-z0-9_.\-]{1,80}", code) else None
