"""The inputs of a card. Each is labelled, keeps what was typed, and says beside itself what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from microsoft_teams.cards.core import (
    Choice,
    ChoiceSetInput,
    DateInput,
    QueryData,
    TextInput,
    TextRun,
    TimeInput,
    ToggleInput,
)

from bot.buttons import input_id
from bot.cards.inert import inert
from bot.cards.page import Page
from bot.cards.parts import Elements, rich

PEOPLE = "graph.microsoft.com/users"
"""The data set that makes a choice a people picker: a search in the organisation's directory."""


@dataclass(frozen=True, kw_only=True)
class Form:
    """The inputs of a card about the thing with this id, in this row version. None is required: the service checks."""

    page: Page
    about: str
    version: int

    def text(
        self, field: str, label: str, value: str = "", *, longest: int, placeholder: str = "", multiline: bool = True
    ) -> Elements:
        """A text of at most so many characters. The placeholder comes along as long as the field is empty."""
        held = self._value(field, value)
        box = TextInput(
            id=input_id(field, self.version, self.about),
            label=label,
            value=held,
            max_length=longest,
            is_multiline=multiline or None,
            placeholder=None if held else placeholder or None,
            spacing="Medium",
        )
        return [*self._problem(field), box]

    def day(self, field: str, label: str, value: str) -> Elements:
        """A date, written `2026-03-24`. Without limits: beyond them a client only turns red and lets nobody press."""
        box = DateInput(
            id=input_id(field, self.version, self.about),
            label=label,
            value=self._value(field, value),
            spacing="Medium",
        )
        return [*self._problem(field), box]

    def time(self, field: str, label: str, value: str) -> Elements:
        """A time of day, written `15:00`."""
        box = TimeInput(
            id=input_id(field, self.version, self.about),
            label=label,
            value=self._value(field, value),
            spacing="Medium",
        )
        return [*self._problem(field), box]

    def toggle(self, field: str, label: str, words: str, *, is_on: bool = False) -> Elements:
        """Yes or no: `true` comes back when it is ticked. The label says what it is about, `words` stand beside it."""
        box = ToggleInput(
            id=input_id(field, self.version, self.about),
            label=label,
            title=words,
            value=self._value(field, "true" if is_on else "false"),
            wrap=True,
            spacing="Medium",
        )
        return [*self._problem(field), box]

    def choice(
        self, field: str, label: str, value: str, choices: Iterable[tuple[str, str]], *, is_open: bool = True
    ) -> Elements:
        """One of a few: pairs of value and words. All of them are in sight when it `is_open`, else the chosen one."""
        box = ChoiceSetInput(
            id=input_id(field, self.version, self.about),
            label=label,
            value=self._value(field, value),
            choices=[Choice(value=name, title=words) for name, words in choices],
            style="expanded" if is_open else "compact",
            wrap=True,
            spacing="Medium",
        )
        return [*self._problem(field), box]

    def people(self, field: str, label: str, value: str, *, placeholder: str, several: bool = True) -> Elements:
        """People of the organisation, as Entra object ids joined by commas; without `several` one at most."""
        box = ChoiceSetInput(
            id=input_id(field, self.version, self.about),
            label=label,
            value=self._value(field, value),
            choices=[],
            choices_data=QueryData(dataset=PEOPLE),
            is_multi_select=several or None,
            placeholder=placeholder,
            spacing="Medium",
        )
        return [*self._problem(field), box]

    def _value(self, field: str, value: str) -> str | None:
        return self.page.over.typed.get(field, value) or None

    def _problem(self, field: str) -> Elements:
        if field != self.page.over.problem_field or not self.page.over.problem:
            return []
        words = TextRun(text=inert(self.page.over.problem), color="Attention", weight="Bolder")
        return [rich(words, spacing="Medium")]
