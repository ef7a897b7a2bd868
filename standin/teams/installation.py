"""Tells the app who added and who removed it, again and again until it has listened."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from standin.people import PEOPLE
from standin.teams import activities, delivery

if TYPE_CHECKING:
    from standin.people import Person
    from standin.world import World

_FIRST_WAIT_SECONDS = 0.5
_LONGEST_WAIT_SECONDS = 5.0
_KINDS = {
    "conversationUpdate": activities.members_added,
    "installationUpdate": activities.installed,
    "installationRemoved": activities.removed,
}


async def keep_the_app_told(world: World) -> None:
    """Never ends: what is owed about a person goes out in order; an app that does not answer is asked again later."""
    wait = _FIRST_WAIT_SECONDS
    while True:
        waiting = [person for person in PEOPLE if not await _tell(world, person)]
        if waiting:
            await asyncio.sleep(wait)
            wait = min(2 * wait, _LONGEST_WAIT_SECONDS)
        else:
            await world.roster.wait_for_news()
            wait = _FIRST_WAIT_SECONDS


async def _tell(world: World, person: Person) -> bool:
    while (kind := world.roster.owed(person)) is not None:
        answer = await delivery.deliver(world, _KINDS[kind](delivery.sender(world, person)))
        if not answer.is_ok:
            return False
        world.roster.told(person)
    return True
