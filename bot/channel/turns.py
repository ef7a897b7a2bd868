"""Makes a turn of an activity and has it handled; a bug becomes a sentence with a reference."""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from bot.channel.address import address_of, write_address
from bot.channel.rejections import Malformed
from bot.turn import Answer, Pressed, TokenOffered, Turn, TurnHandler
from learning.people import person_id

if TYPE_CHECKING:
    from bot.channel.incoming import Incoming
    from bot.turn import Happening

_LONGEST_ID = 100
_LONGEST_TOKEN = 16_384
_FAILURE = re.compile(r"[A-Za-z]{1,60}")

_log = logging.getLogger(__name__)

OnBug = Callable[[Turn, str], Answer]
"""What the person is told when we have a bug: the turn, and the reference under which the log tells more."""


Reference = Callable[[], str]
"""The reference under which everything is logged while the turn is handled that runs just now."""


class Turns:
    """Hands turns to the handler. People are of this tenant."""

    def __init__(self, *, tenant: str, handler: TurnHandler, on_bug: OnBug, reference: Reference) -> None:
        self._tenant = tenant
        self._handler = handler
        self._on_bug = on_bug
        self._reference = reference

    async def take(self, incoming: Incoming, happening: Happening) -> Answer:
        """Ask the handler for an answer. Where Teams did not say whose turn it is, there is none."""
        if not incoming.object_id:
            _log.info("A %s names no person, so that nobody's turn follows from it.", type(happening).__name__)
            return None
        turn, reference = self._turn(incoming, happening), self._reference()
        try:
            return await self._handler(turn)
        except Exception:  # noqa: BLE001 - a bug, whatever it is, is logged and becomes a sentence for the person
            _log.exception("A turn went wrong, reference %s (%s)", reference, type(happening).__name__)
            return self._on_bug(turn, reference)

    def _turn(self, incoming: Incoming, happening: Happening) -> Turn:
        return Turn(
            activity=incoming.id or secrets.token_hex(16),
            actor=person_id(tenant=self._tenant, object_id=incoming.object_id),
            name=incoming.sender_name,
            locale=incoming.locale,
            zone=incoming.zone,
            chat=write_address(address_of(incoming, tenant=self._tenant)),
            happening=happening,
        )


def pressed(incoming: Incoming) -> Pressed:
    """Read which button an `adaptiveCard/action` names. Raises Malformed when it names none."""
    action = incoming.value.get("action") if isinstance(incoming.value, Mapping) else None
    if not isinstance(action, Mapping) or action.get("type") != "Action.Execute":
        raise Malformed("action")
    verb, data = action.get("verb"), action.get("data")
    if not isinstance(verb, str) or not verb or not isinstance(data, Mapping | None):
        raise Malformed("action-verb-or-data")
    return Pressed(verb=verb, data=data or {}, message=incoming.reply_to or None)


def token_offered(incoming: Incoming) -> TokenOffered:
    """Read which sign-in a `signin/tokenExchange` is about, and its token. Raises Malformed when one is missing."""
    value = incoming.value if isinstance(incoming.value, Mapping) else {}
    sign_in, token = value.get("id"), value.get("token")
    if not isinstance(sign_in, str) or not 0 < len(sign_in) <= _LONGEST_ID:
        raise Malformed("sign-in-id")
    if not isinstance(token, str) or not 0 < len(token) <= _LONGEST_TOKEN:
        raise Malformed("sign-in-token")
    return TokenOffered(sign_in=sign_in, token=token)


def failure_code(incoming: Incoming) -> str:
    """Read why Teams could not sign somebody in, as a word that may be logged."""
    code = incoming.value.get("code") if isinstance(incoming.value, Mapping) else None
    return code if isinstance(code, str) and _FAILURE.fullmatch(code) else "unknown"
