"""What Teams takes: turns a built card into JSON, mends what the builder writes wrongly, and checks the limits."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from microsoft_teams.cards.core import AdaptiveCard

    from bot.turn import CardJson

VERSION = "1.5"
MOST_ACTIONS = 6
MOST_BYTES = 28 * 1024
"""What a card should stay under, in UTF-16 as Teams counts."""
MOST_BYTES_EVER = 80 * 1024
"""What a card is never over. A message holds about 100 KB. Between the two stand cards full of what was typed in signs
that take much room: it is not cut, since it would be lost."""

_SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
_RESERVED = "action"
_NOT_ON_PHONES = "Action.ShowCard"


class BrokenCard(ValueError):
    """A card that Teams would refuse or people could not use: a bug in the card."""


def to_json(card: AdaptiveCard) -> CardJson:
    """The card as it goes over the wire: the schema under its right name, whole numbers as such."""
    dumped = card.model_dump(exclude_none=True)
    dumped.pop("schema", None)
    whole: dict[str, Any] = _with_whole_numbers(dumped)
    return {"$schema": _SCHEMA, **whole}


def size_of(card: CardJson) -> int:
    """Bytes of the card in UTF-16."""
    return len(json.dumps(card, ensure_ascii=False, separators=(",", ":")).encode("utf-16-le", "surrogatepass"))


def check(card: CardJson) -> None:
    """Raise BrokenCard unless Teams takes the card and everybody can use it."""
    if card.get("version") != VERSION:
        raise BrokenCard(f"version {card.get('version')} instead of {VERSION}")
    if size_of(card) > MOST_BYTES_EVER:
        raise BrokenCard(f"{size_of(card)} bytes")
    if len(card.get("actions", ())) > MOST_ACTIONS:
        raise BrokenCard(f"{len(card['actions'])} buttons")
    parts = list(_parts(card))
    _check_ids([part["id"] for part in parts if "id" in part])
    for part in parts:
        _check_part(part)


def _check_ids(ids: list[str]) -> None:
    twice = {each for each in ids if ids.count(each) > 1}
    if twice:
        raise BrokenCard(f"ids used twice: {sorted(twice)}")


def _check_part(part: Mapping[str, Any]) -> None:
    kind = str(part.get("type", ""))
    if kind == _NOT_ON_PHONES:
        raise BrokenCard("a card within a card: phones lose what is typed there")
    if kind.startswith("Input.") and not (str(part.get("label", "")).strip() and part.get("id")):
        raise BrokenCard(f"an input without label or id: {part.get('id')}")
    if kind.startswith("Action.") and _RESERVED in part.get("data", {}):
        raise BrokenCard(f"a button that carries {_RESERVED!r}: the builder overwrites it")


def _parts(value: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _parts(each)


def _with_whole_numbers(value: Any) -> Any:
    match value:
        case dict():
            return {key: _with_whole_numbers(each) for key, each in value.items()}
        case list():
            return [_with_whole_numbers(each) for each in value]
        case float() if value.is_integer():
            return int(value)
        case _:
            return value
