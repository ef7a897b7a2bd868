"""Something was typed: a command in plain words, or a friendly answer to anything else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from bot.cards.help import help_card
from bot.commands import Command, understand
from bot.handlers.handling import Handling
from bot.turn import Answer, CardAnswer, Said, TextAnswer
from learning.actions.ask_to_connect import find_connecting, find_connection
from learning.actions.bring_review import find_review
from learning.actions.disconnect import find_disconnecting
from learning.actions.draft_contract import draft_contract, find_draft
from learning.actions.find_cycle import find_cycle
from learning.actions.find_own_calendar import find_own_calendar
from learning.actions.pause_cycle import find_pause
from learning.connection import Connection
from learning.people import PersonId
from learning.work import Work


async def say(handling: Handling, said: Said) -> Answer:
    """Do what the words ask. What the action brings arrives as a message of its own."""
    command = understand(said.text, handling.speaker)
    if command is None:
        return CardAnswer(card=help_card(handling.speaker, unknown=True))
    return await ANSWERS[command](handling)


async def _new(handling: Handling) -> Answer:
    await handling.runner.run(draft_contract, None, handling.turn.actor, handling.now)
    return None


async def _my_cycle(handling: Handling) -> Answer:
    cycle = await handling.runner.run(find_cycle, handling.turn.actor, handling.now)
    return None if cycle else _text(handling, "said.no_cycle")


async def _ask(handling: Handling) -> Answer:
    if await handling.runner.run(find_draft, handling.turn.actor, handling.now):
        return _text(handling, "said.ask_on_draft")
    if await handling.runner.run(find_cycle, handling.turn.actor, handling.now):
        return _text(handling, "said.ask_on_cycle")
    return _text(handling, "said.ask_nothing")


async def _review(handling: Handling) -> Answer:
    if await handling.runner.run(find_review, handling.turn.actor, handling.now):
        return None
    cycle = await handling.runner.run(find_cycle, handling.turn.actor, handling.now)
    return _text(handling, "said.no_review" if cycle else "said.no_cycle")


async def _pause(handling: Handling) -> Answer:
    before = await handling.runner.run(find_pause, handling.turn.actor, handling.now)
    if before is None:
        return _text(handling, "said.no_cycle")
    return _text(handling, "said.paused_already" if before.paused_at else "said.paused")


async def _steps(handling: Handling) -> Answer:
    cycle = await handling.runner.run(find_own_calendar, handling.turn.actor, handling.now)
    return None if cycle else _text(handling, "said.no_cycle")


async def _calendar(handling: Handling) -> Answer:
    return await _own_calendar(handling, find_connection)


async def _connect(handling: Handling) -> Answer:
    return await _own_calendar(handling, find_connecting)


async def _disconnect(handling: Handling) -> Answer:
    return await _own_calendar(handling, find_disconnecting)


async def _own_calendar(handling: Handling, action: Callable[[Work, PersonId, datetime], Connection]) -> Answer:
    if handling.own_calendars is None:
        return _text(handling, "said.calendar_for_all")
    await handling.runner.run(action, handling.turn.actor, handling.now)
    return None


async def _help(handling: Handling) -> Answer:
    return CardAnswer(card=help_card(handling.speaker, unknown=False))


def _text(handling: Handling, key: str) -> TextAnswer:
    return TextAnswer(text=handling.speaker.say(key))


ANSWERS: Mapping[Command, Callable[[Handling], Awaitable[Answer]]] = {
    "new": _new,
    "my_cycle": _my_cycle,
    "ask": _ask,
    "review": _review,
    "pause": _pause,
    "steps": _steps,
    "calendar": _calendar,
    "connect": _connect,
    "disconnect": _disconnect,
    "help": _help,
}
