"""Graph's addresses for subscriptions to change notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from standin.graph.asking import Asked
    from standin.graph.notices import Notices
    from standin.graph.subscriptions import Subscriptions
    from standin.world import World


class SubscriptionRoutes:
    """Answers about subscriptions."""

    def __init__(self, world: World, subscriptions: Subscriptions, notices: Notices) -> None:
        self._app_id = world.settings.app_id
        self._context = f"{world.settings.https_address}/v1.0/$metadata#subscriptions"
        self._subscriptions = subscriptions
        self._notices = notices

    def addresses(self) -> list[tuple[str, str, Callable[..., Awaitable[web.Response]]]]:
        """Method, address and who answers it; each `{}` is given to the answer as text."""
        return [
            ("GET", "subscriptions", self.list),
            ("POST", "subscriptions", self.create),
            ("GET", "subscriptions/{}", self.get),
            ("PATCH", "subscriptions/{}", self.patch),
            ("DELETE", "subscriptions/{}", self.delete),
            ("POST", "subscriptions/{}/reauthorize", self.reauthorize),
        ]

    async def list(self, asked: Asked) -> web.Response:
        """All that run and were made by the caller's right."""
        value = self._subscriptions.made_by(asked.caller.id)
        return web.json_response({"@odata.context": self._context, "value": value})

    async def create(self, asked: Asked) -> web.Response:
        """A new one, once its addresses have answered the handshake."""
        subscription = self._subscriptions.draft(await asked.json(), self._app_id, asked.caller.id)
        await self._notices.check_addresses(subscription)
        self._subscriptions.keep(subscription)
        return web.json_response({"@odata.context": f"{self._context}/$entity", **subscription}, status=201)

    async def get(self, asked: Asked, subscription_id: str) -> web.Response:
        """One."""
        subscription = self._subscriptions.get(subscription_id, asked.caller.id)
        return web.json_response({"@odata.context": f"{self._context}/$entity", **subscription})

    async def patch(self, asked: Asked, subscription_id: str) -> web.Response:
        """Let it run longer, or send its notices elsewhere once that address has answered the handshake."""
        body = await asked.json()
        self._subscriptions.get(subscription_id, asked.caller.id)
        subscription = self._subscriptions.changed(subscription_id, body)
        if "notificationUrl" in body:
            await self._notices.check_addresses(subscription)
        self._subscriptions.keep(subscription)
        return web.json_response({"@odata.context": f"{self._context}/$entity", **subscription})

    async def delete(self, asked: Asked, subscription_id: str) -> web.Response:
        """End it."""
        self._subscriptions.get(subscription_id, asked.caller.id)
        self._subscriptions.delete(subscription_id)
        return web.Response(status=204)

    async def reauthorize(self, asked: Asked, subscription_id: str) -> web.Response:
        """The app may still read: the answer to reauthorizationRequired. It runs no longer than before."""
        self._subscriptions.get(subscription_id, asked.caller.id)
        return web.Response(status=204)
