"""Somebody whom a peer suggested, for the learner to ask or not."""

from __future__ import annotations

from microsoft_teams.cards.core import AdaptiveCard

from bot.buttons import Button, Verb
from bot.cards.inert import inert_in_label, inert_in_markdown
from bot.cards.page import Page
from bot.cards.parts import Elements, aside, button, card, line, quotes, title
from learning.suggestion import Suggestion
from learning.views import SuggestionView


def suggestion_card(view: SuggestionView, page: Page) -> AdaptiveCard:
    """The suggestion, open or answered."""
    peer, suggested = page.speaker.name(view.peer), page.speaker.name(view.suggested)
    body: Elements = [
        title(
            page.say("suggestion.title", peer=inert_in_markdown(peer), suggested=inert_in_markdown(suggested)),
        ),
        aside(page.say("suggestion.visible_to", peer=peer, suggested=suggested), spacing="None"),
        *quotes(page, [(page.say("suggestion.reason", peer=peer), view.suggestion.reason)]),
    ]
    if view.suggestion.asked_at:
        return card(page, body=[*body, line(page.say("suggestion.asked", suggested=suggested), spacing="Medium")])
    if view.suggestion.passed_at:
        passed = page.say("suggestion.passed", peer=peer, suggested=suggested)
        return card(page, body=[*body, line(passed, spacing="Medium")])
    ask = page.say("button.ask_suggested", suggested=inert_in_label(suggested))
    return card(
        page,
        body=[*body, line(page.say("suggestion.yours_to_decide", suggested=suggested), spacing="Medium")],
        actions=[
            button(_button_of(view.suggestion, Verb.ASK_SUGGESTED), ask, primary=True),
            button(_button_of(view.suggestion, Verb.LEAVE_SUGGESTION), page.say("button.leave_suggestion")),
        ],
    )


def _button_of(suggestion: Suggestion, verb: Verb) -> Button:
    return Button(verb=verb, about=suggestion.id, version=suggestion.version)
