"""Change notices: the handshake before a subscription runs, and the posts when something changed."""

from __future__ import annotations

import asyncio
import logging
import uuid
from typing import TYPE_CHECKING, Any

import aiohttp
from yarl import URL

from standin.graph import events
from standin.graph.errors import bad_request
from standin.people import TENANT_ID

if TYPE_CHECKING:
    import ssl

    from standin.graph.calendars import Change
    from standin.graph.subscriptions import Subscriptions

HANDSHAKE_SECONDS = 10.0
_DELIVERY_SECONDS = 10.0
_WAITS_SECONDS = (0.5, 2.0, 5.0)
"""How long after each failure the next attempt comes; after the last one the notice is given up."""
_LONGEST_ANSWER = 4096

_log = logging.getLogger(__name__)


class Notices:
    """Posts to the product, over HTTPS that this authority vouches for. Must be made inside the running loop."""

    def __init__(
        self, subscriptions: Subscriptions, trusted: ssl.SSLContext, *, handshake_seconds: float = HANDSHAKE_SECONDS
    ) -> None:
        self._subscriptions = subscriptions
        self._handshake_seconds = handshake_seconds
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=trusted))
        self._under_way: set[asyncio.Task[None]] = set()

    async def check_addresses(self, subscription: dict[str, Any]) -> None:
        """The handshake with each address of this subscription. Raises GraphError when one fails it."""
        for name in ("notificationUrl", "lifecycleNotificationUrl"):
            if subscription[name]:
                await self._shake_hands(subscription[name])

    def announce(self, change: Change) -> None:
        """Tell all who want to hear of this change, in the background."""
        for subscription in self._subscriptions.listening(change):
            task = asyncio.create_task(self._deliver(subscription["id"], change))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def stop(self) -> None:
        """Give up what is still under way."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        await self._session.close()

    async def _shake_hands(self, address: str) -> None:
        token = f"Validation: Testing client application reachability for subscription Request-Id: {uuid.uuid4()}"
        try:
            async with self._session.post(
                URL(address).update_query(validationToken=token),
                headers={"Content-Type": "text/plain; charset=utf-8"},
                timeout=aiohttp.ClientTimeout(total=self._handshake_seconds),
                allow_redirects=False,
            ) as answer:
                echoed = (await answer.content.read(_LONGEST_ANSWER)).decode("utf-8", "replace")
        except TimeoutError as error:
            raise bad_request("Subscription validation request timed out.", "ValidationError") from error
        except (aiohttp.ClientError, ValueError) as error:
            raise bad_request(f"Subscription validation request failed. {error}", "ValidationError") from error
        if answer.status != 200 or answer.content_type != "text/plain" or echoed != token:  # noqa: PLR2004 - HTTP's OK
            raise bad_request(
                "Subscription validation request failed. Notification endpoint must respond with 200 OK to validation "
                f"request, the token as text/plain; it answered {answer.status}.",
                "ValidationError",
            )

    async def _deliver(self, subscription_id: str, change: Change) -> None:
        for wait in (*_WAITS_SECONDS, None):
            subscription = next((s for s in self._subscriptions.all() if s["id"] == subscription_id), None)
            if subscription is None or await self._post(subscription, change):
                return
            if wait is not None:
                await asyncio.sleep(wait)
        _log.warning("A change notice for subscription %s could not be delivered and is given up.", subscription_id)

    async def _post(self, subscription: dict[str, Any], change: Change) -> bool:
        try:
            async with self._session.post(
                subscription["notificationUrl"],
                json={"value": [notice(subscription, change)]},
                timeout=aiohttp.ClientTimeout(total=_DELIVERY_SECONDS),
                allow_redirects=False,
            ) as answer:
                return answer.ok
        except (aiohttp.ClientError, TimeoutError) as error:
            _log.info("A change notice did not arrive: %r", error)
            return False


def notice(subscription: dict[str, Any], change: Change) -> dict[str, Any]:
    """One change as Graph tells it to this subscription."""
    resource = f"Users/{change.person.object_id}/Events/{change.entry.id}"
    return {
        "subscriptionId": subscription["id"],
        "subscriptionExpirationDateTime": subscription["expirationDateTime"],
        "clientState": subscription["clientState"],
        "changeType": change.kind,
        "resource": resource,
        "tenantId": TENANT_ID,
        "resourceData": {
            "@odata.type": "#Microsoft.Graph.Event",
            "@odata.id": resource,
            "@odata.etag": events.etag(change.entry),
            "id": change.entry.id,
        },
    }
