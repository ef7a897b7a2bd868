"""A JSON schema whose references are followed once, so that judging does not look each of them up again."""

from __future__ import annotations

from typing import Any

_Json = Any


def tied(document: _Json) -> _Json:
    """The same document, in which what a local `$ref` names stands in its place; it may contain itself.

    Where more stands beside a `$ref`, as a draft since 2019 may have it, that is left as it is.
    """
    return _Tying(document).tied(document)


class _Tying:
    def __init__(self, document: _Json) -> None:
        self._document = document
        self._done: dict[int, _Json] = {}

    def tied(self, node: _Json) -> _Json:
        named = node
        while isinstance(named, dict) and set(named) == {"$ref"} and str(named["$ref"]).startswith("#"):
            named = at(self._document, named["$ref"].removeprefix("#"))
        if not isinstance(named, dict | list):
            return named
        if id(named) not in self._done:
            new: _Json = {} if isinstance(named, dict) else []
            self._done[id(named)] = new
            if isinstance(named, dict):
                new.update({name: self.tied(inner) for name, inner in named.items()})
            else:
                new.extend(self.tied(inner) for inner in named)
        return self._done[id(named)]


def at(document: _Json, pointer: str) -> _Json:
    """What stands at this JSON pointer (RFC 6901)."""
    node = document
    for step in pointer.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        node = node[int(key)] if isinstance(node, list) else node[key]
    return node
