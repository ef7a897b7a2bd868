"""The parts that cards are made of, so that all of them look and read alike."""

from __future__ import annotations

from collections.abc import Iterable

from microsoft_teams.cards.core import (
    Action,
    AdaptiveCard,
    CardElement,
    Container,
    ExecuteAction,
    RichTextBlock,
    Spacing,
    TeamsCardProperties,
    TextBlock,
    TextRun,
)

from bot.buttons import Button
from bot.cards.inert import inert
from bot.cards.page import Page

Elements = list[CardElement]


def card(page: Page, *, body: Elements, actions: list[Action] | None = None) -> AdaptiveCard:
    """A card, with what the overlay says above its buttons."""
    return AdaptiveCard(
        version="1.5",
        lang=page.speaker.language,
        msteams=TeamsCardProperties(width="full"),
        body=[*body, *_said(page)],
        actions=actions or None,
    )


def title(text: str) -> TextBlock:
    """The heading of a card: our words; a name in them has gone through `inert_in_markdown`."""
    return TextBlock(text=text, style="heading", size="Large", weight="Bolder", wrap=True)


def heading(text: str) -> TextBlock:
    """The heading of a part of a card: our words only."""
    return TextBlock(
        text=text, style="heading", size="Medium", weight="Bolder", wrap=True, spacing="Large", separator=True
    )


def group(text: str) -> TextBlock:
    """What a few inputs have in common; it looks like the label of one."""
    return TextBlock(text=text, style="heading", size="Default", weight="Bolder", wrap=True, spacing="Medium")


def line(text: str, *, spacing: Spacing = "Default") -> RichTextBlock:
    """A sentence, which may hold words of people."""
    return rich(TextRun(text=inert(text)), spacing=spacing)


def aside(text: str, *, spacing: Spacing = "Small") -> RichTextBlock:
    """A quieter sentence: who can see it, a hint."""
    return rich(TextRun(text=inert(text), is_subtle=True), spacing=spacing)


def named_line(name: str, text: str, *, spacing: Spacing = "Small") -> RichTextBlock:
    """A bold name and what is to be said about it."""
    return rich(TextRun(text=f"{inert(name)}: ", weight="Bolder"), TextRun(text=inert(text)), spacing=spacing)


def rich(*runs: TextRun, spacing: Spacing) -> RichTextBlock:
    """Runs of text in a row; what is said in them has gone through `inert`."""
    return RichTextBlock(inlines=list[CardElement](runs), spacing=spacing)


def quotes(page: Page, pairs: Iterable[tuple[str, str]]) -> Elements:
    """What somebody wrote, each answer under its question, set apart. Empty answers are left out."""
    given = [(question, answer) for question, answer in pairs if answer]
    if not given:
        return []
    items: Elements = []
    for number, (question, answer) in enumerate(given):
        items.append(_question(question, spacing="Medium" if number else "None"))
        items.append(line(_cut(page, answer), spacing="None"))
    if any(_is_cut(page, answer) for _, answer in given):
        items.append(aside(page.say("card.shortened"), spacing="Medium"))
    return [Container(style="emphasis", items=items, spacing="Medium")]


def said(text: str) -> Container:
    """What has just happened, set apart so that it is noticed."""
    return Container(style="accent", items=[line(text, spacing="None")], spacing="Large")


def button(of: Button, words: str, *, primary: bool = False) -> ExecuteAction:
    """A button of a card. At most one of a card is the primary one."""
    return ExecuteAction(title=words, verb=of.verb, data=dict(of.data), style="positive" if primary else None)


def _question(text: str, *, spacing: Spacing) -> RichTextBlock:
    return rich(TextRun(text=inert(text), size="Small", weight="Bolder"), spacing=spacing)


def _is_cut(page: Page, text: str) -> bool:
    return page.longest_quote is not None and len(text) > page.longest_quote


def _cut(page: Page, text: str) -> str:
    return text[: page.longest_quote].rstrip() + "…" if _is_cut(page, text) else text


def _said(page: Page) -> Elements:
    shown: Elements = []
    if page.over.problem:
        opening = TextRun(text=f"{page.say('card.problem')} ", weight="Bolder")
        words = rich(opening, TextRun(text=inert(page.over.problem)), spacing="None")
        shown.append(Container(style="attention", items=[words], spacing="Large"))
    if page.over.note:
        shown.append(said(page.over.note))
    return [
        *shown,
        *_given_back(page, "card.unsaved", page.over.unsaved),
        *_given_back(page, "card.begun", page.over.begun),
    ]


def _given_back(page: Page, key: str, texts: tuple[str, ...]) -> Elements:
    if not texts:
        return []
    kept: Elements = [line(words) for words in texts]
    return [Container(style="emphasis", items=[_question(page.say(key), spacing="None"), *kept], spacing="Medium")]
