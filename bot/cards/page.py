"""What a card is drawn with, apart from what it shows: who it speaks to, and what is said about a press."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from wording.speaker import Speaker


@dataclass(frozen=True, kw_only=True)
class Overlay:
    """What is put over a card when a press is answered.

    `note` is a sentence above the buttons, where the person looks who has just pressed one. `problem` says what is
    missing or wrong; it stands there too, and again beside the input of `problem_field`. `typed` replaces the values of
    inputs, by field name. `unsaved` is what was typed, was not saved, and has no input to stand in any more: it is
    shown, so that nothing a person wrote is lost. `begun` is what was typed earlier, is kept, and has no input to stand
    in for now.
    """

    note: str | None = None
    problem_field: str | None = None
    problem: str | None = None
    typed: Mapping[str, str] = field(default_factory=dict)
    unsaved: tuple[str, ...] = ()
    begun: tuple[str, ...] = ()


PLAIN = Overlay()
"""Nothing to say."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """Speaker and overlay.

    `longest_quote` is the length to which words that are only read are cut, None for all. `public_url` is where
    people's browsers reach our pages, without a slash at the end.
    """

    speaker: Speaker
    over: Overlay = PLAIN
    longest_quote: int | None = None
    public_url: str = ""

    def say(self, key: str, /, **facts: object) -> str:
        """The sentence for this key."""
        return self.speaker.say(key, **facts)
