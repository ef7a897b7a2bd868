"""The documented limits of Teams for an app: so many calls a chat, and so many in the whole organisation."""

from __future__ import annotations

from aiohttp import web

from standin.limits import Limits, Rate
from standin.teams.payloads import ConnectorError

_IN_THE_TENANT = (Rate(50, 1),)
_WRITES_IN_A_CHAT = (Rate(7, 1), Rate(8, 2), Rate(60, 30), Rate(1800, 3600))
_READS_IN_A_CHAT = (Rate(14, 1), Rate(16, 2), Rate(120, 30), Rate(3600, 3600))


def check_rates(limits: Limits, request: web.Request) -> None:
    """Count this call of the app. Raises ConnectorError (429) when it is one too many."""
    wait = limits.take("teams", _IN_THE_TENANT)
    chat = request.match_info.get("conversation")
    if not wait and chat is not None:
        reads = request.method == "GET"
        rates = _READS_IN_A_CHAT if reads else _WRITES_IN_A_CHAT
        wait = limits.take(f"teams {'reads' if reads else 'writes'} {chat}", rates)
    if wait:
        raise ConnectorError(429, "Throttled", "Too many requests.", retry_after=wait)
