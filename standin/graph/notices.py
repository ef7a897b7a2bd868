"""Change notices: the handshake before a subscription runs, and the posts when something changed."""

from __future__ import annotations

import asyncio
import logging
import uuid
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import aiohttp
from yarl import URL

from standin.faults import rules
from standin.graph import events
from standin.graph.errors import bad_request
from standin.people import TENANT_ID

if TYPE_CHECKING:
    import ssl

    from standin.faults.rules import Faults, Rule
    from standin.graph.calendars import Change
    from standin.graph.subscriptions import Subscriptions

HANDSHAKE_SECONDS = 10.0
_DELIVERY_SECONDS = 10.0
_WAITS_SECONDS = (0.5, 2.0, 5.0)
"""How long after each failure the next attempt comes; after the last one the notice is given up."""
_HELD_SECONDS = 5.0
_LONGEST_ANSWER = 4096

_log = logging.getLogger(__name__)


class Notices:
    """Posts to the product, over HTTPS that this authority vouches for. Must be made inside the running loop."""

    def __init__(
        self,
        subscriptions: Subscriptions,
        trusted: ssl.SSLContext,
        faults: Faults,
        *,
        handshake_seconds: float = HANDSHAKE_SECONDS,
    ) -> None:
        self._subscriptions = subscriptions
        self._faults = faults
        self._held = Held()
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
            rule = self._faults.strike(rules.NOTICES, person=change.person.key)
            task = asyncio.create_task(self._tell(subscription["id"], change, rule))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def tell_lifecycle(self, subscription: dict[str, Any], event: str) -> bool:
        """Say what became of this subscription, once; whether somebody listened. Nobody does without an address."""
        address = subscription["lifecycleNotificationUrl"]
        return bool(address) and await self._post(address, lifecycle_notice(subscription, event))

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

    async def _tell(self, subscription_id: str, change: Change, rule: Rule | None) -> None:
        what = rule.what if rule else None
        if what == "lost":
            return
        if rule is not None and what == "late":
            await asyncio.sleep(rule.seconds or 0)
        if rule is not None and what == "reordered":
            await self._held.until_the_next(subscription_id, rule.seconds)
        for _ in range(2 if what == "doubled" else 1):
            await self._deliver(subscription_id, change)
        if what != "reordered":
            self._held.let_go(subscription_id)

    async def _deliver(self, subscription_id: str, change: Change) -> None:
        for wait in (*_WAITS_SECONDS, None):
            subscription = next((s for s in self._subscriptions.all() if s["id"] == subscription_id), None)
            if subscription is None:
                return
            if await self._post(subscription["notificationUrl"], notice(subscription, change)):
                return
            if wait is not None:
                await asyncio.sleep(wait)
        _log.warning("A change notice for subscription %s could not be delivered and is given up.", subscription_id)

    async def _post(self, address: str, said: dict[str, Any]) -> bool:
        try:
            async with self._session.post(
                address,
                json={"value": [said]},
                timeout=aiohttp.ClientTimeout(total=_DELIVERY_SECONDS),
                allow_redirects=False,
            ) as answer:
                return answer.ok
        except (aiohttp.ClientError, TimeoutError) as error:
            _log.info("A change notice did not arrive: %r", error)
            return False


class Held:
    """Notices that wait until a later one has arrived."""

    def __init__(self) -> None:
        self._waiting: dict[str, asyncio.Event] = {}

    async def until_the_next(self, subscription_id: str, seconds: float | None) -> None:
        """Wait until the next notice of this subscription went out, at the latest after the seconds."""
        released = self._waiting.setdefault(subscription_id, asyncio.Event())
        with suppress(TimeoutError):
            async with asyncio.timeout(_HELD_SECONDS if seconds is None else seconds):
                await released.wait()

    def let_go(self, subscription_id: str) -> None:
        """A notice of this subscription has gone out."""
        released = self._waiting.pop(subscription_id, None)
        if released is not None:
            released.set()


def lifecycle_notice(subscription: dict[str, Any], event: str) -> dict[str, Any]:
    """What became of a subscription as Graph tells it."""
    return {
        "subscriptionId": subscription["id"],
        "subscriptionExpirationDateTime": subscription["expirationDateTime"],
        "tenantId": TENANT_ID,
        "clientState": subscription["clientState"],
        "lifecycleEvent": event,
    }


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
