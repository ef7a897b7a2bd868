"""How records are written: a line each, with the reference of what is handled, and nothing that a person wrote.

Two rules keep tokens, names and words out at every level. Of libraries only warnings and worse are written, and of
those only where they come from and their fixed text: what is filled in may be an address, a row or a request. And of
an error only its type, its code and the way through the program: its text may quote what it stumbled over.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from typing import TextIO

from app import reference
from learning.errors import OutsideFailure

OURS = frozenset({"app", "bot", "web", "graph", "learning", "manifest", "storage", "wording"})
_DEEPEST = 8
"""So many errors that caused each other are written; the rest would tell nothing new."""

Fields = dict[str, str | int]


class LogFormat(StrEnum):
    """How a line looks: `key=value` for people, JSON for machines."""

    TEXT = "text"
    JSON = "json"


def configure(log_format: LogFormat, stream: TextIO | None = None) -> logging.Handler:
    """Have everything written in this format from now on, to standard error unless told otherwise."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.addFilter(is_written)
    handler.setFormatter(Formatter(log_format))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    return handler


def is_written(record: logging.LogRecord) -> bool:
    """Whether the record is ours, or worth a line at least."""
    return _is_ours(record) or record.levelno >= logging.WARNING


class Formatter(logging.Formatter):
    """Writes a record as one line. `log.info("…", extra={"fields": {…}})` adds fields of its own."""

    def __init__(self, log_format: LogFormat) -> None:
        super().__init__()
        self._write = _as_json if log_format is LogFormat.JSON else _as_text

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        return self._write(fields_of(record))


def fields_of(record: logging.LogRecord) -> Fields:
    """What is written of a record, by name."""
    fields: Fields = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "ref": reference.current(),
        "message": record.getMessage() if _is_ours(record) else _fixed_text(record),
        **getattr(record, "fields", {}),
    }
    if record.exc_info and record.exc_info[1] is not None:
        fields["error"] = describe(record.exc_info[1])
        fields["trace"] = " < ".join(_trace(record.exc_info[1]))
    return fields


def describe(error: BaseException) -> str:
    """The error in a word or two that quote nobody: its type, and the code from outside where there is one."""
    name = type(error).__name__
    if isinstance(error, OutsideFailure):
        return f"{name}: {error}"  # says by contract nothing but what went wrong
    code = _code(getattr(error, "orig", None) or error)
    return f"{name} {code}" if code else name


def _code(error: BaseException) -> str:
    codes = (getattr(error, name, None) for name in ("sqlstate", "sqlite_errorname", "errno"))
    return next((str(code) for code in codes if isinstance(code, str | int)), "")


def _trace(error: BaseException) -> Iterator[str]:
    """Where it happened, the innermost place first; then, after its name, the same of what caused it."""
    current: BaseException | None = error
    for depth in range(_DEEPEST):
        if current is None:
            return
        if depth:
            yield f"caused by {describe(current)}"
        for frame, line in reversed(list(traceback.walk_tb(current.__traceback__))):
            yield f"{frame.f_globals.get('__name__', '?')}.{frame.f_code.co_name}:{line}"
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)


def _fixed_text(record: logging.LogRecord) -> str:
    """A library's text before anything was filled in; where nothing is to be filled in, it may be filled already."""
    place = f"{record.module}.{record.funcName}:{record.lineno}"
    return f"{place} {record.msg}" if record.args else place


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] in OURS


def _as_json(fields: Fields) -> str:
    return json.dumps(fields, ensure_ascii=False)


def _as_text(fields: Fields) -> str:
    return " ".join(f"{name}={_quoted(value)}" for name, value in fields.items())


def _quoted(value: str | int) -> str:
    """As it is when it is one plain word; in quotes otherwise, so that nothing in it looks like a field or a line."""
    text = str(value)
    is_plain = text.isascii() and text.isprintable() and text and not set(text) & set(' "=\\')
    return text if is_plain else json.dumps(text, ensure_ascii=False)
