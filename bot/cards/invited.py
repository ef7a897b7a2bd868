"""What the asker hears when a peer does not have the app: what was done, and what they can do."""

from __future__ import annotations

from microsoft_teams.cards.core import AdaptiveCard

from bot.cards.inert import inert_in_markdown
from bot.cards.page import Page
from bot.cards.parts import Elements, aside, card, line, title
from learning.reaching import Way
from learning.views import InvitedView


def invited_card(view: InvitedView, page: Page) -> AdaptiveCard:
    """One sentence and, where nothing else is certain, the link to pass on."""
    peer = page.speaker.name(view.peer)
    if view.has_arrived:
        return _arrived(peer, page)
    body: Elements = [
        title(page.say("invited.title", peer=inert_in_markdown(peer))),
        line(page.say(f"invited.{view.way}", peer=peer)),
    ]
    if view.way in (Way.LINK, Way.UNSURE):
        body.append(line(view.link))
    return card(page, body=[*body, aside(page.say("invited.visible_to"))])


def _arrived(peer: str, page: Page) -> AdaptiveCard:
    arrived = title(page.say("invited.title_arrived", peer=inert_in_markdown(peer)))
    return card(page, body=[arrived, aside(page.say("invited.arrived", peer=peer))])
