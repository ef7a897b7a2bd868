"""What the cards say of the calendar file: its private address, how a calendar reads it, and what to do with it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from microsoft_teams.cards.core import Action, OpenUrlAction

from bot.buttons import Button, Verb
from bot.cards.page import Page
from bot.cards.parts import Elements, aside, button, line
from learning.feed import Feed, belongs_in_feed

if TYPE_CHECKING:
    from learning.views import CycleView

FEED_PATH = "/calendar/{secret}.ics"
"""Where a calendar reads all reviews of a person."""
REVIEW_PATH = "/calendar/{secret}/{review}.ics"
"""Where one review is to be had as a file."""


def is_in_use(feed: Feed | None) -> bool:
    """Whether there is an address."""
    return feed is not None and feed.secret is not None


def is_of_use(view: CycleView) -> bool:
    """Whether there is an address, and reviews of this cycle are in its file."""
    reviews = (each for each in view.reviews if each.is_open)
    return is_in_use(view.feed) and any(belongs_in_feed(each, is_connected=False) for each in reviews)


def address_lines(feed: Feed, page: Page) -> Elements:
    """How to use the address, the address, and what whoever has it can see."""
    address = page.public_url + FEED_PATH.format(secret=quote(feed.secret or "", safe=""))
    return [
        line(page.say("feed.how")),
        line(address, spacing="Small"),
        aside(page.say("feed.keep")),
        aside(page.say("feed.one_by_one")),
    ]


def make_button(feed: Feed | None, page: Page) -> Action:
    """Have an address made."""
    return _button(Verb.MAKE_FEED, feed, page)


def remove_button(feed: Feed | None, page: Page) -> Action:
    """Have it removed."""
    return _button(Verb.END_FEED, feed, page)


def renew_button(feed: Feed | None, page: Page) -> Action:
    """Have another one, and the old one lead nowhere."""
    return _button(Verb.RENEW_FEED, feed, page)


def next_review_button(view: CycleView, page: Page) -> list[Action]:
    """The next review as a file, for who has an address and no connection."""
    ahead = (each for each in view.reviews if each.is_open and each.asked_at is None)
    review = next((each for each in ahead if belongs_in_feed(each, is_connected=False)), None)
    if not view.is_in_chat or view.feed is None or view.feed.secret is None or review is None:
        return []
    path = REVIEW_PATH.format(secret=quote(view.feed.secret, safe=""), review=quote(review.id, safe=""))
    return [OpenUrlAction(title=page.say("button.next_review_file"), url=page.public_url + path)]


def _button(verb: Verb, feed: Feed | None, page: Page) -> Action:
    return button(Button(verb=verb, about="", version=feed.version if feed else 0), page.say(f"button.{verb}"))
