"""An activity from the chat as typed fields, read once from untrusted JSON."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.channel.rejections import Malformed

_LONGEST_NAME = 1_000
_LOCALE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_NO_LOCALE = "en"


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """What Teams sent. Empty strings stand for what it left out; `value` is untrusted JSON of any shape.

    `object_id` is the sender's Entra object id; `tenants` are the organisations that the activity names.
    """

    type: str
    name: str
    id: str
    channel: str
    service_url: str
    conversation: str
    conversation_type: str
    tenants: frozenset[str]
    sender: str
    sender_name: str
    object_id: str
    recipient: str
    recipient_name: str
    text: str
    locale: str
    zone: str | None
    reply_to: str
    action: str
    members_added: tuple[str, ...]
    value: Any

    @property
    def is_personal(self) -> bool:
        """Whether one person alone reads what is written in this conversation."""
        return self.conversation_type in ("", "personal")


def read(activity: Mapping[str, Any]) -> Incoming:
    """Read the fields of an activity. Raises Malformed when one has the wrong type."""
    conversation, sender = _part(activity, "conversation"), _part(activity, "from")
    recipient, client = _part(activity, "recipient"), _client(activity)
    return Incoming(
        type=_needed(activity, "type"),
        name=_short(activity, "name"),
        id=_step(_short(activity, "id"), "id"),
        channel=_short(activity, "channelId"),
        service_url=_short(activity, "serviceUrl"),
        conversation=_step(_needed(conversation, "id"), "conversation"),
        conversation_type=_short(conversation, "conversationType"),
        tenants=_tenants(activity, conversation),
        sender=_needed(sender, "id"),
        sender_name=_short(sender, "name"),
        object_id=_short(sender, "aadObjectId"),
        recipient=_short(recipient, "id"),
        recipient_name=_short(recipient, "name"),
        text=_text(activity, "text"),
        locale=_locale(activity.get("locale"), client.get("locale")),
        zone=_zone(activity.get("localTimezone")) or _zone(client.get("timezone")),
        reply_to=_step(_short(activity, "replyToId"), "replyToId"),
        action=_short(activity, "action"),
        members_added=_members(activity),
        value=activity.get("value"),
    )


def _part(of: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    part = of.get(key)
    if part is None:
        return {}
    if not isinstance(part, Mapping):
        raise Malformed(f"shape-{key}")
    return part


def _text(of: Mapping[str, Any], key: str) -> str:
    text = of.get(key)
    if text is None:
        return ""
    if not isinstance(text, str):
        raise Malformed(f"shape-{key}")
    return text


def _short(of: Mapping[str, Any], key: str) -> str:
    text = _text(of, key)
    if len(text) > _LONGEST_NAME:
        raise Malformed(f"long-{key}")
    return text


def _needed(of: Mapping[str, Any], key: str) -> str:
    text = _short(of, key)
    if not text:
        raise Malformed(f"missing-{key}")
    return text


def _step(name: str, key: str) -> str:
    """Check an id that becomes one step of an address to which our token is sent: these two would lead elsewhere."""
    if name in {".", ".."}:
        raise Malformed(f"step-{key}")
    return name


def _tenants(activity: Mapping[str, Any], conversation: Mapping[str, Any]) -> frozenset[str]:
    named = (_short(conversation, "tenantId"), _short(_part(_part(activity, "channelData"), "tenant"), "id"))
    return frozenset(tenant.lower() for tenant in named if tenant)


def _client(activity: Mapping[str, Any]) -> Mapping[str, Any]:
    """Find what the person's Teams says of itself, among things that may be anything."""
    entities = activity.get("entities")
    for entity in entities if isinstance(entities, list) else []:
        if isinstance(entity, Mapping) and entity.get("type") == "clientInfo":
            return entity
    return {}


def _locale(*said: object) -> str:
    for locale in said:
        if isinstance(locale, str) and _LOCALE.fullmatch(locale):
            return locale
    return _NO_LOCALE


def _zone(said: object) -> str | None:
    """Read the name of a time zone; None when there is no such zone."""
    if not isinstance(said, str) or not said:
        return None
    try:
        zoneinfo.ZoneInfo(said)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None
    return said


def _members(activity: Mapping[str, Any]) -> tuple[str, ...]:
    members = activity.get("membersAdded")
    if members is None:
        return ()
    if not isinstance(members, list) or not all(isinstance(member, Mapping) for member in members):
        raise Malformed("shape-membersAdded")
    return tuple(_short(member, "id") for member in members)
