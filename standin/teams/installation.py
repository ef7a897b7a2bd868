"""Installs the app for everybody once, and tells the app so until it has listened."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from standin.people import PEOPLE
from standin.teams import activities, delivery

if TYPE_CHECKING:
    from standin.people import Person
    from standin.teams.chats import Chats
    from standin.world import World

_FIRST_WAIT_SECONDS = 0.5
_LONGEST_WAIT_SECONDS = 5.0
_KINDS = {"conversationUpdate": activities.members_added, "installationUpdate": activities.installed}


async def install_for_everybody(world: World, chats: Chats) -> None:
    """Tell the app about each person who has it, again and again until it answers with 2xx; it may start later."""
    wait = _FIRST_WAIT_SECONDS
    for person in PEOPLE:
        if not chats.has_app(person) and not chats.was_told(person):
            chats.install(person)
    waiting = list(PEOPLE)
    while waiting:
        waiting = [person for person in waiting if not await _tell(world, chats, person)]
        if waiting:
            await asyncio.sleep(wait)
            wait = min(2 * wait, _LONGEST_WAIT_SECONDS)


async def _tell(world: World, chats: Chats, person: Person) -> bool:
    for kind, make in _KINDS.items():
        if kind in chats.was_told(person):
            continue
        answer = await delivery.deliver(world, make(delivery.sender(world, person)))
        if not answer.is_ok:
            return False
        chats.tell(person, kind)
    return True
