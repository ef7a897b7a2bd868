"""What a card is drawn with, apart from what it shows: who it speaks to, and what is said on top of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from wording.speaker import Speaker


@dataclass(frozen=True, kw_only=True)
class Overlay:
    """What is put over a card when a press is answered.

    `note` is a sentence on top. `problem` says what is missing or wrong; it stands on top and again beside the input
    of `problem_field`, since screen readers miss what stands only there. `typed` replaces the values of inputs, by
    field name, so that nothing a person typed is lost.
    """

    note: str | None = None
    problem_field: str | None = None
    problem: str | None = None
    typed: Mapping[str, str] = field(default_factory=dict)


PLAIN = Overlay()
"""Nothing on top."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """Speaker and overlay; `longest_quote` is the length to which words that are only read are cut, None for all."""

    speaker: Speaker
    over: Overlay = PLAIN
    longest_quote: int | None = None

    def say(self, key: str, /, **facts: object) -> str:
        """The sentence for this key."""
        return self.speaker.say(key, **facts)
