"""Posts activities to the product, as Teams does: signed by the channel, with a time limit, without repeating."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aiohttp

from standin.teams.activities import Sender

if TYPE_CHECKING:
    from standin.people import Person
    from standin.teams.activities import Activity
    from standin.world import World

TIME_LIMIT_SECONDS = 15.0
_OK = range(200, 300)


@dataclass(frozen=True)
class Answer:
    """What the app answered.

    `status` is its HTTP status, or 0 when it could not be reached in time; `body` is the answer's JSON or None.
    """

    status: int
    body: Any = None

    @property
    def is_ok(self) -> bool:
        """Whether the app took the activity in."""
        return self.status in _OK


def sender(world: World, person: Person) -> Sender:
    """This person, writing to the app now."""
    settings = world.settings
    return Sender(
        person=world.preferences.of(person),
        app_id=settings.app_id,
        service_url=settings.service_url,
        now=world.clock.now(),
    )


async def deliver(world: World, activity: Activity, *, within_seconds: float = TIME_LIMIT_SECONDS) -> Answer:
    """Post one activity to the app. An app that cannot be reached is an answer too, with status 0."""
    headers = {"Authorization": f"Bearer {world.issuer.channel_token(world.settings.service_url)}"}
    limit = aiohttp.ClientTimeout(total=within_seconds)
    context = world.certificates.client_context
    try:
        async with (
            aiohttp.ClientSession(timeout=limit) as session,
            session.post(world.settings.app_endpoint, json=activity, headers=headers, ssl=context) as response,
        ):
            return Answer(response.status, _parse(await response.text()))
    except (aiohttp.ClientError, TimeoutError, UnicodeDecodeError):
        return Answer(0)


def _parse(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
