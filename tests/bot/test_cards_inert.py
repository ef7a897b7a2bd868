"""Names and words of people are shown as they were typed, wherever Markdown or functions are read."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from bot.cards.inert import inert, inert_in_label, inert_in_markdown

NASTY = [
    "**x** [a](javascript:1) {{DATE()}} ${x} 1. y",
    "1. y",
    "- y",
    "+ y",
    "# y",
    "> y",
    "*a* _b_ `c` ~~d~~",
    "<b>x</b> &lt;",
    "[EXT] Ana (HR)",
    "a\\*b",
    "![x](y)",
    "x\n===",
]


@pytest.mark.parametrize("name", NASTY)
def test_a_name_in_markdown_is_read_as_it_is_written(name: str) -> None:
    tokens = MarkdownIt("commonmark").enable("strikethrough").parse(inert_in_markdown(name))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    words = "".join(child.content for child in tokens[1].children or [])
    assert {child.type for child in tokens[1].children or []} <= {"text", "text_special"}
    assert words.replace("\u2060", "") == " ".join(name.split())


@pytest.mark.parametrize("name", NASTY)
def test_a_name_in_a_label_is_no_markdown(name: str) -> None:
    tokens = MarkdownIt("commonmark").enable("strikethrough").parse(f"Whom should {inert_in_label(name)} meet?")
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert {child.type for child in tokens[1].children or []} <= {"text", "text_special"}


def test_functions_in_words_are_not_carried_out() -> None:
    assert "{{" not in inert("{{{DATE(2026-03-02T09:00:00Z)}}")
    assert "${" not in inert("$${x}")
    assert inert("{{x").replace("\u2060", "") == "{{x"


def test_ordinary_names_stay_as_they_are() -> None:
    for name in ("Chloé Martin", "Anne-Marie O'Neil (HR)", "J. R. Smith"):
        assert inert_in_markdown(name) == inert_in_label(name) == inert(name) == name
