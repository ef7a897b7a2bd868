"""What Graph refuses, in Graph's own words."""

from __future__ import annotations


class GraphError(Exception):
    """Graph says no: the HTTP status, Graph's code, and a sentence."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


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
