"""What the chat service's refusals mean: what may be tried again, after how long, and what is about a closed chat."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from learning.errors import ChatClosed, MaybeDone, OutsideFailure
from learning.people import Away

ASKS_TO_WAIT = frozenset({429, 503})
"""Refused because too much is asked for: in the conversation, or of the service."""
_NOT_TAKEN = ASKS_TO_WAIT | {412}
"""What is refused so was not carried out. Other answers of 500 and more leave that open."""
TRIED_AGAIN = frozenset({None, 502, 504}) | _NOT_TAKEN
"""What Microsoft says is to be tried again within the call, and where nothing came back at all (None)."""
_TRIED_AGAIN_LATER = _NOT_TAKEN | {401, 408, 425}
_ERROR_NAME = re.compile(r"[A-Za-z]{1,60}")
_LONGEST_WAIT = timedelta(days=1)
_BLOCKED = frozenset({"ConversationBlockedByUser", "MessageWritesBlocked"})
_NOT_ABOUT_THE_PERSON = frozenset({"", "InvalidBotApiHost", "NotEnoughPermissions"})


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What came back: `said` is the JSON, None when it was none or too much; `retry_after` the header as it came."""

    status: int
    said: object
    retry_after: str | None

    @property
    def is_good(self) -> bool:
        """Whether the call was carried out. A redirect is none of ours, and is not followed."""
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES


def parse(body: bytes | None) -> object:
    """Read the JSON of an answer; None when it is none."""
    try:
        return json.loads(body) if body else None
    except (ValueError, RecursionError):
        return None


def failure_in(answered: Answered) -> OutsideFailure:
    """Say what a refusal means, as the failure that it is."""
    name = _error_name(answered.said)
    reason = f"the chat service answered {answered.status} {name}".rstrip()
    away = _away(answered.status, name)
    if away is not None:
        return ChatClosed(reason, away)
    retry_after = _wait_in(answered.retry_after)
    if answered.status >= HTTPStatus.INTERNAL_SERVER_ERROR and answered.status not in _NOT_TAKEN:
        return MaybeDone(reason, retry_after=retry_after)
    return OutsideFailure(reason, permanent=answered.status not in _TRIED_AGAIN_LATER, retry_after=retry_after)


def _wait_in(retry_after: str | None) -> timedelta | None:
    """Read how long a Retry-After header asks us to wait, at most a day: seconds, or a date."""
    if retry_after is None:
        return None
    if retry_after.isascii() and retry_after.isdigit():
        return timedelta(seconds=min(int(retry_after[:9]), _LONGEST_WAIT.total_seconds()))
    try:
        until = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    wait = (until if until.tzinfo else until.replace(tzinfo=UTC)) - datetime.now(UTC)
    return min(max(wait, timedelta(0)), _LONGEST_WAIT)


def _away(status: int, name: str) -> Away | None:
    """Why the person is not reached, where this is what the refusal says; else it is about this one message."""
    if status == HTTPStatus.FORBIDDEN and name not in _NOT_ABOUT_THE_PERSON:
        return Away.BLOCKED if name in _BLOCKED else Away.REMOVED
    return Away.GONE if status == HTTPStatus.NOT_FOUND and name == "ConversationNotFound" else None


def _error_name(said: object) -> str:
    """Find the service's word for what went wrong, if it is one word: sentences might repeat what people wrote."""
    error = said.get("error") if isinstance(said, dict) else None
    name = error.get("code") if isinstance(error, dict) else None
    return name if isinstance(name, str) and _ERROR_NAME.fullmatch(name) else ""
