"""What a peer sees: the revision they were sent, three prompts, and later their own answer and what became of it."""

from __future__ import annotations

from microsoft_teams.cards.core import AdaptiveCard

from bot.buttons import Button, Verb
from bot.cards.form import Form
from bot.cards.inert import inert_in_label, inert_in_markdown
from bot.cards.page import Page
from bot.cards.parts import Elements, aside, button, card, heading, line, quotes, title
from bot.cards.terms import term_pairs
from learning.contract import LONGEST_ANSWER
from learning.feedback import Feedback, FeedbackRequest
from learning.views import RequestView

_PROMPTS = ("try_or_drop", "meet", "convince")


def request_card(view: RequestView, page: Page) -> AdaptiveCard:
    """The request, open or answered."""
    learner = page.speaker.name(view.learner)
    opening: Elements = [
        title(page.say("request.title", learner=inert_in_markdown(learner))),
        aside(page.say("request.visible_to", learner=learner), spacing="None"),
        heading(page.say("request.revision", revision=view.revision.number)),
        *quotes(page, _what_was_sent(view, page)),
    ]
    if view.request.feedback is not None:
        return card(page, body=[*opening, *_answered(view.request, view.request.feedback, learner, page)])
    asked = view.request
    send = Button(verb=Verb.GIVE_FEEDBACK, about=asked.id, revision=asked.revision, version=asked.version)
    return card(
        page,
        body=[*opening, *_prompts(asked, learner, page)],
        actions=[button(send, page.say("button.give_feedback"), primary=True)],
    )


def _what_was_sent(view: RequestView, page: Page) -> list[tuple[str, str]]:
    why = (page.say("request.why"), view.revision.why)
    return [why, *term_pairs(page, view.revision.terms, to_peer=True)]


def _prompts(request: FeedbackRequest, learner: str, page: Page) -> Elements:
    form = Form(page=page, about=request.id, version=request.version)
    parts: Elements = [heading(page.say("request.your_advice")), aside(page.say("request.no_duty"), spacing="None")]
    for field in _PROMPTS:
        parts += form.text(field, _prompt(page, field, inert_in_label(learner)), longest=LONGEST_ANSWER)
    if request.question:
        label = page.say("request.answer", learner=inert_in_label(learner))
        parts += quotes(page, [(page.say("request.question", learner=learner), request.question)])
        parts += form.text("answer", label, longest=LONGEST_ANSWER)
    return parts


def _answered(request: FeedbackRequest, feedback: Feedback, learner: str, page: Page) -> Elements:
    pairs = [(_prompt(page, field, learner), getattr(feedback, field)) for field in _PROMPTS]
    pairs.append((request.question or page.say("request.answer", learner=learner), feedback.answer))
    return [heading(page.say("request.you_wrote")), *quotes(page, pairs), *_outcome(request, learner, page)]


def _outcome(request: FeedbackRequest, learner: str, page: Page) -> Elements:
    if request.taken_at:
        return [line(page.say("request.taken", learner=learner), spacing="Medium")]
    if request.parked_at:
        because = (page.say("request.parked", learner=learner), request.parked_because)
        return quotes(page, [because])
    return [line(page.say("request.undecided", learner=learner), spacing="Medium")]


def _prompt(page: Page, field: str, learner: str) -> str:
    return page.say(f"request.{field}", learner=learner)
