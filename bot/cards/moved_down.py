"""What is left where a card stood that was brought to the end of the chat."""

from __future__ import annotations

from microsoft_teams.cards.core import AdaptiveCard

from bot.cards.page import Page
from bot.cards.parts import aside, card
from learning.views import MovedDownView


def moved_down_card(view: MovedDownView, page: Page) -> AdaptiveCard:
    """One quiet line."""
    return card(page, body=[aside(page.say(f"moved_down.{view.kind}"))])
