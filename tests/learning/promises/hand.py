"""What somebody can do in a story is a method marked as a hand: each is done about as often as every other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from hypothesis.strategies import DataObject, SearchStrategy

from tests.learning.promises.world import World

Method = TypeVar("Method", bound=Callable[..., None])


class Deciding:
    """`data` draws what a hand decides on the way."""

    data: DataObject


class Hands(Deciding):
    """Somebody's hands in a world."""

    world: World


def hand(**choices: SearchStrategy[Any]) -> Callable[[Method], Method]:
    """Mark what can be done at any time; `choices` say what is decided before."""

    def mark(method: Method) -> Method:
        method.choices = choices  # type: ignore[attr-defined]  # how the story finds it
        return method

    return mark


def hands_of(story: type) -> list[str]:
    """The names of everything that can be done."""
    return sorted(name for name in dir(story) if hasattr(getattr(story, name), "choices"))


def do(hands: Deciding, name: str) -> None:
    """Decide what there is to decide, and do it."""
    method = getattr(hands, name)
    method(**{each: hands.data.draw(strategy) for each, strategy in method.choices.items()})
