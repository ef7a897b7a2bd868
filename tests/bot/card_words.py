"""Looks into the JSON of a card, as a person or a screen reader goes through it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def parts_of(value: object) -> Iterator[dict[str, Any]]:
    """Everything in a card, in the order in which it is drawn."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from parts_of(each)


def named_parts(card: Mapping[str, Any], kind: str) -> list[dict[str, Any]]:
    """All parts of this type."""
    return [part for part in parts_of(dict(card)) if part.get("type") == kind]


def inputs_of(card: Mapping[str, Any]) -> list[dict[str, Any]]:
    """All inputs."""
    return [part for part in parts_of(dict(card)) if str(part.get("type", "")).startswith("Input.")]


def read_aloud(card: Mapping[str, Any]) -> str:
    """All sentences of a card, without what stands in inputs."""
    return "\n".join(
        part["text"] for part in parts_of(dict(card)) if part.get("type") in {"TextBlock", "TextRun"} and "text" in part
    )
