"""What tests have in common that press buttons by the routes of the chat, as the door hands them in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any, Concatenate, ParamSpec, TypeVar

from bot.buttons import Verb
from bot.forms import CONTRACT_FIELDS, FEEDBACK_FIELDS
from bot.forms_of_asking import SUGGESTION_FIELDS
from bot.turn import Arrived, Pressed, Said, Turn
from learning.errors import NotHere
from learning.people import Person, PersonId
from learning.work import Work
from tests.bot import card_words
from tests.cast import PEOPLE
from tests.work_fixture import Run
from wording.catalogue import load_catalogues
from wording.speaker import Speaker

P = ParamSpec("P")
T = TypeVar("T")

_CATALOGUES = load_catalogues()
ABOUT_WHOEVER_PRESSES = frozenset(
    {Verb.NEW_CONTRACT, Verb.TRY_CALENDAR_AGAIN, Verb.REMOVED_BY_HAND, Verb.CONNECT_CALENDAR, Verb.DISCONNECT_CALENDAR}
    | {Verb.MAKE_FEED, Verb.RENEW_FEED, Verb.END_FEED}
)
"""These name no thing: each is about the next contract, or the calendar, of the person whose token comes along."""
SENT_BY: Mapping[str, tuple[str, ...]] = {
    Verb.ASK_FOR_ADVICE: (*CONTRACT_FIELDS, "next_goal"),
    Verb.ASK_SUGGESTED: (*CONTRACT_FIELDS, "next_goal"),
    Verb.GIVE_FEEDBACK: FEEDBACK_FIELDS,
    Verb.SUGGEST_PEER: SUGGESTION_FIELDS,
    Verb.PARK_ADVICE: ("because",),
    Verb.HOLD_CLOSING: ("outcome_words",),
}
"""Which buttons send what was typed into which questions; no other does."""


class AtOnce:
    """Carries actions out without a thread."""

    def __init__(self, run: Run) -> None:
        self._run = run

    async def run(self, action: Callable[Concatenate[Work, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        return self._run(action, *args, **kwargs)


def drive(awaited: Awaitable[T]) -> T:
    """What a coroutine that waits for nothing returns."""
    assert isinstance(awaited, Coroutine)
    try:
        awaited.send(None)
    except StopIteration as done:
        result: T = done.value
        return result
    raise AssertionError("it waits for something")


def speaker_for(person: Person) -> Speaker:
    """In English, whatever their language."""
    return Speaker(_CATALOGUES, "en-GB", person.zone)


def who(person: PersonId) -> Person:
    """This one of the cast."""
    return next(one for one in PEOPLE if one.id == person)


def turn_of(person: PersonId, happening: Said | Pressed | Arrived) -> Turn:
    """As the door hands in what this person did in their chat."""
    known = who(person)
    return Turn(
        activity="a",
        actor=person,
        name=known.name,
        locale=known.locale,
        zone=known.zone,
        chat=known.chat or "",
        happening=happening,
    )


def inputs_of(card: Mapping[str, Any]) -> dict[str, str]:
    """What a card sends of each of its questions as long as nobody types."""
    return {part["id"]: part.get("value", "") for part in card_words.inputs_of(card)}


def ours_on(card: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The buttons of a card that come back to us; others open a page."""
    return [action for action in card.get("actions", ()) if "verb" in action]


NOT_HERE = speaker_for(PEOPLE[0]).refusal(NotHere())
