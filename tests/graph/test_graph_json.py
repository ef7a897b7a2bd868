"""Large answers are read in steps, and come to the same as if they were read at once."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.failures import Nonsense
from graph.json_reading import json_in

PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
ANYTHING = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4)
)
PADDING = "x" * 70_000
"""Makes an answer large enough to be read in steps."""


def read(content: bytes) -> Any:
    return asyncio.run(json_in(content))


@given(st.dictionaries(st.text(max_size=5), ANYTHING, max_size=5), st.sampled_from([None, 1]), st.booleans())
def test_a_large_object_is_read_as_a_small_one_is(value: dict[str, Any], indent: int | None, ascii_only: bool) -> None:
    large = {**value, "padding": PADDING}
    assert read(json.dumps(large, indent=indent, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")) == large


@given(st.text('{}[]",: \n01nul', max_size=20), st.integers(0, 20))
def test_what_is_no_json_is_told_as_such(noise: str, at: int) -> None:
    whole = json.dumps({"value": [1, {"a": []}], "padding": PADDING})
    content = whole[:at] + noise + whole[at:]
    try:
        expected = json.loads(content)
    except ValueError:
        with pytest.raises(Nonsense):
            read(content.encode())
    else:
        assert read(content.encode()) == expected


@pytest.mark.parametrize("content", [b"[" * 100_000, b'{"a":' * 100_000, b'{"a":[' + b"[" * 100_000, b"\xff" * 70_000])
def test_an_answer_that_is_made_to_break_readers_breaks_nothing(content: bytes) -> None:
    with pytest.raises(Nonsense):
        read(content)


async def test_others_get_their_turn_while_a_large_answer_is_read() -> None:
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    waiting = asyncio.create_task(others())
    await json_in(json.dumps({"value": [{"body": "x" * 10_000}] * 200}).encode())
    waiting.cancel()
    assert turns > 10
