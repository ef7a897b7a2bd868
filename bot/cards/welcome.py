"""The first words to somebody."""

from __future__ import annotations

from microsoft_teams.cards.core import AdaptiveCard, ExecuteAction

from bot.buttons import Button, Verb
from bot.cards.page import Page
from bot.cards.parts import aside, button, card, line, title
from learning.views import WelcomeView


def welcome_card(_: WelcomeView, page: Page) -> AdaptiveCard:
    """What this is, who can see it, and one button."""
    return card(
        page,
        body=[
            title(page.say("welcome.title")),
            line(page.say("welcome.contract")),
            line(page.say("welcome.advice"), spacing="Small"),
            line(page.say("welcome.reviews"), spacing="Small"),
            aside(page.say("welcome.visible_to"), spacing="Medium"),
        ],
        actions=[write_button(page)],
    )


def write_button(page: Page) -> ExecuteAction:
    """The way into a draft; whether there is one already is looked up when it is pressed."""
    return button(Button(verb=Verb.NEW_CONTRACT, about=""), page.say("button.new_contract"), primary=True)
