"""`send`: 5,000 messages into as many chats, and 500 by the Bot Framework SDK alone, beside each other.

The chat service is a process of its own that takes 50 ms and refuses one call in five; whoever signs apps in takes
50 ms too. Everything is measured there. Ours runs twice: with the limit of the tenant off, for its rate, and for a
minute with all limits on, for what arrives at most in any second.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bench.connector import Seen
from bench.figures import Report, peak
from bench.processes import output_of, running

DESCRIPTION = "proactive messages: how many a second, beside the SDK alone, and none lost (about three minutes)"
MESSAGES = 5000
STOCK_MESSAGES = 500
LIMITED_SECONDS = 60
_LIMIT_SECONDS = 300.0


async def run() -> Report:
    """Measure all three, one after the other. Raises RuntimeError when one of the programs fails."""
    with tempfile.TemporaryDirectory() as folder:
        async with _service(Path(folder)) as service:
            ours, sent = await service.measure("bench.ours", service.ca_file, str(MESSAGES))
            stock, _ = await service.measure("bench.stock", str(STOCK_MESSAGES))
            limited, sent_limited = await service.measure("bench.ours", service.ca_file, f"{LIMITED_SECONDS}s")
    return _report(ours=ours, sent=sent, stock=stock, limited=limited, sent_limited=sent_limited)


def _report(*, ours: Seen, sent: int, stock: Seen, limited: Seen, sent_limited: int) -> Report:
    lost = sent - len(ours.taken) + sent_limited - len(limited.taken)
    twice = sum(count - 1 for seen in (ours, limited) for count in seen.taken.values())
    ours_rate = len(ours.taken) / _seconds(ours)
    stock_rate = len(stock.arrived_at) / _seconds(stock)  # those that it lost count too, in its favour
    most = peak(limited.arrived_at, 1)
    figures = {
        "messages": sent,
        "lost": lost,
        "ours_per_s": round(ours_rate, 1),
        "stock_per_s": round(stock_rate, 1),
        "rate_ratio": round(ours_rate / stock_rate, 1),
        "limited_peak_per_s": most,
    }
    lines = [
        f"ours:    {sent} messages in {_seconds(ours):.1f} s: {ours_rate:.0f}/s; refused {ours.refused} times",
        f"SDK:     {STOCK_MESSAGES} messages in {_seconds(stock):.1f} s: {stock_rate:.1f}/s; lost {stock.refused}",
        f"ratio:   {ours_rate / stock_rate:.0f}",
        f"limited: {len(limited.arrived_at)} calls in {_seconds(limited):.1f} s, at most {most} in any second",
        f"lost by ours: {lost}; arrived twice: {twice}",
        f"tokens fetched: ours {ours.tokens}, stock {stock.tokens}",
    ]
    return Report(figures=figures, lines=lines)


def _seconds(seen: Seen) -> float:
    """From the first call's arrival to the last one's answer."""
    return max(seen.answered_at) - min(seen.arrived_at)


@dataclass(frozen=True, kw_only=True)
class _Service:
    """The chat service that runs, and those who send to it."""

    connector: str
    issuer: str
    ca_file: str
    http: aiohttp.ClientSession

    async def measure(self, module: str, *arguments: str) -> tuple[Seen, int]:
        """What the chat service counted while this program ran, and the number that the program wrote, if any."""
        async with self.http.post(f"{self.connector}/bench/begin") as answer:
            answer.raise_for_status()
        written = await output_of(
            module,
            *(self.connector, self.issuer, *arguments),
            within_seconds=_LIMIT_SECONDS,
            environment={"REQUESTS_CA_BUNDLE": self.ca_file},  # how the SDK's requests learn of an authority
        )
        async with self.http.get(f"{self.connector}/bench/seen") as answer:
            return Seen(**await answer.json()), int(written or 0)


@asynccontextmanager
async def _service(folder: Path) -> AsyncIterator[_Service]:
    """The chat service as a process, for as long as the block runs."""
    async with running("bench.connector", str(folder)) as line, aiohttp.ClientSession() as http:
        yield _Service(**json.loads(line), ca_file=str(folder / "ca.pem"), http=http)
