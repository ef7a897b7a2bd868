"""Where a chat is reached, as the plain JSON that is stored with a person."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.channel.incoming import Incoming


@dataclass(frozen=True, kw_only=True)
class Address:
    """A chat between one person and the app. `person` is the id that Teams has for them, not Entra's."""

    service_url: str
    conversation: str
    bot_id: str
    bot_name: str
    tenant: str
    person: str


def address_of(incoming: Incoming, *, tenant: str) -> Address:
    """Say where the sender of this activity is reached."""
    return Address(
        service_url=incoming.service_url,
        conversation=incoming.conversation,
        bot_id=incoming.recipient,
        bot_name=incoming.recipient_name,
        tenant=tenant,
        person=incoming.sender,
    )


def write_address(address: Address) -> str:
    """Write the address as text, the same for the same address."""
    return json.dumps(asdict(address), sort_keys=True)


def read_address(text: str) -> Address:
    """Read the address that this text holds. Raises ValueError when it holds none."""
    read = json.loads(text)
    names = {field.name for field in fields(Address)}
    if not isinstance(read, dict) or read.keys() != names or not all(isinstance(part, str) for part in read.values()):
        raise ValueError("this is not the address of a chat")
    return Address(**read)


def is_same_chat(one: str, other: str) -> bool:
    """Whether these are addresses of one chat. Names and the service's address may differ from turn to turn."""
    try:
        first, second = read_address(one), read_address(other)
    except ValueError:
        return False
    return (first.conversation, first.tenant) == (second.conversation, second.tenant)
