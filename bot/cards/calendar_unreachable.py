"""The learner's calendar is not reached: what that means, and what they can do."""

from __future__ import annotations

from microsoft_teams.cards.core import AdaptiveCard

from bot.buttons import Button, Verb
from bot.cards.page import Page
from bot.cards.parts import aside, button, card, line, title
from learning.views import CalendarUnreachableView


def calendar_unreachable_card(view: CalendarUnreachableView, page: Page) -> AdaptiveCard:
    """How it stands with the calendar; a button while it is not reached and nobody is trying."""
    if not view.is_followed:
        return card(page, body=[line(page.say("calendar_unreachable.over"))])
    if view.is_reached:
        return card(page, body=[line(page.say("calendar_unreachable.reached"))])
    if view.is_tried_again:
        return card(page, body=[line(page.say("calendar_unreachable.trying"))])
    again = Button(verb=Verb.TRY_CALENDAR_AGAIN, about="")
    return card(
        page,
        body=[
            title(page.say("calendar_unreachable.title")),
            line(page.say("calendar_unreachable.nothing_lost")),
            aside(page.say("calendar_unreachable.if_it_lasts")),
        ],
        actions=[button(again, page.say("button.try_calendar_again"), primary=True)],
    )
