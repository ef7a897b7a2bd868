"""The reference under which everything is logged that belongs to one turn, one change notice, one job or the tick."""

from __future__ import annotations

import secrets
from contextvars import ContextVar

NONE = "-"

_reference: ContextVar[str] = ContextVar("reference", default=NONE)


def current() -> str:
    """The reference of what is being handled here; `-` outside of everything."""
    return _reference.get()


def begin(reference: str | None = None) -> str:
    """Handle something new from here on, under this reference or a fresh one; it comes back."""
    chosen = reference or secrets.token_hex(4)
    _reference.set(chosen)
    return chosen
