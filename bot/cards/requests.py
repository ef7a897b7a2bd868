"""Whom the learner asked about a contract, and how to withdraw a request that is no longer needed."""

from __future__ import annotations

from microsoft_teams.cards.core import AdaptiveCard

from bot.buttons import Button, Verb
from bot.cards.contract_people import request_lines
from bot.cards.form import Form
from bot.cards.inert import inert_in_label
from bot.cards.page import Page
from bot.cards.parts import Elements, aside, button, card, line, title
from learning.feedback import visible_changes
from learning.views import RequestState, RequestsView

MOST_CHOICES = 10


def requests_card(view: RequestsView, page: Page) -> AdaptiveCard:
    """The list, and below it a choice among the requests that wait for an answer."""
    body: Elements = [
        title(page.say("requests.title")),
        aside(page.say("requests.visible_to"), spacing="None"),
        *request_lines(view.requests, page),
    ]
    waiting = [asked for asked in view.requests if asked.request.is_open]
    if not waiting:
        return card(page, body=[*body, line(page.say("requests.none_waits"), spacing="Medium")])
    version = visible_changes(asked.request for asked in view.requests)
    form = Form(page=page, about=view.contract.id, version=version)
    choices = [(asked.request.id, _words(asked, page)) for asked in waiting[-MOST_CHOICES:]]
    withdraw = Button(
        verb=Verb.WITHDRAW_REQUEST, about=view.contract.id, revision=view.contract.revision, version=version
    )
    body += [
        *form.choice("withdrawn", page.say("requests.withdrawn"), "", choices),
        aside(page.say("requests.withdraw_hint")),
    ]
    return card(page, body=body, actions=[button(withdraw, page.say("button.withdraw_request"))])


def _words(asked: RequestState, page: Page) -> str:
    name = inert_in_label(page.speaker.name(asked.peer))
    return page.say("requests.choice", peer=name, revision=asked.revision)
