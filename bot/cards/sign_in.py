"""The question to sign in: what Teams makes a silent sign-in of, and the plain card that stands there later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from microsoft_teams.cards.core import AdaptiveCard, OpenUrlAction

from bot.cards.page import Page
from bot.cards.parts import aside, card, line

if TYPE_CHECKING:
    from learning.views import SignInView

START_PATH = "/sign-in/start"
"""Where a sign-in in the browser begins."""


def sign_in_content(view: SignInView, page: Page) -> dict[str, Any]:
    """The content of the attachment from which Teams tries to sign the person in, and offers a button if it cannot.

    The id comes back with the token. Teams wants a name of a connection, though nobody uses it.
    """
    return {
        "text": page.say("sign_in.text"),
        "connectionName": "",
        "tokenExchangeResource": {"id": view.id},
        "buttons": [{"type": "signin", "title": page.say("sign_in.button"), "value": _link(view, page)}],
    }


def sign_in_card(view: SignInView, page: Page) -> AdaptiveCard:
    """What stands there once the sign-in is over; while it is open, the same link, without Teams' help."""
    if view.is_open:
        action = OpenUrlAction(title=page.say("sign_in.button"), url=_link(view, page))
        return card(page, body=[line(page.say("sign_in.text"))], actions=[action])
    key = "sign_in.done" if view.is_connected else "sign_in.over"
    return card(page, body=[aside(page.say(key))])


def _link(view: SignInView, page: Page) -> str:
    return f"{page.public_url}{START_PATH}?id={quote(view.id, safe='')}"
