"""Finds what a person typed that a card no longer shows, so that it can be given back to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.turn import CardJson
from learning.goal import GOAL_NUMBERS

PICKED = frozenset(
    {
        *("suggested", "withdrawn", "ends_on", "peers", "going_on", "rest_until", "evidence"),
        *(f"{chosen}_{number}" for number in GOAL_NUMBERS for chosen in ("choice", "outcome")),
    }
)
"""Fields in which nothing is written, only chosen: choosing again is no loss."""


def words_missing_in(card: CardJson, typed: Mapping[str, str]) -> tuple[str, ...]:
    """The texts that were typed and stand nowhere on this card."""
    shown = set(_texts(card))
    return tuple(words for field, words in typed.items() if words and field not in PICKED and words not in shown)


def _texts(part: Any) -> Iterator[str]:
    """Everything that a card says or holds in an input."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping):
        for inner in part.values():
            yield from _texts(inner)
    elif isinstance(part, list | tuple):
        for inner in part:
            yield from _texts(inner)
