"""Every sentence a person may read is there, in every language, in words that keep the promises."""

from __future__ import annotations

import importlib
import pkgutil
import re
from typing import TYPE_CHECKING

import pytest

import bot
import learning
from learning.errors import Refusal
from wording.catalogue import Catalogue, CatalogueBroken, SentenceMissing, load_catalogues, placeholders, read_catalogue

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

CATALOGUES = load_catalogues()
ENGLISH = CATALOGUES["en"]
NEVER = (
    "approv",
    "event",
    "user",
    "manager",
    "reject",
    "assign",
    "sign off",
    "must",
    "fail",
    "wrong answer!",
    "error",
    "invalid",
)


def refusals() -> list[type[Refusal]]:
    """Every Refusal there is, wherever it is defined."""
    for package in (learning, bot):
        _import_all(package)
    found: list[type[Refusal]] = []
    waiting: list[type[Refusal]] = [Refusal]
    while waiting:
        below = waiting.pop().__subclasses__()
        found += below
        waiting += below
    return [each for each in found if each.__module__.startswith(("learning.", "bot."))]


def _import_all(package: ModuleType) -> None:
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not module.name.startswith("bot.channel"):
            importlib.import_module(module.name)


def test_english_is_there() -> None:
    assert ENGLISH.language == "en"


@pytest.mark.parametrize("refusal", refusals(), ids=lambda each: each.__name__)
@pytest.mark.parametrize("language", sorted(CATALOGUES))
def test_every_refusal_has_a_sentence(refusal: type[Refusal], language: str) -> None:
    assert CATALOGUES[language].sentence(f"refusal.{refusal.__name__}")


@pytest.mark.parametrize("language", sorted(CATALOGUES))
def test_every_language_says_the_same_things_with_the_same_facts(language: str) -> None:
    other = CATALOGUES[language]
    assert set(other.sentences) == set(ENGLISH.sentences)
    for key, forms in other.sentences.items():
        assert placeholders(forms) == placeholders(ENGLISH.sentences[key]), key
        assert (len(forms) > 1) == (len(ENGLISH.sentences[key]) > 1), key


@pytest.mark.parametrize("word", NEVER)
def test_no_sentence_sounds_like_permission_or_blame(word: str) -> None:
    found = [key for key, forms in ENGLISH.sentences.items() for form in forms if re.search(rf"\b{word}", form.lower())]
    assert found == []


def test_no_sentence_shouts() -> None:
    assert [key for key, forms in ENGLISH.sentences.items() if any("!" in form for form in forms)] == []


def test_no_sentence_is_markdown() -> None:
    """Sentences also stand where Markdown is read: headings, labels, buttons."""
    found = [
        key
        for key, forms in ENGLISH.sentences.items()
        for form in forms
        if re.search(r"[*_`\[\]#<>]", form) or re.match(r"\s*(\d+[.)]|[-+]) ", form)
    ]
    assert [key for key in found if not all("{" in form for form in ENGLISH.sentences[key])] == []


def test_sentences_are_short() -> None:
    longest = [
        (key, part)
        for key, forms in ENGLISH.sentences.items()
        for form in forms
        for part in re.split(r"[.?:;]", form)
        if len(part.split()) > 22 and not key.startswith("command.")
    ]
    assert longest == []


def test_a_missing_sentence_is_a_bug() -> None:
    with pytest.raises(SentenceMissing):
        ENGLISH.sentence("contract.titel")
    with pytest.raises(SentenceMissing):
        ENGLISH.counted("contract.title", 2)


def test_an_untranslated_sentence_is_found_at_the_start(tmp_path: Path) -> None:
    file = tmp_path / "nl.po"
    file.write_text('msgid "contract.title"\nmsgstr ""\n', encoding="utf-8")
    with pytest.raises(CatalogueBroken, match=r"contract\.title"):
        read_catalogue(file)


def test_another_language_drops_in_beside_it(tmp_path: Path) -> None:
    (tmp_path / "nl.po").write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
        'msgid "weeks"\nmsgid_plural "weeks"\nmsgstr[0] "{number} week"\nmsgstr[1] "{number} weken"\n',
        encoding="utf-8",
    )
    dutch: Catalogue = load_catalogues(tmp_path)["nl"]
    assert [dutch.counted("weeks", number) for number in (0, 1, 2)] == [
        "{number} weken",
        "{number} week",
        "{number} weken",
    ]
