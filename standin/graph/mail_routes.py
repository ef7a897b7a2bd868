"""Graph's address for sending mail: read, checked, and put into the mailboxes of those who are here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import web

from standin import people
from standin.graph.errors import bad_request, throttled, user_not_found
from standin.limits import Rate
from standin.people import SERVICE_MAILBOX

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from standin.graph.asking import Asked
    from standin.people import Person
    from standin.world import World

_A_MINUTE = (Rate(30, 60),)
_LISTS = ("toRecipients", "ccRecipients", "bccRecipients")


class MailRoutes:
    """Sends mail from any mailbox here, which is what Mail.Send as an application right allows."""

    def __init__(self, world: World) -> None:
        self._limits = world.limits
        self._mailboxes = world.mailboxes
        self._staff = world.staff

    def addresses(self) -> list[tuple[str, str, Callable[..., Awaitable[web.Response]]]]:
        """Method, address and who answers it; each `{}` is given to the answer as text."""
        return [("POST", "users/{}/sendMail", self.send)]

    async def send(self, asked: Asked, user_id: str) -> web.Response:
        """202; who is not here, or here no longer, gets nothing, and nobody hears of that."""
        sender = _mailbox(user_id)
        message = _message(await asked.json())
        lists = {name: _addresses(message, name) for name in _LISTS}
        if not any(lists.values()):
            raise bad_request(
                "At least one recipient isn't valid., Recipient 'not specified'", "ErrorInvalidRecipients"
            )
        wait = self._limits.take(f"mail {sender.key}", _A_MINUTE)
        if wait:
            raise throttled("Application is over its message rate limit.", wait)
        reached = (people.by_object_id(one["mail"]) for name in _LISTS for one in lists[name])
        for person in {one.key: one for one in reached if one and not self._staff.has_left(one)}.values():
            self._mailboxes.deliver(
                person,
                sender={"name": sender.name, "mail": sender.mail},
                to=lists["toRecipients"],
                subject=str(message.get("subject") or ""),
                body=_body(message),
            )
        return web.Response(status=202)


def _mailbox(user_id: str) -> Person:
    if user_id.lower() in (SERVICE_MAILBOX.object_id, SERVICE_MAILBOX.mail):
        return SERVICE_MAILBOX
    person = people.by_object_id(user_id)
    if person is None:
        raise user_not_found(user_id)
    return person


def _message(body: object) -> dict[str, Any]:
    said = {name.lower(): value for name, value in body.items()} if isinstance(body, dict) else {}
    message = said.get("message")
    saves = said.get("savetosentitems")
    if not isinstance(message, dict) or not (saves is None or isinstance(saves, bool)):
        raise bad_request("The request body has no message that can be read.", "RequestBodyRead")
    return message


def _addresses(message: dict[str, Any], name: str) -> list[dict[str, str]]:
    said = message.get(name) or []
    found = [one.get("emailAddress") if isinstance(one, dict) else None for one in said]
    if not all(isinstance(one, dict) and "@" in str(one.get("address")) for one in found):
        raise bad_request(f"At least one recipient of {name} isn't valid.", "ErrorInvalidRecipients")
    return [{"name": str(one.get("name") or one["address"]), "mail": one["address"]} for one in found if one]


def _body(message: dict[str, Any]) -> dict[str, str]:
    said = message.get("body") or {}
    kind = str(said.get("contentType") or "text").lower() if isinstance(said, dict) else ""
    if kind not in {"text", "html"}:
        raise bad_request("The value of property 'body' cannot be read.", "RequestBodyRead")
    return {"contentType": kind, "content": str(said.get("content") or "")}
