"""What a person gets for what they type, in their own words and with their slips."""

from __future__ import annotations

import pytest

from bot.commands import COMMANDS, Command, understand
from bot.turn import TextAnswer
from tests.bot.test_handlers import CATALOGUES, Chat, chat, engine, read  # noqa: F401  fixtures
from tests.cast import ANA, DAN
from wording.speaker import Speaker

SPEAKER = Speaker(CATALOGUES, "en-GB", "Europe/Amsterdam")


@pytest.mark.parametrize(
    ("words", "command"),
    [
        ("nwe", "new"),
        ("a new contract, please", "new"),
        ("my cylce", "my_cycle"),
        ("Show me my reviews!", "my_cycle"),
        ("aks", "ask"),
        ("Ask for advise", "ask"),
        ("reveiw", "review"),
        ("can I review now?", "review"),
        ("Check-in", "review"),
        ("pasue", "pause"),
        ("I want to take a break", "pause"),
        ("helpp", "help"),
        ("Thanks!", "help"),
        ("stop", "my_cycle"),
    ],
)
def test_words_of_ones_own_and_slips_are_understood(words: str, command: Command) -> None:
    assert understand(words, SPEAKER) == command


@pytest.mark.parametrize(
    "words", ["", "was", "sue", "I would like to learn the cello", "new cycle review pause", "🙂" * 400]
)
def test_what_means_nothing_or_two_things_is_not_guessed(words: str) -> None:
    assert understand(words, SPEAKER) is None


@pytest.mark.parametrize("command", COMMANDS)
def test_what_the_help_says_one_can_type_is_understood(command: Command) -> None:
    assert understand(SPEAKER.say(f"help.{command}.words"), SPEAKER) == command


def test_no_words_mean_two_commands() -> None:
    known = [words for command in COMMANDS for words in SPEAKER.commands(command)]
    assert len(known) == len(set(known))


@pytest.mark.parametrize("words", ["ask", "review", "pause", "my cycle"])
async def test_without_anything_to_do_it_with_a_command_says_what_to_do(chat: Chat, words: str) -> None:  # noqa: F811
    answer = await chat.says(ANA, words)
    assert isinstance(answer, TextAnswer)
    assert "Type “new”" in answer.text


async def test_ask_brings_the_draft_and_says_what_to_do(chat: Chat) -> None:  # noqa: F811
    await chat.drafts()
    assert "choose whom you want to ask" in read(await chat.says(ANA, "ask"))


async def test_with_a_running_cycle_each_command_brings_something(chat: Chat) -> None:  # noqa: F811
    await chat.presses(ANA, await chat.drafts(), "Start the cycle", goal="Speak less")
    assert "Revise my contract" in read(await chat.says(ANA, "ask"))
    assert await chat.says(ANA, "review") is None
    assert "is paused now" in read(await chat.says(ANA, "pause"))
    assert "is paused already" in read(await chat.says(ANA, "pause"))


async def test_typing_ask_review_or_pause_never_brings_a_card_of_somebody_else(chat: Chat) -> None:  # noqa: F811
    await chat.presses(ANA, await chat.drafts(), "Start the cycle", goal="Speak less")
    for words in ("ask", "review", "pause", "my cycle"):
        assert "Type “new”" in read(await chat.says(DAN, words))
