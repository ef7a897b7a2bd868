"""The message catalogues: one gettext file a language, read into memory once, asked by symbolic keys."""

from __future__ import annotations

import gettext
import string
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent / "catalogues"
"""The catalogues that the app ships."""

Sentences = tuple[str, ...]
"""A sentence in its plural forms; one that counts nothing has one form."""


class SentenceMissing(LookupError):
    """A catalogue has no sentence for this key: a bug, and the architecture tests look for it."""


class CatalogueBroken(ValueError):
    """A catalogue file cannot be used."""


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """The sentences of one language. `plural` gives the index of the plural form for a number."""

    language: str
    sentences: Mapping[str, Sentences]
    plural: Callable[[int], int]

    def sentence(self, key: str) -> str:
        """The sentence for this key. Raises SentenceMissing."""
        return self._forms(key)[0]

    def counted(self, key: str, number: int) -> str:
        """The form of the sentence for this number. Raises SentenceMissing, also when it does not count."""
        forms = self._forms(key)
        if len(forms) == 1:
            raise SentenceMissing(f"{key} has no plural forms in {self.language}")
        return forms[self.plural(number)]

    def _forms(self, key: str) -> Sentences:
        try:
            return self.sentences[key]
        except KeyError:
            raise SentenceMissing(f"{key} is not in the catalogue of {self.language}") from None


Catalogues = Mapping[str, Catalogue]
"""Catalogues by language (`en`, `nl`, `de`)."""


@cache  # reading one takes a while, and it does not change
def load_catalogues(folder: Path = FOLDER) -> Catalogues:
    """All catalogues of a folder. Raises CatalogueBroken."""
    return {path.stem: read_catalogue(path) for path in sorted(folder.glob("*.po"))}


def read_catalogue(path: Path) -> Catalogue:
    """The catalogue in this file, which is named after its language. Raises CatalogueBroken."""
    with path.open("rb") as file:
        read = read_po(file, locale=path.stem, abort_invalid=True)
    sentences: dict[str, Sentences] = {}
    for message in read:
        key = message.id if isinstance(message.id, str) else message.id[0]
        if not key:
            continue
        forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        if not forms or not all(forms) or message.fuzzy:
            raise CatalogueBroken(f"{path.name}: {key} is not translated")
        sentences[key] = forms
    return Catalogue(language=path.stem, sentences=sentences, plural=gettext.c2py(read.plural_expr))


def placeholders(forms: Iterable[str]) -> frozenset[str]:
    """The names of the facts that a sentence speaks of."""
    parsed = (part for form in forms for part in string.Formatter().parse(form))
    return frozenset(name for _, name, _, _ in parsed if name)
