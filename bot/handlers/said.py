"""Something was typed: a command in plain words, or a friendly answer to anything else."""

from __future__ import annotations

from bot.cards.help import help_card
from bot.handlers.handling import Handling
from bot.turn import Answer, CardAnswer, Said, TextAnswer
from learning.actions.draft_contract import draft_contract
from learning.actions.find_cycle import find_cycle


async def say(handling: Handling, said: Said) -> Answer:
    """Do what the words ask. What the action brings arrives as a message of its own."""
    words = " ".join(said.text.lower().split()).strip(" .!?")
    speaker, actor = handling.speaker, handling.turn.actor
    if words in speaker.commands("new"):
        await handling.runner.run(draft_contract, None, actor, handling.now)
        return None
    if words in speaker.commands("my_cycle"):
        cycle = await handling.runner.run(find_cycle, actor, handling.now)
        return None if cycle else TextAnswer(text=speaker.say("said.no_cycle"))
    return CardAnswer(card=help_card(speaker, unknown=words not in speaker.commands("help")))
