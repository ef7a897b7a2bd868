"""What every button brings along, and the check that it was pressed once and on what is still so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from learning.errors import PressedAlready, SomeoneWasFaster
from learning.people import PersonId
from learning.work import Work


@dataclass(frozen=True, kw_only=True)
class Press:
    """The idempotency key of a button, and the row version of the thing that its card showed."""

    key: str
    version: int


def check_press(work: Work, actor: PersonId, press: Press, *, version: int, now: datetime) -> None:
    """Raise PressedAlready or SomeoneWasFaster unless this button may act now."""
    if not work.presses.note(actor, press.key, now):
        raise PressedAlready
    if press.version != version:
        raise SomeoneWasFaster
