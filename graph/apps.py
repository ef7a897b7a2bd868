"""The Installer port over Microsoft Graph."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from graph.failures import GraphFailure
from graph.people_requests import install_app

if TYPE_CHECKING:
    from graph.client import GraphClient
    from learning.people import PersonId


class GraphInstaller:
    """Adds our app from the organisation's catalogue. Implements `learning.ports.Installer`."""

    def __init__(self, client: GraphClient, app: str) -> None:
        self._client = client
        self._app = app

    async def install(self, person: PersonId) -> None:
        """Add it for this person. That it is there already is what was wanted."""
        try:
            await self._client.send_for_nothing(person, install_app(self._client.builders, person, self._app))
        except GraphFailure as failure:
            if failure.status != HTTPStatus.CONFLICT:
                raise
