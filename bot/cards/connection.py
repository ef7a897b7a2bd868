"""The card about a person's own calendar: whether the app may use it, what it does there, and the one thing to do."""

from __future__ import annotations

from microsoft_teams.cards.core import Action, AdaptiveCard

from bot.buttons import Button, Verb
from bot.cards.calendar_file import address_lines, is_in_use, make_button, remove_button, renew_button
from bot.cards.page import Page
from bot.cards.parts import Elements, aside, button, card, line, title
from learning.connection import Connection, WhyNot
from learning.feed import Feed
from learning.views import ConnectionView

ORGANISATION_PATH = "/sign-in/organisation"
"""Where whoever looks after Microsoft 365 allows the app."""

_BUTTONS = {
    WhyNot.NOT_CONNECTED: "button.connect_calendar",
    WhyNot.NOT_ALLOWED: "button.connect_calendar",
    WhyNot.ENDED: "button.connect_calendar_again",
    WhyNot.MORE_PROOF: "button.sign_in_again",
}


def connection_card(view: ConnectionView, page: Page) -> AdaptiveCard:
    """One card for everything that can be said about the calendar, and about the file that may stand in for it."""
    connection = view.connection
    if connection is not None and not connection.works:
        return _closed(view, connection, page)
    if not view.is_reached:
        return _unreachable(view, page)
    if view.is_empty:
        return _empty(view, page)
    if connection is None:
        key = "connection.reached" if view.is_followed else "connection.over"
        return card(page, body=[line(page.say(key))])
    return _connected(view, connection, page)


def _connected(view: ConnectionView, connection: Connection, page: Page) -> AdaptiveCard:
    body: Elements = [
        title(page.say("connection.title.connected")),
        line(page.say("connection.does")),
        line(page.say("connection.sees"), spacing="Small"),
        aside(page.say("connection.leave")),
    ]
    actions = [_button(Verb.DISCONNECT_CALENDAR, connection, page)]
    if is_in_use(view.feed):
        body.insert(-1, line(page.say("feed.empty"), spacing="Small"))
        actions.append(remove_button(view.feed, page))
    return card(page, body=body, actions=actions)


def _closed(view: ConnectionView, connection: Connection, page: Page) -> AdaptiveCard:
    """Not connected: why, what would happen in the calendar, and that nothing is lost without it."""
    why = connection.why or WhyNot.NOT_CONNECTED
    if view.is_signing_in:
        said = _signing_in(page)
    elif why is not WhyNot.NOT_CONNECTED:
        said = _ended(view, why, page)
    elif connection.left_at:
        said = _left(view, page)
    else:
        said = _in_file(view.feed, page) if view.feed and is_in_use(view.feed) else _offered(page)
    of = Button(verb=Verb.CONNECT_CALENDAR, about="", version=connection.version)
    words = page.say("button.try_calendar_again" if view.is_signing_in else _BUTTONS[why])
    connect = button(of, words, primary=not view.is_signing_in)
    return card(page, body=said, actions=[connect, *_file_buttons(view, why, page)])


def _file_buttons(view: ConnectionView, why: WhyNot, page: Page) -> list[Action]:
    if view.is_signing_in:
        return []  # first things first
    if is_in_use(view.feed):
        return [renew_button(view.feed, page), remove_button(view.feed, page)]
    if why in (WhyNot.ENDED, WhyNot.MORE_PROOF):
        return []  # signing in mends it: one sentence, one button
    return [make_button(view.feed, page)]


def _in_file(feed: Feed, page: Page) -> Elements:
    return [
        title(page.say("connection.title.in_file")),
        *address_lines(feed, page),
        line(page.say("feed.or_connect")),
        aside(page.say("connection.only_you")),
    ]


def _offered(page: Page) -> Elements:
    return [
        title(page.say("connection.title.not_connected")),
        line(page.say("connection.does")),
        line(page.say("connection.sees"), spacing="Small"),
        line(page.say("connection.in_chat_anyway"), spacing="Small"),
        line(page.say("feed.offer"), spacing="Small"),
        aside(page.say("connection.leave_it")),
    ]


def _signing_in(page: Page) -> Elements:
    return [
        title(page.say("connection.title.signing_in")),
        line(page.say("connection.signing_in")),
        aside(page.say("connection.only_you")),
    ]


def _left(view: ConnectionView, page: Page) -> Elements:
    return [
        title(page.say("connection.title.left")),
        line(page.say("connection.left")),
        *_file_beside(view, page),
        aside(page.say("connection.only_you")),
    ]


def _file_beside(view: ConnectionView, page: Page) -> Elements:
    """The file of somebody whose calendar was connected: what stands there already is not in it."""
    if view.feed is None or not is_in_use(view.feed):
        return []
    return [line(page.say("feed.beside")), *address_lines(view.feed, page)]


def _ended(view: ConnectionView, why: WhyNot, page: Page) -> Elements:
    name = why.name.lower()
    said: Elements = [title(page.say(f"connection.title.{name}")), line(page.say(f"connection.why.{name}"))]
    if why is WhyNot.NOT_ALLOWED:
        said.append(line(f"{page.public_url}{ORGANISATION_PATH}", spacing="Small"))
    return [*said, *_file_beside(view, page), aside(page.say("connection.only_you"))]


def _unreachable(view: ConnectionView, page: Page) -> AdaptiveCard:
    if view.is_tried_again:
        return card(page, body=[line(page.say("connection.trying"))])
    body: Elements = [
        title(page.say("connection.title.unreachable")),
        line(page.say("connection.nothing_lost")),
        aside(page.say("connection.if_it_lasts")),
    ]
    again = Button(verb=Verb.TRY_CALENDAR_AGAIN, about="")
    return card(page, body=body, actions=[button(again, page.say("button.try_calendar_again"), primary=True)])


def _empty(view: ConnectionView, page: Page) -> AdaptiveCard:
    """All that stood there seems to be gone: nothing follows before the person says what it means."""
    if view.is_tried_again:
        return card(page, body=[line(page.say("connection.looking"))])
    body: Elements = [
        title(page.say("connection.title.empty")),
        line(page.say("connection.empty")),
        line(page.say("connection.removed_or_not"), spacing="Small"),
        aside(page.say("connection.only_you")),
    ]
    again, removed = Button(verb=Verb.TRY_CALENDAR_AGAIN, about=""), Button(verb=Verb.REMOVED_BY_HAND, about="")
    return card(
        page,
        body=body,
        actions=[
            button(again, page.say("button.look_again"), primary=True),
            button(removed, page.say("button.removed_by_hand")),
        ],
    )


def _button(verb: Verb, connection: Connection, page: Page) -> Action:
    return button(Button(verb=verb, about="", version=connection.version), page.say(f"button.{verb}"))
