"""What a person typed and no button has done anything with: what of it stays begun, and what a card does not show."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from bot.buttons import read_input_id
from bot.turn import CardJson
from learning.goal import GOAL_NUMBERS
from learning.terms import LONGEST_ANSWER

PICKED = frozenset(
    {
        *("suggested", "withdrawn", "ends_on", "peers", "going_on", "rest_until", "evidence"),
        *("step_on", "shows_words", "step_to_remove", "weekday", "starts", "minutes", "companions", "online"),
        *(f"{chosen}_{number}" for number in GOAL_NUMBERS for chosen in ("choice", "outcome")),
    }
)
"""Fields in which nothing is written, only chosen: choosing again is no loss."""

OF_THINGS = frozenset({"withdrawn", "evidence", "step_to_remove"})
"""Fields in which a thing is chosen that may be gone by the next look: the choice is not kept."""

Inputs = Mapping[str, tuple[int, str]]
"""The inputs of a card: by field, the version that it shows, and what stands there."""


def words_missing_in(card: CardJson, typed: Mapping[str, str]) -> tuple[str, ...]:
    """The texts that were typed and stand nowhere on this card."""
    shown = {part for part in _parts(card) if isinstance(part, str)}
    return tuple(words for field, words in typed.items() if words and field not in PICKED and words not in shown)


def inputs_of(card: CardJson) -> Inputs:
    """Into what one can type on this card."""
    boxes = (part for part in _parts(card) if isinstance(part, Mapping) and "label" in part)
    return {
        found[0]: (found[1], str(box.get("value", ""))) for box in boxes if (found := read_input_id(str(box.get("id"))))
    }


def still_begun(
    begun: Mapping[str, str], inputs: Inputs, typed: Mapping[str, str], version: int, left: Collection[str]
) -> dict[str, str]:
    """What is begun once a button was pressed that reads none of the fields in `left`, and everything else.

    `begun` is what was so before, `inputs` what the card shows without it, `version` the one on whose card this was
    `typed`. A client sends no empty input. What was typed on an older card never takes the place of something newer.
    What is longer than any input lets one type is not kept.
    """
    kept = dict(begun)
    for field, (shown_version, shown) in inputs.items():
        if shown_version == version:
            kept.pop(field, None)
            if field in left and typed.get(field, "") != shown:
                kept[field] = typed.get(field, "")
    for field in left:
        if typed.get(field) and field not in kept and inputs.get(field, (0, ""))[1] == "":
            kept[field] = typed[field]
    return {field: words for field, words in kept.items() if field not in OF_THINGS and len(words) <= LONGEST_ANSWER}


def _parts(part: Any) -> Iterator[Any]:
    """Everything in a card: what it says or holds in an input, and what that stands in."""
    yield part
    inner = part.values() if isinstance(part, Mapping) else part if isinstance(part, list | tuple) else ()
    for each in inner:
        yield from _parts(each)
