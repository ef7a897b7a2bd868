"""A review whose time has come: a check-in on the way, or the closing review that writes the next draft."""

from __future__ import annotations

from collections.abc import Sequence

from microsoft_teams.cards.core import Action, AdaptiveCard

from bot.buttons import Button, Verb
from bot.cards.evidence import evidence_lines
from bot.cards.form import Form
from bot.cards.page import Page
from bot.cards.parts import Elements, aside, button, card, heading, line, quotes, title
from bot.cards.review_goals import (
    decision_fields,
    decision_pairs,
    going_on_field,
    going_on_key,
    next_goal_fields,
    next_goal_pairs,
    outcome_fields,
    outcome_pairs,
)
from bot.cards.terms import put_off_pairs, reminder_pairs
from learning.goal import Goal
from learning.review import CheckInAnswers, ClosingAnswers, GoingOn, Review, ReviewKind
from learning.terms import LONGEST_ANSWER
from learning.views import ReviewView

_CHECK_IN = ("did", "moved", "holding_back", "next_step")
_CLOSING = ("happened", "why", "take_away")
_CLOSING_READ = (*_CLOSING, "outcome_words")


def review_card(view: ReviewView, page: Page) -> AdaptiveCard:
    """The review: to be held, held, or left out."""
    review = view.review
    is_closing = review.kind is ReviewKind.CLOSING
    opening: Elements = [
        title(page.say(f"review.title.{review.kind}")),
        aside(_when_and_for_whom(review, page), spacing="None"),
        *quotes(page, _reminders(view, page)),
        *evidence_lines(view.evidence, page),
    ]
    if not review.is_open:
        return card(page, body=[*opening, *_over(view, page)])
    form = Form(page=page, about=review.id, version=review.version)
    verb = Verb.HOLD_CLOSING if is_closing else Verb.HOLD_CHECK_IN
    send = Button(verb=verb, about=review.id, revision=view.contract.revision, version=review.version)
    return card(
        page,
        body=[*opening, *(_closing(view, form) if is_closing else _check_in(view, form))],
        actions=[button(send, page.say(f"button.{verb}"), primary=True), *_too_heavy(view, page)],
    )


def _reminders(view: ReviewView, page: Page) -> list[tuple[str, str]]:
    is_closing = view.review.kind is ReviewKind.CLOSING
    pairs = reminder_pairs(page, view.contract.terms, with_needs=is_closing)
    return [*pairs, *put_off_pairs(page, view.contract.put_off)] if is_closing else pairs


def _too_heavy(view: ReviewView, page: Page) -> list[Action]:
    if view.review.kind is ReviewKind.CLOSING:
        return []
    heavy = Button(verb=Verb.TOO_HEAVY_AT_REVIEW, about=view.review.id, version=view.review.version)
    return [button(heavy, page.say("button.too_heavy"))]


def _when_and_for_whom(review: Review, page: Page) -> str:
    if review.slot is None:
        return page.say("review.visible_to")
    return page.say("review.when_and_visible_to", moment=review.slot.starts_at)


def _check_in(view: ReviewView, form: Form) -> Elements:
    parts: Elements = [line(form.page.say("review.opening.check_in"), spacing="Medium")]
    for field in _CHECK_IN:
        parts += form.text(field, form.page.say(f"review.{field}"), longest=LONGEST_ANSWER)
    return parts + decision_fields(view.contract.terms.goals, form)


def _closing(view: ReviewView, form: Form) -> Elements:
    say, goals = form.page.say, view.contract.terms.goals
    parts: Elements = [line(say("review.opening.closing"), spacing="Medium"), *outcome_fields(goals, form)]
    for field in _CLOSING:
        parts += form.text(field, say(f"review.{field}"), longest=LONGEST_ANSWER)
    if view.has_advisers:
        parts += form.text("outcome_words", say("review.outcome_words"), longest=LONGEST_ANSWER)
        parts.append(aside(say("review.outcome_words_hint")))
    parts += [heading(say("review.again")), *going_on_field(goals, form)]
    if view.contract.put_off:
        parts.append(aside(say("review.put_off_comes_along")))
    return [*parts, *next_goal_fields(goals, form), *form.day("rest_until", say("review.rest_until"), "")]


def _over(view: ReviewView, page: Page) -> Elements:
    review, goals = view.review, view.contract.terms.goals
    if review.skipped_at:
        return [line(page.say(f"review_gone.left_out.{review.kind}"), spacing="Medium")]
    held = page.say("review.held", moment=review.held_at)
    written: Elements = [line(held, spacing="Medium"), heading(page.say("review.you_wrote"))]
    match review.answers:
        case CheckInAnswers() as answers:
            pairs = [*_texts(page, answers, _CHECK_IN), *decision_pairs(page, answers.goals)]
            return [*written, *quotes(page, pairs)]
        case ClosingAnswers() as answers:
            following = line(_what_follows(page, answers), spacing="Medium")
            return [*written, *quotes(page, _closing_pairs(page, answers, goals)), following]
        case None:
            return []


def _what_follows(page: Page, answers: ClosingAnswers) -> str:
    if answers.rest_until is not None and answers.going_on is GoingOn.REST:
        return page.say("review.rests_until", day=answers.rest_until)
    return page.say("review.next_draft_below")


def _closing_pairs(page: Page, answers: ClosingAnswers, goals: Sequence[Goal]) -> list[tuple[str, str]]:
    going_on = (page.say("review.going_on"), page.say(going_on_key(answers.going_on, goals)))
    return [
        *outcome_pairs(page, goals, answers.outcomes),
        *_texts(page, answers, _CLOSING_READ),
        going_on,
        *next_goal_pairs(page, answers),
    ]


def _texts(page: Page, answers: CheckInAnswers | ClosingAnswers, fields: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(page.say(f"review.{field}"), getattr(answers, field)) for field in fields]
