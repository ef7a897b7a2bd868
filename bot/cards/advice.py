"""What the learner sees of one peer's advice, and the two things they can do with it."""

from __future__ import annotations

from microsoft_teams.cards.core import Action, AdaptiveCard

from bot.buttons import Button, Verb
from bot.cards.form import Form
from bot.cards.inert import inert_in_markdown
from bot.cards.page import Page
from bot.cards.parts import Elements, aside, button, card, line, quotes, said, title
from bot.cards.talk import talk_lines
from learning.feedback import LONGEST_BECAUSE, Feedback, FeedbackRequest
from learning.views import AdviceView


def advice_card(view: AdviceView, page: Page) -> AdaptiveCard:
    """The advice, to be answered or answered."""
    peer = page.speaker.name(view.peer)
    if view.request.taken_back_at:
        return _taken_back(view, page, peer)
    if view.request.answered_at is None:
        return _not_written(view, page, peer)
    corrected = view.request.corrected_at
    body: Elements = [
        title(page.say("advice.title", peer=inert_in_markdown(peer))),
        aside(page.say("advice.visible_to", peer=peer, revision=view.request.revision), spacing="None"),
        *([said(page.say("advice.corrected", peer=peer, moment=corrected))] if corrected else []),
        *quotes(page, _pairs(view.request, page)),
        *(talk_lines(view.talk, peer, page, "advice") if view.talk.is_on else []),
    ]
    if view.request.is_decided:
        return _decided(view, page, peer, body)
    form = Form(page=page, about=view.request.id, version=view.request.version)
    body += [
        line(page.say("advice.yours_to_decide", peer=peer), spacing="Medium"),
        *form.text("because", page.say("advice.because"), longest=LONGEST_BECAUSE, multiline=False),
    ]
    return card(page, body=body, actions=[*_buttons(view.request, page), *_talk_buttons(view, page)])


def _not_written(view: AdviceView, page: Page, peer: str) -> AdaptiveCard:
    """The peer would rather talk; or would not after all, or has talked, and may still write."""
    name = "advice.title_talk" if view.talk.is_on else "advice.title_not_written"
    body: Elements = [
        title(page.say(name, peer=inert_in_markdown(peer))),
        aside(page.say("advice.visible_to", peer=peer, revision=view.request.revision), spacing="None"),
        *talk_lines(view.talk, peer, page, "advice"),
    ]
    if view.request.is_open:
        body.append(line(page.say("advice.may_write", peer=peer), spacing="Medium"))
    return card(page, body=body, actions=_talk_buttons(view, page))


def _talk_buttons(view: AdviceView, page: Page) -> list[Action]:
    if not view.talk.is_on:
        return []
    return [button(_button_of(view.request, Verb.CALL_TALK_OFF), page.say("button.call_talk_off"))]


def _taken_back(view: AdviceView, page: Page, peer: str) -> AdaptiveCard:
    """The words are gone; what the learner wrote about them is the learner's and stays."""
    body: Elements = [
        title(page.say("advice.title_taken_back", peer=inert_in_markdown(peer))),
        aside(page.say("advice.visible_to", peer=peer, revision=view.request.revision), spacing="None"),
        line(page.say("advice.taken_back", peer=peer), spacing="Medium"),
        *quotes(page, [(page.say("advice.parked"), view.request.parked_because)]),
        *(talk_lines(view.talk, peer, page, "advice") if view.talk.is_on else []),
    ]
    return card(page, body=body, actions=_talk_buttons(view, page))


def _decided(view: AdviceView, page: Page, peer: str, body: Elements) -> AdaptiveCard:
    if view.request.parked_at:
        body += quotes(page, [(page.say("advice.parked"), view.request.parked_because)])
    else:
        body.append(line(page.say("advice.taken"), spacing="Medium"))
    body.append(aside(page.say("advice.decision_visible_to", peer=peer)))
    revise = button(_button_of(view.request, Verb.REVISE_DRAFT), page.say("button.revise_draft"), primary=True)
    return card(page, body=body, actions=[*([] if view.is_started else [revise]), *_talk_buttons(view, page)])


def _pairs(request: FeedbackRequest, page: Page) -> list[tuple[str, str]]:
    given = request.feedback or Feedback()
    return [
        (page.say("advice.try_or_drop"), given.try_or_drop),
        (page.say("advice.meet"), given.meet),
        (page.say("advice.convince"), given.convince),
        (request.question or page.say("advice.answer"), given.answer),
    ]


def _buttons(request: FeedbackRequest, page: Page) -> list[Action]:
    return [
        button(_button_of(request, Verb.TAKE_ADVICE), page.say("button.take_advice"), primary=True),
        button(_button_of(request, Verb.PARK_ADVICE), page.say("button.park_advice")),
    ]


def _button_of(request: FeedbackRequest, verb: Verb) -> Button:
    return Button(verb=verb, about=request.id, revision=request.revision, version=request.version)
