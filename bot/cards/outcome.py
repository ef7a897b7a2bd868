"""How it went in the end, in the learner's words, for a peer who advised."""

from __future__ import annotations

from microsoft_teams.cards.core import AdaptiveCard

from bot.cards.inert import inert_in_markdown
from bot.cards.page import Page
from bot.cards.parts import Elements, aside, card, line, quotes, title
from learning.views import OutcomeView


def outcome_card(view: OutcomeView, page: Page) -> AdaptiveCard:
    """The learner's words, and a thank-you when the advice was taken."""
    learner = page.speaker.name(view.learner)
    body: Elements = [
        title(page.say("outcome.title", learner=inert_in_markdown(learner))),
        aside(page.say("outcome.visible_to", learner=learner), spacing="None"),
        *quotes(page, [(page.say("outcome.words", learner=learner), view.request.outcome)]),
    ]
    thanks = "outcome.thanks_taken" if view.was_taken else "outcome.thanks"
    return card(page, body=[*body, line(page.say(thanks, learner=learner), spacing="Medium")])
