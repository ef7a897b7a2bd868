"""Every text of a story is a word that stands nowhere else, so that whoever reads it without leave is found out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from learning.people import PersonId

_WORD = re.compile(r"[a-z]+§\d+")


class Words:
    """The words of one story, and who may read each of them now."""

    def __init__(self) -> None:
        self._readers: dict[str, set[PersonId]] = {}

    def new(self, name: str, *readers: PersonId) -> str:
        """A word such as `goal§17`, to be read by these alone."""
        word = f"{name}§{len(self._readers)}"
        self._readers[word] = set(readers)
        return word

    def may_be_read_by(self, words: Iterable[str], *readers: PersonId) -> None:
        """From now on these may read them too."""
        for word in words:
            self._readers[word].update(readers)

    def are_gone_for(self, words: Iterable[str], reader: PersonId) -> None:
        """From now on this person is shown them no more."""
        for word in words:
            self._readers[word].discard(reader)

    def kept_from(self, reader: PersonId, thing: object) -> set[str]:
        """The words in this thing that are not for this reader."""
        return {word for word in words_in(thing) if reader not in self._readers[word]}


def words_in(thing: object) -> set[str]:
    """The words of the story that stand anywhere in this thing."""
    return set(_WORD.findall(repr(thing)))
