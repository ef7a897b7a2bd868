"""What Graph refuses, in Graph's own words."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

from aiohttp import web


class GraphError(Exception):
    """Graph says no: HTTP status, Graph's code, a sentence, and after how many seconds to come again if at all.

    `challenge` is the whole of WWW-Authenticate where a 401 asks for more than any new token.
    """

    def __init__(
        self, status: int, code: str, message: str, *, retry_after: int | None = None, challenge: str | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.retry_after = retry_after
        self.challenge = challenge


def bad_request(message: str, code: str = "BadRequest") -> GraphError:
    """The request cannot be understood."""
    return GraphError(400, code, message)


def item_not_found() -> GraphError:
    """There is no such event (any more)."""
    return GraphError(404, "ErrorItemNotFound", "The specified object was not found in the store.")


def user_not_found(wanted: str) -> GraphError:
    """Nobody here has this id or address."""
    return GraphError(
        404,
        "Request_ResourceNotFound",
        f"Resource '{wanted}' does not exist or one of its queried reference-property objects are not present.",
    )


def unknown_segment(segment: str) -> GraphError:
    """An address that Graph (or this part of it) does not have."""
    return bad_request(f"Resource not found for the segment '{segment}'.")


def invalid_user(wanted: str) -> GraphError:
    """Somebody had a mailbox here and has it no longer."""
    return GraphError(404, "ErrorInvalidUser", f"The requested user '{wanted}' is invalid.")


def throttled(message: str, retry_after: int) -> GraphError:
    """Too many calls."""
    return GraphError(429, "ApplicationThrottled", message, retry_after=retry_after)


def refusal(request: web.Request, error: GraphError) -> web.Response:
    """A refusal in Graph's shape."""
    request_id = str(uuid.uuid4())
    client_id = request.headers.get("client-request-id", request_id)
    inner = {
        "date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S"),
        "request-id": request_id,
        "client-request-id": client_id,
    }
    headers = {"request-id": request_id, "client-request-id": client_id}
    if error.retry_after is not None:
        headers["Retry-After"] = str(error.retry_after)
    if error.status == 401:  # noqa: PLR2004 - HTTP's Unauthorized
        usual = 'Bearer realm="", authorization_uri="https://login.microsoftonline.com/"'
        headers["WWW-Authenticate"] = error.challenge or usual
    body = {"error": {"code": error.code, "message": str(error), "innerError": inner}}
    return web.json_response(body, status=error.status, headers=headers)
