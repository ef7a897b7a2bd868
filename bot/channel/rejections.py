"""Why a request from the chat was not let in. `code` is all that the log says: never a token, never a body."""

from __future__ import annotations

from typing import ClassVar


class Rejected(Exception):
    """A request that no turn follows from."""

    status: ClassVar[int]

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Malformed(Rejected):
    """Not an activity."""

    status = 400


class Unauthorised(Rejected):
    """No token that this app accepts."""

    status = 401


class Forbidden(Rejected):
    """A good token, but not for this."""

    status = 403


class TooSlow(Rejected):
    """The body did not arrive in time."""

    status = 408


class TooLarge(Rejected):
    """More than an activity ever is."""

    status = 413


class WrongMediaType(Rejected):
    """Not JSON by its own account."""

    status = 415


class KeysUnavailable(Rejected):
    """The signing keys could not be fetched yet, so no token can be judged: the sender may try again."""

    status = 503
