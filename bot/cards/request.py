"""What a peer sees: the revision they were sent, what they answer, and later what became of it."""

from __future__ import annotations

from microsoft_teams.cards.core import Action, AdaptiveCard

from bot.buttons import Button, Verb
from bot.cards.inert import inert_in_markdown
from bot.cards.page import Page
from bot.cards.parts import Elements, aside, button, card, heading, line, quotes, said, title
from bot.cards.request_form import PROMPTS, advice_form, of_request, prompt, suggestion_form, talk_verbs
from bot.cards.talk import talk_lines
from bot.cards.terms import term_pairs
from learning.feedback import Feedback, FeedbackRequest
from learning.views import RequestView


def request_card(view: RequestView, page: Page) -> AdaptiveCard:
    """The request: open, being corrected, answered, or over."""
    learner = page.speaker.name(view.learner)
    body, actions = _state(view, learner, page)
    opening: Elements = [
        title(page.say("request.title", learner=inert_in_markdown(learner))),
        aside(page.say("request.visible_to", learner=learner), spacing="None"),
        *_reminder(view, learner, page),
        heading(page.say("request.revision", revision=view.revision.number)),
        *quotes(page, _what_was_sent(view, page)),
    ]
    return card(page, body=[*opening, *body], actions=actions)


def _state(view: RequestView, learner: str, page: Page) -> tuple[Elements, list[Action]]:
    request, side = view.request, view.side
    for over in ("withdrawn", "ended", "taken_back"):
        if getattr(request, f"{over}_at") is not None:
            return _over(over, view, learner, page), _talk_buttons(view, page)
    if side.suggesting_at is not None and request.is_open:
        return suggestion_form(view, learner, page)
    if request.is_open or side.reopened_at is not None:
        return advice_form(view, learner, page)
    answered = _answered(request, request.feedback or Feedback(), learner, page)
    return [*answered, *_talk(view, learner, page)], [*_after_answer(view, page), *_talk_buttons(view, page)]


def _reminder(view: RequestView, learner: str, page: Page) -> Elements:
    if view.side.reminded_at is None or not view.request.is_open:
        return []
    return [said(page.say("request.reminder", learner=learner, moment=view.request.ends_at))]


def _what_was_sent(view: RequestView, page: Page) -> list[tuple[str, str]]:
    why = (page.say("request.why"), view.revision.why)
    return [why, *term_pairs(page, view.revision.terms, to_peer=True)]


def _over(over: str, view: RequestView, learner: str, page: Page) -> Elements:
    """Nothing more is expected; what the peer had written can still be read, by the peer alone."""
    parts: Elements = [said(page.say(f"request.{over}", learner=learner)), *_talk(view, learner, page)]
    words = quotes(page, _pairs(view.request, view.side.unfinished or Feedback(), learner, page))
    if words:
        parts += [heading(page.say("request.you_wrote")), aside(page.say("request.only_you"), spacing="None"), *words]
    return parts


def _talk(view: RequestView, learner: str, page: Page) -> Elements:
    """A talk is held all the same, unless it is called off."""
    return talk_lines(view.talk, learner, page, "request") if view.talk.is_on else []


def _talk_buttons(view: RequestView, page: Page) -> list[Action]:
    return [button(of_request(view, verb), page.say(f"button.{verb}")) for verb in talk_verbs(view)]


def _answered(request: FeedbackRequest, feedback: Feedback, learner: str, page: Page) -> Elements:
    pairs = _pairs(request, feedback, learner, page)
    corrected = [aside(page.say("request.corrected", moment=request.corrected_at))] if request.corrected_at else []
    return [
        heading(page.say("request.you_wrote")),
        *quotes(page, pairs),
        *corrected,
        *_outcome(request, learner, page),
    ]


def _pairs(request: FeedbackRequest, feedback: Feedback, learner: str, page: Page) -> list[tuple[str, str]]:
    pairs = [(prompt(page, field, learner), getattr(feedback, field)) for field in PROMPTS]
    return [*pairs, (request.question or page.say("request.answer", learner=learner), feedback.answer)]


def _outcome(request: FeedbackRequest, learner: str, page: Page) -> Elements:
    if request.taken_at:
        return [line(page.say("request.taken", learner=learner), spacing="Medium")]
    if request.parked_at:
        because = (page.say("request.parked", learner=learner), request.parked_because)
        return quotes(page, [because])
    return [line(page.say("request.undecided", learner=learner), spacing="Medium")]


def _after_answer(view: RequestView, page: Page) -> list[Action]:
    def of(verb: Verb) -> Button:
        return of_request(view, verb)

    return [
        button(of(Verb.CORRECT_FEEDBACK), page.say("button.correct_feedback")),
        button(of(Verb.TAKE_FEEDBACK_BACK), page.say("button.take_feedback_back")),
    ]
