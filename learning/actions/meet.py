"""Somebody is there in the chat: keep their name, language, zone and where to reach them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from learning.actions.come_back import come_back, show_anew
from learning.actions.telling import tell
from learning.messages import MessageKind
from learning.people import Person, PersonId, is_zone
from learning.work import Work


@dataclass(frozen=True, kw_only=True)
class Meet:
    """What the chat says of the person. `zone` is None when it does not say."""

    name: str
    locale: str
    zone: str | None
    chat: str
    has_arrived: bool = False


def meet(work: Work, command: Meet, actor: PersonId, now: datetime) -> Person:
    """The person as we know them from now on. Who arrives is welcomed, once, and again when they come back."""
    known = work.people.find(actor)
    zone = command.zone if command.zone and is_zone(command.zone) else (known.zone if known else "UTC")
    person = Person(
        id=actor,
        name=command.name or (known.name if known else ""),
        locale=command.locale,
        zone=zone,
        chat=command.chat,
    )
    if person != known:
        work.people.put(person)
    is_new = known is None or known.chat is None
    if is_new:
        come_back(work, actor, now)
    elif command.has_arrived:
        show_anew(work, actor, now)
    if command.has_arrived and (is_new or not work.messages.about(MessageKind.WELCOME, actor)):
        tell(work, actor, MessageKind.WELCOME, actor, now=now)
    return person
