"""The token with which we call the chat service: a port. Whoever wires us hands it in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

ConnectorToken = Callable[[], Awaitable[str]]
"""An access token for `https://api.botframework.com/.default`, kept by whoever hands this in until it is about to end.

May raise OutsideFailure.
"""
