"""Understands what a person types: a command in their own words, with their typing mistakes."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Literal, get_args

from wording.speaker import Speaker

Command = Literal["new", "my_cycle", "ask", "review", "pause", "steps", "calendar", "connect", "disconnect", "help"]
COMMANDS: tuple[Command, ...] = get_args(Command)

_ALIKE = 0.79
"""How alike what was typed and a known word must be, 1 being the same: one slip in a word of five letters passes."""
_CLEARLY = 0.05
"""By how much the best command must be more alike than the next, to be taken."""
_LONGEST = 80
"""Nobody types a longer command; comparing long texts takes time."""


def understand(text: str, speaker: Speaker) -> Command | None:
    """The command that these words mean; None when they mean none, or could mean two."""
    words = " ".join(text.lower().replace("\u2019", "'").split()).strip(" .,!?")
    if not words or len(words) > _LONGEST:
        return None
    known = {command: speaker.commands(command) for command in COMMANDS}
    for candidate in (words, _without_politeness(words, speaker)):
        for command, names in known.items():
            if candidate in names:
                return command
    words = _without_politeness(words, speaker)
    scores = sorted((max(_likeness(words, name) for name in names), command) for command, names in known.items())
    (second, _), (best, command) = scores[-2:]
    return command if best >= _ALIKE and best - second >= _CLEARLY else None


def _without_politeness(words: str, speaker: Speaker) -> str:
    """The words without those around them that change nothing."""
    around = sorted(speaker.commands("around"), key=len, reverse=True)
    shorter = True
    while shorter:
        before = words
        for extra in around:
            words = words.removeprefix(f"{extra} ").removesuffix(f" {extra}").strip(" ,")
        shorter = words != before
    return words


def _likeness(words: str, name: str) -> float:
    """From 0 to 1. Two letters that changed places are one slip, also in the shortest word."""
    if len(words) == len(name) > 2 and sorted(words) == sorted(name) and words[0] == name[0]:  # noqa: PLR2004 - as said
        return 1.0
    return SequenceMatcher(None, words, name, autojunk=False).ratio()
