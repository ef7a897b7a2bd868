"""The token for the chat service, and what it means that there is none."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from learning.errors import OutsideFailure


def never_the_message(token: Callable[[], Awaitable[str]]) -> Callable[[], Awaitable[str]]:
    """The same token; that there is none is never for good.

    Where our secret has ended, asking again does not help until somebody renews it. But that is not about the message
    that was to be sent: given up for good, it would be lost, and its peer said to be out of reach.
    """

    async def asked() -> str:
        try:
            return await token()
        except OutsideFailure as failure:
            raise OutsideFailure(str(failure), retry_after=failure.retry_after) from failure

    return asked
