"""What a learner gets back for what they type and press on the card "In my calendar"."""

from __future__ import annotations

from typing import Any

import pytest

from bot.cards.draw import draw
from bot.turn import Answer, CardAnswer, CardJson, TextAnswer
from learning.actions.see import see
from learning.messages import MessageKind
from learning.work import Work
from tests.bot.test_handlers import CATALOGUES, Chat, chat, engine, read, value  # noqa: F401  fixtures
from tests.cast import ANA, BEN, NOW
from wording.speaker import Speaker

WORDS = ("steps", "learning time", "my calendar", "plan my time", "Step")


def _card(work: Work) -> CardJson:
    cycle = work.cycles.newest_running(ANA)
    assert cycle
    view = see(work, MessageKind.OWN_CALENDAR, cycle.id, ANA, NOW)
    return draw(view, Speaker(CATALOGUES, "en-GB", "Europe/Amsterdam"))


def _is_in_chat(work: Work) -> bool:
    cycle = work.cycles.newest_running(ANA)
    return cycle is not None and bool(work.messages.about(MessageKind.OWN_CALENDAR, cycle.id))


async def a_cycle(chat: Chat) -> CardJson:  # noqa: F811  the fixture
    await chat.presses(ANA, await chat.drafts(), "Start the cycle", goal="Speak less")
    return await chat.runner.run(_card)


def buttons(answer: Answer) -> list[str]:
    assert isinstance(answer, CardAnswer)
    return [action["title"] for action in answer.card["actions"]]


@pytest.mark.parametrize("words", WORDS)
async def test_its_words_bring_the_card(chat: Chat, words: str) -> None:  # noqa: F811
    await a_cycle(chat)
    assert await chat.says(ANA, words) is None
    assert await chat.runner.run(_is_in_chat)


@pytest.mark.parametrize("words", WORDS)
async def test_without_a_cycle_its_words_say_how_to_begin(chat: Chat, words: str) -> None:  # noqa: F811
    assert "Type “new”" in read(await chat.says(ANA, words))


async def test_its_button_on_the_card_of_the_cycle_brings_it(chat: Chat) -> None:  # noqa: F811
    await a_cycle(chat)
    await chat.presses(ANA, await chat.runner.run(_cycle_card), "In my calendar")
    assert await chat.runner.run(_is_in_chat)


@pytest.mark.parametrize("button", ["In my calendar", "Revise my contract", "Stop early"])
async def test_what_brings_another_card_leaves_a_note_half_typed(chat: Chat, button: str) -> None:  # noqa: F811
    await a_cycle(chat)
    typed = {"note": "Mia spoke", "link": "https://half.typ"}
    answer = await chat.presses(ANA, await chat.runner.run(_cycle_card), button, **typed)
    assert "below, at the end of this chat" in read(answer)
    assert {field: value(answer, field) for field in typed} == typed


async def test_a_step_and_learning_time_are_on_the_card_at_once(chat: Chat) -> None:  # noqa: F811
    card = await a_cycle(chat)
    assert buttons(CardAnswer(card=card))[:2] == ["Add this step", "Protect this time"]
    added = await chat.presses(ANA, card, "Add this step", step="Watch two interviews", step_on="2026-03-12")
    assert "Watch two interviews" in read(added)
    protected = await chat.presses(ANA, await chat.runner.run(_card), "Protect this time", weekday="1", starts="15:00")
    assert "Then 7 more times, the last one on Tuesday 21 April, 15:00." in read(protected)
    assert buttons(protected)[:4] == ["Add this step", "Remove steps", "Change learning time", "Remove learning time"]


@pytest.mark.parametrize(
    ("button", "typed", "sentence", "field"),
    [
        ("Add this step", {"step_on": "2026-03-12"}, "what the step is", "step"),
        ("Add this step", {"step": "Ask Ben", "step_on": "soon"}, "choose a day", "step_on"),
        ("Add this step", {"step": "Ask Ben", "step_on": "2026-03-01"}, "That day has passed", "step_on"),
        ("Add this step", {"step": "Ask Ben", "step_on": "2027-03-01"}, "Your cycle ends on 27 April 2026", "step_on"),
        ("Protect this time", {"starts": "at tea time"}, "say from when", "starts"),
        ("Protect this time", {"weekday": "7"}, "a day of the week", "weekday"),
        ("Protect this time", {"weekday": "-1"}, "a day of the week", "weekday"),
        ("Protect this time", {"minutes": "100000"}, "how long", "minutes"),
        ("Protect this time", {"minutes": "½"}, "how long", "minutes"),
    ],
)
async def test_what_is_missing_is_said_and_what_was_typed_stays(
    chat: Chat,  # noqa: F811
    button: str,
    typed: dict[str, str],
    sentence: str,
    field: str,
) -> None:
    card = await a_cycle(chat)
    everything: dict[str, Any] = {"step": "", "shows_words": "true", **typed}
    answer = await chat.presses(ANA, card, button, **everything)
    assert sentence in read(answer)
    assert value(answer, "shows_words") == "true"
    assert value(answer, field) == typed.get(field, "")


async def test_all_steps_leave_when_none_is_chosen(chat: Chat) -> None:  # noqa: F811
    card = await a_cycle(chat)
    for words in ("One", "Two"):
        card = await chat.runner.run(_card)
        await chat.presses(ANA, card, "Add this step", step=words, step_on="2026-03-12")
    answer = await chat.presses(ANA, await chat.runner.run(_card), "Remove steps")
    assert "12 March" not in read(answer)
    assert "Remove steps" not in buttons(answer)


async def test_somebody_elses_press_changes_nothing(chat: Chat) -> None:  # noqa: F811
    card = await a_cycle(chat)
    answer = await chat.presses(BEN, card, "Add this step", step="Mine now", step_on="2026-03-12")
    assert isinstance(answer, TextAnswer)
    assert await chat.runner.run(_card) == card


def _cycle_card(work: Work) -> CardJson:
    cycle = work.cycles.newest_running(ANA)
    assert cycle
    view = see(work, MessageKind.CYCLE, cycle.id, ANA, NOW)
    return draw(view, Speaker(CATALOGUES, "en-GB", "Europe/Amsterdam"))
