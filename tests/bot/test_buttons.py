"""What comes back from a card is read without trust."""

from __future__ import annotations

from typing import Any

import pytest

from bot.buttons import Button, Verb, input_id, read_button, typed

SAVE = Button(verb=Verb.SAVE_DRAFT, about="contract-1", revision=2, version=7)


def test_a_button_comes_back_as_it_was_drawn() -> None:
    assert read_button("save_draft", {**SAVE.data, "goal-v7-contract-1": "typed beside it"}) == SAVE


def test_pressing_twice_carries_the_same_key_and_another_state_another_one() -> None:
    again = Button(verb=Verb.SAVE_DRAFT, about="contract-1", revision=2, version=7)
    later = Button(verb=Verb.SAVE_DRAFT, about="contract-1", revision=2, version=8)
    other = Button(verb=Verb.ASK_FOR_ADVICE, about="contract-1", revision=2, version=7)
    assert SAVE.key == again.key
    assert len({SAVE.key, later.key, other.key}) == 3


def test_a_button_names_nobody() -> None:
    assert set(SAVE.data) == {"about", "revision", "version", "key"}


@pytest.mark.parametrize(
    "changed",
    [
        {"about": 7},
        {"about": None},
        {"about": "x" * 101},
        {"revision": "2"},
        {"revision": True},
        {"revision": -1},
        {"version": 7.5},
        {"version": 2**40},
        {"key": "another"},
        {"key": None},
        {"key": ["save_draft:contract-1:7"]},
    ],
)
def test_what_is_no_button_of_ours_is_nothing(changed: dict[str, Any]) -> None:
    assert read_button("save_draft", {**SAVE.data, **changed}) is None


@pytest.mark.parametrize("verb", ["", "approve", "SAVE_DRAFT", "save_draft "])
def test_an_unknown_verb_is_nothing(verb: str) -> None:
    assert read_button(verb, SAVE.data) is None


def test_typed_words_are_trimmed_and_end_their_lines_alike() -> None:
    data = {input_id("goal", 7, "contract-1"): "  Listen\r\nand\rask\u2028more\v. \n"}
    assert typed(data, ("goal",), 7) == {"goal": "Listen\nand\nask\nmore\n."}


def test_signs_that_nobody_can_type_are_left_out() -> None:
    data = {input_id("goal", 7, "c"): "Lis\x00ten\ud800\x1b"}
    assert typed(data, ("goal",), 7) == {"goal": "Listen"}


def test_only_strings_of_this_state_and_these_fields_are_read() -> None:
    data: dict[str, Any] = {
        input_id("goal", 1, "c"): "old",
        input_id("goal", 11, "c"): "later",
        input_id("ways", 7, "c"): ["a list"],
        input_id("proof", 7, "c"): None,
        input_id("why", 7, "c"): "",
        "goal": "no id of ours",
    }
    assert typed(data, ("goal", "ways", "proof", "why"), 7) == {"why": ""}
