"""Graph's `$batch`, written and read by us: several requests about one person in one envelope.

Graph takes envelopes that are fully parallel or fully sequential, and sends each mailbox four requests at once. So an
envelope of ours holds at most four, side by side: a failed one takes no other with it, as it would in a sequence.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.failures import Nonsense
from graph.reading import list_at, object_in

_HEADERS = {"Content-Type": "application/json"}


@dataclass(frozen=True, kw_only=True)
class Call:
    """A request that goes into an envelope: its url is relative to Graph's address, its body JSON or None.

    `if_match` is the version of what it is about to which alone it is to be done; empty, it is done to any.
    """

    method: str
    url: str
    body: Mapping[str, Any] | None = None
    if_match: str = ""


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What Graph answered to one of them; names of headers in small letters."""

    status: int
    headers: Mapping[str, str]
    body: Any


def envelope(calls: Sequence[Call], *, prefer: str) -> bytes:
    """The body of the request to `$batch`. Answers are found again by the place of their request."""
    requests = [_written(str(place), call, prefer) for place, call in enumerate(calls)]
    return json.dumps({"requests": requests}, separators=(",", ":")).encode()


def answers_in(told: object, count: int) -> list[Answered | None]:
    """What was answered to each request of the envelope, in their order; None where no answer is.

    Raises Nonsense for what is no envelope, and when it answers what was not asked, or twice: then none of it counts.
    """
    found: list[Answered | None] = [None] * count
    places = {str(place): place for place in range(count)}
    for one in list_at(object_in(told, "a batch"), "responses"):
        answer = object_in(one, "an answer of a batch")
        place = places.pop(str(answer.get("id")), None)
        if place is None:
            raise Nonsense("a batch answers what was not asked")
        found[place] = _read(answer)
    return found


def _written(name: str, call: Call, prefer: str) -> dict[str, Any]:
    headers = {"Prefer": prefer} | ({"If-Match": call.if_match} if call.if_match else {})
    if call.body is None:
        return {"id": name, "method": call.method, "url": call.url, "headers": headers}
    return {"id": name, "method": call.method, "url": call.url, "headers": headers | _HEADERS, "body": call.body}


def _read(answer: dict[str, Any]) -> Answered:
    status, headers = answer.get("status"), answer.get("headers") or {}
    if not isinstance(status, int) or not isinstance(headers, dict):
        raise Nonsense("an answer of a batch has no status")
    return Answered(
        status=status,
        headers={str(name).lower(): str(value) for name, value in headers.items()},
        body=answer.get("body"),
    )
