"""Who wants to hear of changes in whose calendar, until when in local time."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from standin import people
from standin.graph.errors import GraphError, bad_request
from standin.graph.zones import write_offset

if TYPE_CHECKING:
    from standin.clock import Clock
    from standin.graph.calendars import Change
    from standin.store import Store

LONGEST_MINUTES = 10_080
_LONGEST_CLIENT_STATE = 128
_KINDS = frozenset({"created", "updated", "deleted"})
_RESOURCE = re.compile(r"/?users/([^/]+)/(?:calendar/)?events/?", re.IGNORECASE)
_ME = re.compile(r"^/?me(?=/)", re.IGNORECASE)
_CHANGEABLE = frozenset({"expirationDateTime", "notificationUrl"})


class Subscriptions:
    """The subscriptions by id, in Graph's shape. One whose time is over is gone."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._kept: dict[str, dict[str, Any]] = store.load("subscriptions", {})

    def all(self) -> list[dict[str, Any]]:
        """Those that are still running."""
        return [dict(kept) for kept in self._kept.values() if self._runs(kept)]

    def get(self, subscription_id: str, creator_id: str | None = None) -> dict[str, Any]:
        """The running one with this id; if somebody asks, only what was made by their right. Raises GraphError."""
        kept = self._kept.get(subscription_id)
        if kept is None or not self._runs(kept) or creator_id not in (None, kept["creatorId"]):
            raise GraphError(404, "ResourceNotFound", "The object was not found.")
        return dict(kept)

    def listening(self, change: Change) -> list[dict[str, Any]]:
        """Those that want to hear of this change."""
        return [
            kept
            for kept in self.all()
            if whose(kept["resource"]) == change.person.object_id and change.kind in _kinds(kept["changeType"])
        ]

    def about(self, object_id: str) -> list[dict[str, Any]]:
        """Those about this person's events."""
        return [kept for kept in self.all() if whose(kept["resource"]) == object_id]

    def made_by(self, creator_id: str) -> list[dict[str, Any]]:
        """Those that this person's right, or the app's own, has made."""
        return [kept for kept in self.all() if kept["creatorId"] == creator_id]

    def draft(self, body: object, app_id: str, creator_id: str) -> dict[str, Any]:
        """What a new subscription will be; nothing is kept yet. Raises GraphError where Graph refuses it.

        A person's right, `creator_id` being their object id, reaches their own events alone.
        """
        if not isinstance(body, dict):
            raise bad_request("Unable to read JSON request payload.")
        kinds, resource, state = body.get("changeType"), body.get("resource"), body.get("clientState")
        if not isinstance(kinds, str) or not _kinds(kinds) or not _kinds(kinds) <= _KINDS:
            raise bad_request("changeType must name created, updated or deleted.", "InvalidRequest")
        if creator_id != app_id and isinstance(resource, str):
            resource = _ME.sub(f"users/{creator_id}", resource)
        if not isinstance(resource, str) or whose(resource) is None:
            raise bad_request(f"Resource '{resource}' is not supported.", "InvalidRequest")
        if creator_id not in (app_id, whose(resource)):
            raise GraphError(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")
        if state is not None and (not isinstance(state, str) or len(state) > _LONGEST_CLIENT_STATE):
            raise bad_request(f"clientState must be at most {_LONGEST_CLIENT_STATE} characters.", "InvalidRequest")
        lifecycle = body.get("lifecycleNotificationUrl")
        return {
            "id": str(uuid.uuid4()),
            "resource": resource,
            "applicationId": app_id,
            "changeType": kinds,
            "clientState": state,
            "notificationUrl": _address(body.get("notificationUrl"), "notificationUrl"),
            "lifecycleNotificationUrl": lifecycle and _address(lifecycle, "lifecycleNotificationUrl"),
            "expirationDateTime": self._expiration(body.get("expirationDateTime")),
            "creatorId": creator_id,
            "latestSupportedTlsVersion": "v1_2",
        }

    def changed(self, subscription_id: str, body: object) -> dict[str, Any]:
        """What a subscription will be after this PATCH; nothing is kept yet. Raises GraphError."""
        kept = self.get(subscription_id)
        said = {k: v for k, v in body.items() if not k.startswith("@odata.")} if isinstance(body, dict) else {}
        if not said or not said.keys() <= _CHANGEABLE:
            raise bad_request("Only expirationDateTime and notificationUrl can be changed.", "InvalidRequest")
        if "expirationDateTime" in said:
            kept["expirationDateTime"] = self._expiration(said["expirationDateTime"])
        if "notificationUrl" in said:
            kept["notificationUrl"] = _address(said["notificationUrl"], "notificationUrl")
        return kept

    def keep(self, subscription: dict[str, Any]) -> None:
        """From now on this one runs."""
        running = {kept["id"]: kept for kept in self.all()}
        self._kept = running | {subscription["id"]: subscription}
        self._store.save("subscriptions", self._kept)

    def delete(self, subscription_id: str) -> None:
        """End it. Raises GraphError."""
        self.get(subscription_id)
        del self._kept[subscription_id]
        self._store.save("subscriptions", self._kept)

    def _runs(self, kept: dict[str, Any]) -> bool:
        return _moment(kept["expirationDateTime"]) > self._clock.now()

    def _expiration(self, said: object) -> str:
        now = self._clock.now()
        try:
            ends_at = _moment(str(said))
        except ValueError as error:
            raise bad_request("expirationDateTime must be a moment with its offset.", "InvalidRequest") from error
        if ends_at <= now:
            raise bad_request("Subscription expiration must be in the future.", "InvalidRequest")
        if ends_at > now + timedelta(minutes=LONGEST_MINUTES):
            raise bad_request(
                f"Subscription expiration can only be {LONGEST_MINUTES} minutes in the future.", "InvalidRequest"
            )
        return write_offset(ends_at)


def whose(resource: str) -> str | None:
    """The object id of the person whose events this resource means, or nothing when it means something else."""
    found = _RESOURCE.fullmatch(resource)
    person = people.by_object_id(unquote(found[1])) if found else None
    return person.object_id if person else None


def _kinds(text: str) -> frozenset[str]:
    return frozenset(word.strip().lower() for word in text.split(","))


def _address(said: object, name: str) -> str:
    if isinstance(said, str) and urlsplit(said).scheme == "https" and urlsplit(said).hostname:
        return said
    raise bad_request(f"{name} must be an https address.", "InvalidRequest")


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", text))
    if moment.tzinfo is None:
        raise ValueError("no offset")
    return moment.astimezone(UTC)
