"""How the guests of a calendar entry are kept: as JSON, in a column of words."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from learning.entries import Answered, Guest, Reply, Slot

if TYPE_CHECKING:
    from collections.abc import Iterable


def guests_written(guests: Iterable[Answered]) -> str:
    """Each guest with what they answered, one after the other."""
    return json.dumps([_written(each) for each in guests], ensure_ascii=False)


def guests_read(text: str) -> tuple[Answered, ...]:
    """The guests that were kept so."""
    return tuple(_read(each) for each in json.loads(text))


def _written(answered: Answered) -> dict[str, Any]:
    proposes = answered.proposes
    return {
        "address": answered.guest.address,
        "name": answered.guest.name,
        "reply": answered.reply,
        "proposes": [proposes.starts_at.isoformat(), proposes.ends_at.isoformat()] if proposes else None,
    }


def _read(kept: dict[str, Any]) -> Answered:
    times = [datetime.fromisoformat(each) for each in kept["proposes"] or ()]
    return Answered(
        guest=Guest(address=kept["address"], name=kept["name"]),
        reply=Reply(kept["reply"]),
        proposes=Slot(starts_at=times[0], ends_at=times[1]) if times else None,
    )
