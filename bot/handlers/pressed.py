"""A button was pressed: read the form, run the action, answer with the card of the new state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar

from bot.buttons import Button, read_button, typed
from bot.cards.draw import Overlay
from bot.cards.unsaved import still_begun, words_missing_in
from bot.forms import Typed
from bot.handlers.handling import Handling
from bot.turn import CardAnswer, Pressed, TextAnswer
from learning.errors import NotHere, PressedAlready, Refusal
from learning.messages import MessageKind
from learning.people import PersonId
from learning.work import Work

T = TypeVar("T")

_ABOUT_READER = frozenset({MessageKind.WELCOME, MessageKind.CONNECTION})


@dataclass(frozen=True, kw_only=True)
class Pressing:
    """What a verb does: the questions its card asks, the form that reads them, the action, and the card to show after.

    `reads` names those of the questions that the form reads, when these are not all: what was typed into the others
    stays begun. `note` is the key of a sentence for a press that leaves its card, and what was typed on it, as it was.
    A card that changed says so itself,
    since the message is brought up to date right after the answer.
    """

    fields: tuple[str, ...] = ()
    reads: tuple[str, ...] | None = None
    form: Callable[[Button, Typed, PersonId], Any]
    action: Callable[[Work, Any, PersonId, datetime], object]
    shows: MessageKind
    note: str | None = None

    @property
    def leaves(self) -> tuple[str, ...]:
        """The questions that the form does not read."""
        return () if self.reads is None else tuple(field for field in self.fields if field not in self.reads)


async def press(handling: Handling, pressed: Pressed, table: dict[str, Pressing]) -> CardAnswer | TextAnswer:
    """Answer a pressed button. What is not ours, or no longer so, changes nothing and says what is."""
    route = table.get(pressed.verb)
    button = read_button(pressed.verb, pressed.data)
    if route is None or button is None:
        return TextAnswer(text=handling.speaker.refusal(NotHere()))
    answers = typed(pressed.data, route.fields, button.version)
    try:
        command = route.form(button, answers, handling.turn.actor)
        action = _beside(route.action, handling, route, button, answers, left=route.leaves)
        await handling.runner.run(action, command, handling.turn.actor, handling.now)
    except Refusal as refusal:
        return await _refuse(handling, route, button, answers, refusal)
    note = handling.speaker.say(route.note, now=handling.now) if route.note else None
    left = {field: answers[field] for field in route.leaves if field in answers}
    return await _show_with_words(handling, route, _about(handling, route, button), Overlay(note=note), left)


async def _refuse(
    handling: Handling, route: Pressing, button: Button, answers: Typed, refusal: Refusal
) -> CardAnswer | TextAnswer:
    """The card as it stands, with the sentence. What was typed stays in its field, or is shown where there is none."""
    sentence, about = handling.speaker.refusal(refusal), _about(handling, route, button)
    if route.fields and not isinstance(refusal, NotHere | PressedAlready):
        nothing = _beside(_do_nothing, handling, route, button, answers, left=route.fields)
        await handling.runner.run(nothing, None, handling.turn.actor, handling.now)
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


def _beside(
    action: Callable[[Work, Any, PersonId, datetime], T],
    handling: Handling,
    route: Pressing,
    button: Button,
    answers: Typed,
    *,
    left: tuple[str, ...],
) -> Callable[[Work, Any, PersonId, datetime], T]:
    """The action that also, in the same commit, keeps what was typed into what is `left`, as its writer's beginnings.

    The card is drawn for that when there is something to keep or to let go: most often there is not.
    """
    about = _about(handling, route, button)

    @wraps(action)
    def with_what_is_left(work: Work, command: Any, actor: PersonId, now: datetime) -> T:
        begun = work.unfinished.of(actor, route.shows, about) if route.fields else {}
        inputs = None
        if begun or any(answers.get(field) for field in left):
            inputs = handling.inputs(work, route.shows, about)
        done = action(work, command, actor, now)
        if inputs is not None:
            words = still_begun(begun, inputs, answers, button.version, left)
            work.unfinished.put(actor, route.shows, about, words)
        return done

    return with_what_is_left


def _do_nothing(work: Work, command: None, actor: PersonId, now: datetime) -> None:
    """Nothing else is kept where the action was refused."""


def _about(handling: Handling, route: Pressing, button: Button) -> str:
    """Some cards are about their reader; every other one about the thing that its button names."""
    return handling.turn.actor if route.shows in _ABOUT_READER else button.about
