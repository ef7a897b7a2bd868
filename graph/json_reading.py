"""Reads JSON of any size without holding up what else waits on the event loop."""

from __future__ import annotations

import asyncio
import json
import re
from typing import TYPE_CHECKING, Any

from graph.failures import Nonsense

if TYPE_CHECKING:
    from collections.abc import Iterator

_READ_WHOLE = 64 * 1024
"""In bytes; read in well under a millisecond."""
_READ_AT_ONCE = 128 * 1024
"""In characters of a large answer, after which others get their turn: about two milliseconds."""
_SPACES = re.compile(r"[ \t\n\r]*")
_decoder = json.JSONDecoder()


async def json_in(content: bytes) -> Any:
    """The JSON value in this; raises Nonsense where there is none.

    Large objects (Graph's pages) are read name by name, and their lists one by one, with a pause now and then.
    """
    try:
        if len(content) <= _READ_WHOLE or not content.lstrip().startswith(b"{"):
            return json.loads(content)
        text = content.decode()
        reading = _Reading(text)
        paused_at = 0
        for place in reading.steps():
            if place - paused_at >= _READ_AT_ONCE:
                paused_at = place
                await asyncio.sleep(0)
    except (ValueError, RecursionError) as error:
        raise Nonsense("it is not JSON") from error
    return reading.value


class _Reading:
    """An object that is read in steps. The decoder reads each value: this knows braces, brackets and commas alone."""

    def __init__(self, text: str) -> None:
        self.value: dict[str, Any] = {}
        self._text = text
        self._at = 0

    def steps(self) -> Iterator[int]:
        """Read on; says after each value how far it is. Raises ValueError for what is no JSON object."""
        self._expect("{")
        if not self._takes("}"):
            while True:
                name = self._value()
                if not isinstance(name, str):
                    raise ValueError("a name is no text")  # noqa: TRY004 - as the decoder says that it is no JSON
                self._expect(":")
                if self._takes("["):
                    items: list[Any] = []
                    self.value[name] = items
                    yield from self._items(items)
                else:
                    self.value[name] = self._value()
                    yield self._at
                if not self._takes(","):
                    break
            self._expect("}")
        self._skip()
        if self._at != len(self._text):
            raise ValueError("something follows the object")

    def _items(self, items: list[Any]) -> Iterator[int]:
        if self._takes("]"):
            return
        while True:
            items.append(self._value())
            yield self._at
            if not self._takes(","):
                break
        self._expect("]")

    def _value(self) -> Any:
        self._skip()
        value, self._at = _decoder.raw_decode(self._text, self._at)
        return value

    def _expect(self, sign: str) -> None:
        if not self._takes(sign):
            raise ValueError(f"{sign} is missing")

    def _takes(self, sign: str) -> bool:
        self._skip()
        if not self._text.startswith(sign, self._at):
            return False
        self._at += 1
        return True

    def _skip(self) -> None:
        spaces = _SPACES.match(self._text, self._at)
        self._at = self._at if spaces is None else spaces.end()
