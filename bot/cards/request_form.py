"""What a peer fills in: their advice, new or corrected, or whom they suggest instead."""

from __future__ import annotations

from microsoft_teams.cards.core import Action

from bot.buttons import Button, Verb
from bot.cards.form import Form
from bot.cards.inert import inert_in_label
from bot.cards.page import Page
from bot.cards.parts import Elements, aside, button, heading, line, quotes, said
from bot.cards.talk import talk_lines
from learning.peer_side import words_in_inputs
from learning.suggestion import LONGEST_REASON
from learning.talk import TalkState
from learning.terms import LONGEST_ANSWER
from learning.views import RequestView

PROMPTS = ("try_or_drop", "meet", "convince")


def of_request(view: RequestView, verb: Verb) -> Button:
    """A button of the peer's card. Its state is that of the request and of the peer's own side."""
    return Button(verb=verb, about=view.request.id, revision=view.request.revision, version=_version(view))


def prompt(page: Page, field: str, learner: str) -> str:
    """One of the three questions."""
    return page.say(f"request.{field}", learner=learner)


def advice_form(view: RequestView, learner: str, page: Page) -> tuple[Elements, list[Action]]:
    """The prompts, with what the peer began or sent in them."""
    is_correction = view.side.reopened_at is not None
    hint = page.say(_hint(view), learner=learner, moment=view.request.ends_at)
    parts: Elements = [
        heading(page.say("request.your_advice")),
        aside(hint, spacing="None"),
        *_questions(view, learner, page),
        *_what_was_done(view, learner, page),
    ]
    return parts, _correcting_buttons(view, page) if is_correction else _open_buttons(view, page)


def _hint(view: RequestView) -> str:
    """What the reminder, or the answer to "not now", says of the end is not said twice."""
    if view.side.reopened_at is not None:
        return "request.correcting"
    return "request.one_answer" if view.side.reminded_at or view.side.passed_at else "request.no_duty"


def suggestion_form(view: RequestView, learner: str, page: Page) -> tuple[Elements, list[Action]]:
    """Whom the peer suggests, and why."""
    form = Form(page=page, about=view.request.id, version=_version(view))
    say = page.say
    parts: Elements = [
        heading(say("request.suggest")),
        aside(say("request.suggest_hint", learner=learner), spacing="None"),
        *form.people(
            "suggested", say("request.suggested"), "", placeholder=say("contract.peers_search"), several=False
        ),
        *form.text("reason", say("request.reason"), longest=LONGEST_REASON, multiline=False),
    ]
    return parts, [
        button(of_request(view, Verb.SUGGEST_PEER), say("button.suggest_peer"), primary=True),
        button(of_request(view, Verb.STOP_SUGGESTING), say("button.stop_suggesting")),
    ]


def _questions(view: RequestView, learner: str, page: Page) -> Elements:
    form = Form(page=page, about=view.request.id, version=_version(view))
    words, parts = words_in_inputs(view.side, view.request), Elements()
    for field in PROMPTS:
        label = prompt(page, field, inert_in_label(learner))
        parts += form.text(field, label, getattr(words, field), longest=LONGEST_ANSWER)
    if view.request.question:
        label = page.say("request.answer", learner=inert_in_label(learner))
        parts += quotes(page, [(page.say("request.question", learner=learner), view.request.question)])
        parts += form.text("answer", label, words.answer, longest=LONGEST_ANSWER)
    return parts


def _what_was_done(view: RequestView, learner: str, page: Page) -> Elements:
    """Above the buttons: whom the peer suggested, that words are kept, that they chose "not now"."""
    parts: Elements = []
    if view.suggested:
        names = page.speaker.names(view.suggested)
        parts.append(line(page.say("request.you_suggested", names=names, learner=learner), spacing="Medium"))
    if talk := talk_lines(view.talk, learner, page, "request"):
        parts += [*talk, line(page.say("request.talk.may_write"), spacing="Small")]
    if view.side.passed_at:
        parts.append(said(page.say("request.passed", learner=learner, moment=view.request.ends_at)))
    elif view.side.saved_at:
        parts.append(said(page.say("request.saved", moment=view.side.saved_at, learner=learner)))
    return parts


def _open_buttons(view: RequestView, page: Page) -> list[Action]:
    verbs = [Verb.SAVE_UNFINISHED, Verb.NOT_NOW, Verb.BEGIN_SUGGESTING, *talk_verbs(view)]
    if view.side.passed_at or view.talk.is_on:
        verbs.remove(Verb.NOT_NOW)
    send = button(of_request(view, Verb.GIVE_FEEDBACK), page.say("button.give_feedback"), primary=True)
    return [send, *(button(of_request(view, verb), page.say(f"button.{verb}")) for verb in verbs)]


def talk_verbs(view: RequestView) -> list[Verb]:
    """What the peer can do about a talk: wish for one, as long as the request is open, or take that back."""
    if view.talk.is_on:
        return [Verb.NO_TALK_AFTER_ALL]
    return [Verb.RATHER_TALK] if view.request.is_open and view.talk.state is TalkState.NONE else []


def _correcting_buttons(view: RequestView, page: Page) -> list[Action]:
    send = button(of_request(view, Verb.GIVE_FEEDBACK), page.say("button.send_correction"), primary=True)
    verbs = (Verb.SAVE_UNFINISHED, Verb.LEAVE_FEEDBACK)
    return [send, *(button(of_request(view, verb), page.say(f"button.{verb}")) for verb in verbs)]


def _version(view: RequestView) -> int:
    return view.request.version + view.side.version
