"""The token with which we call the chat service: a port. Whoever wires us hands it in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

ConnectorToken = Callable[[], Awaitable[str]]
"""An access token for `https://api.botframework.com/.default`. May raise OutsideFailure.

Asked for before each call. Whoever hands this in keeps one token for all until it is about to end, and fetches the next
one once, however many ask.
"""
