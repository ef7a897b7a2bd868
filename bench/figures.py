"""What is worked out from what a server counted, and how a benchmark tells its figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Report:
    """What one run of a benchmark found: `figures` for machines, `lines` for people."""

    figures: Mapping[str, object]
    lines: Sequence[str]


def peak(moments: Sequence[float], seconds: float) -> int:
    """The largest number of these moments within any stretch of so many seconds, its end not included."""
    ordered = sorted(moments)
    first, most = 0, 0
    for last, moment in enumerate(ordered):
        while moment - ordered[first] >= seconds:
            first += 1
        most = max(most, last - first + 1)
    return most
