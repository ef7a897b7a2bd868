"""A button was pressed: read the form, run the action, answer with the card of the new state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.buttons import Button, read_button, typed
from bot.cards.draw import Overlay
from bot.cards.unsaved import words_missing_in
from bot.forms import Typed
from bot.handlers.handling import Handling
from bot.turn import CardAnswer, Pressed, TextAnswer
from learning.errors import NotHere, Refusal
from learning.messages import MessageKind
from learning.people import PersonId
from learning.work import Work

_ABOUT_READER = frozenset({MessageKind.WELCOME, MessageKind.CONNECTION})


@dataclass(frozen=True, kw_only=True)
class Pressing:
    """What a verb does: the questions its card asks, the form that reads them, the action, and the card to show after.

    `note` is the key of a sentence for a press that leaves its card, and what was typed on it, as it was.
    A card that changed says so itself,
    since the message is brought up to date right after the answer.
    """

    fields: tuple[str, ...] = ()
    form: Callable[[Button, Typed, PersonId], Any]
    action: Callable[[Work, Any, PersonId, datetime], object]
    shows: MessageKind
    note: str | None = None


async def press(handling: Handling, pressed: Pressed, table: dict[str, Pressing]) -> CardAnswer | TextAnswer:
    """Answer a pressed button. What is not ours, or no longer so, changes nothing and says what is."""
    route = table.get(pressed.verb)
    button = read_button(pressed.verb, pressed.data)
    if route is None or button is None:
        return TextAnswer(text=handling.speaker.refusal(NotHere()))
    answers = typed(pressed.data, route.fields, button.version)
    try:
        command = route.form(button, answers, handling.turn.actor)
        await handling.runner.run(route.action, command, handling.turn.actor, handling.now)
    except Refusal as refusal:
        return await _refuse(handling, route, button, answers, refusal)
    note = handling.speaker.say(route.note, now=handling.now) if route.note else None
    if note is None:
        return await handling.show(route.shows, _about(handling, route, button), Overlay())
    over = Overlay(note=note, typed=answers)
    return await _show_with_words(handling, route, _about(handling, route, button), over, answers)


async def _refuse(
    handling: Handling, route: Pressing, button: Button, answers: Typed, refusal: Refusal
) -> CardAnswer | TextAnswer:
    """The card as it stands, with the sentence. What was typed stays in its field, or is shown where there is none."""
    sentence, about = handling.speaker.refusal(refusal), _about(handling, route, button)
    if refusal.field is not None:
        over = Overlay(problem_field=refusal.field, problem=sentence, typed=answers)
    else:
        over = Overlay(note=sentence)
    return await _show_with_words(handling, route, about, over, answers)


async def _show_with_words(
    handling: Handling, route: Pressing, about: str, over: Overlay, answers: Typed
) -> CardAnswer | TextAnswer:
    """The card with what was typed: what has no field on it any more is shown beside."""
    shown = await handling.show(route.shows, about, over)
    if isinstance(shown, CardAnswer) and (unsaved := words_missing_in(shown.card, answers)):
        return await handling.show(route.shows, about, replace(over, unsaved=unsaved))
    return shown


def _about(handling: Handling, route: Pressing, button: Button) -> str:
    """Some cards are about their reader; every other one about the thing that its button names."""
    return handling.turn.actor if route.shows in _ABOUT_READER else button.about
