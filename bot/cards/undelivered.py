"""A request that could not be brought to its peer, because the app is not there for them."""

from __future__ import annotations

from microsoft_teams.cards.core import AdaptiveCard

from bot.cards.inert import inert_in_markdown
from bot.cards.page import Page
from bot.cards.parts import Elements, aside, card, line, title
from learning.views import UndeliveredView


def undelivered_card(view: UndeliveredView, page: Page) -> AdaptiveCard:
    """What is the case, and what the learner can do."""
    peer = page.speaker.name(view.peer)
    body: Elements = [
        title(page.say("undelivered.title", peer=inert_in_markdown(peer))),
        aside(page.say("undelivered.visible_to"), spacing="None"),
        line(page.say("undelivered.why", peer=peer), spacing="Medium"),
        line(page.say("undelivered.somebody_else"), spacing="Medium"),
    ]
    return card(page, body=body)
