"""The learner's cycle: when its reviews stand in the calendar, and what became of each."""

from __future__ import annotations

from microsoft_teams.cards.core import AdaptiveCard

from bot.cards.page import Page
from bot.cards.parts import aside, card, heading, line, named_line, quotes, title
from learning.review import Review
from learning.views import CycleView


def cycle_card(view: CycleView, page: Page) -> AdaptiveCard:
    """The cycle as it stands."""
    is_closed = view.cycle.closed_at is not None
    reviews = (named_line(page.say(f"review.kind.{each.kind}"), _state(each, page)) for each in view.reviews)
    closing = [] if is_closed else [line(page.say("cycle.drag"), spacing="Medium")]
    return card(
        page,
        body=[
            title(page.say("cycle.title_closed" if is_closed else "cycle.title")),
            aside(page.say("cycle.visible_to"), spacing="None"),
            *quotes(page, [(page.say("terms.own.goal"), view.goal)]),
            line(_until(view, page), spacing="Medium"),
            heading(page.say("cycle.reviews")),
            *reviews,
            *closing,
        ],
    )


def _until(view: CycleView, page: Page) -> str:
    if view.cycle.closed_at:
        return page.say("cycle.closed", moment=view.cycle.closed_at)
    return page.say("cycle.runs_until", day=view.cycle.ends_on)


def _state(review: Review, page: Page) -> str:
    if review.held_at:
        return page.say("cycle.review.held", moment=review.held_at)
    if review.skipped_at:
        return page.say("cycle.review.left_out")
    if review.gone_at:
        return page.say("cycle.review.gone")
    if review.slot is None:
        return page.say("cycle.review.without_time", day=review.ideal_on)
    key = "cycle.review.stands" if review.entry else "cycle.review.being_written"
    return page.say(key, moment=review.slot.starts_at)
