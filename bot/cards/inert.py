"""Makes words of people harmless where a chat would read Markdown or functions in them.

Words go into text runs wherever they can: those are no Markdown. Only titles, which must be headings for screen
readers, and labels are; they hold names, or the beginning of what they are about, never anything longer.
"""

from __future__ import annotations

import re

_MARKDOWN = re.compile(r"([\\`*_\[\]<>~|&#])")
_LIST_START = re.compile(r"^(\s*)(?:(\d+)([.)])|([-+]))")
_OPENING = re.compile(r"(?<=[{$])(?={)")
_JOINER = "\u2060"
_FEW = 60
_SPACES = re.compile(r"\s+")
_NOT_IN_LABELS = str.maketrans(
    {"[": "(", "]": ")", "*": None, "`": None, "_": " ", "~": None, "<": None, ">": None, "\\": None}
)


def inert(text: str) -> str:
    """The text for a text run: `{{DATE(…)}}` and `${…}` stay what was typed, by an invisible mark between the signs."""
    return _OPENING.sub(_JOINER, text)


def inert_in_markdown(name: str) -> str:
    """The name for a place that is read as Markdown: in one line, each sign of Markdown escaped."""
    escaped = _MARKDOWN.sub(r"\\\1", inert(_in_one_line(name)))
    return _LIST_START.sub(_escape_list_start, escaped)


def inert_in_label(name: str) -> str:
    """The name for a label, which some chats read as Markdown and others show as it is: without any such sign."""
    return inert(_in_one_line(name.translate(_NOT_IN_LABELS)))


def in_a_few_words(text: str) -> str:
    """The beginning of what somebody wrote, for a label."""
    words = inert_in_label(text)
    return words if len(words) <= _FEW else f"{words[:_FEW].rstrip()}…"


def _in_one_line(name: str) -> str:
    return _SPACES.sub(" ", name).strip()


def _escape_list_start(found: re.Match[str]) -> str:
    spaces, number, sign, bullet = found.groups()
    return f"{spaces}{number}\\{sign}" if number else f"{spaces}\\{bullet}"
