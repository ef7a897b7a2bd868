"""Seals everybody's tokens anew under the newest key, so that older keys can be thrown away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.sealing import Purpose
from learning.errors import Outdated, Tampered

if TYPE_CHECKING:
    from graph.sealing import Seal
    from learning.people import PersonId
    from learning.ports import TokenRows


@dataclass(frozen=True, kw_only=True)
class Resealed:
    """How many rows were sealed anew, and how many no key opens."""

    done: int
    lost: int


async def reseal_all(rows: TokenRows, seal: Seal) -> Resealed:
    """Seal every row anew, beside a service that goes on using them. Rows that no key opens stay as they are."""
    done = lost = 0
    for person in await rows.people():
        try:
            done += await _reseal(rows, seal, person)
        except Tampered:
            lost += 1
    return Resealed(done=done, lost=lost)


async def _reseal(rows: TokenRows, seal: Seal, person: PersonId) -> bool:
    """Whether there was anything to seal anew. Raises Tampered."""
    while (row := await rows.load(person)) is not None:
        text = seal.open(Purpose.TOKENS, person, row.sealed)
        try:
            await rows.save(person, seal.seal(Purpose.TOKENS, person, text), row.version)
        except Outdated:
            continue  # refreshed meanwhile, perhaps by a process that does not know the newest key yet
        return True
    return False
