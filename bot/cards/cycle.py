"""The learner's cycle: when its reviews stand in the calendar, what became of each, and what can be done with it."""

from __future__ import annotations

from microsoft_teams.cards.core import Action, AdaptiveCard

from bot.buttons import Button, Verb
from bot.cards.calendar_file import is_of_use, next_review_button
from bot.cards.companions import reply_lines
from bot.cards.evidence import evidence_form, evidence_lines
from bot.cards.form import Form
from bot.cards.limits import MOST_ACTIONS
from bot.cards.page import Page
from bot.cards.parts import Elements, aside, button, card, heading, line, named_line, quotes, said, title
from bot.cards.terms import goal_pairs, put_off_pairs
from learning.companion import MOST_COMPANIONS
from learning.review import Review
from learning.views import CycleView


def cycle_card(view: CycleView, page: Page) -> AdaptiveCard:
    """The cycle as it stands."""
    reviews = [part for each in view.reviews for part in _review(each, view, page)]
    body: Elements = [
        title(_title(view, page)),
        aside(page.say("cycle.only_you" if view.is_in_chat else "cycle.visible_to"), spacing="None"),
        *quotes(page, [*goal_pairs(page, view.goals), *put_off_pairs(page, view.put_off)]),
        line(_until(view, page), spacing="Medium"),
        *_pause_or_rest(view, page),
        *_lighter(view, page),
        heading(page.say("cycle.reviews")),
        *reviews,
    ]
    collected = evidence_lines(view.evidence, page)
    if view.cycle.closed_at:
        return card(page, body=[*body, *collected])
    form = Form(page=page, about=view.cycle.id, version=view.cycle.version)
    body += [line(page.say(_follows(view)), spacing="Medium"), *collected]
    body += evidence_form(view.evidence, form, removable=bool(view.evidence))
    if _pauses_by_word(view):
        body.append(line(page.say("cycle.pause_by_word")))
    own_calendar = button(_of(view, Verb.SHOW_OWN_CALENDAR), page.say("button.show_own_calendar"))
    actions = [*_buttons(view, page), *next_review_button(view, page), own_calendar][:MOST_ACTIONS]
    if own_calendar not in actions:
        body.append(line(page.say("cycle.own_calendar_by_word"), spacing="Small"))
    return card(page, body=body, actions=actions)


def _of(view: CycleView, verb: Verb) -> Button:
    return Button(verb=verb, about=view.cycle.id, version=view.cycle.version)


def _follows(view: CycleView) -> str:
    if not view.is_in_chat:
        return "cycle.drag"
    return "cycle.in_file" if is_of_use(view) else "cycle.in_chat"


def _is_crowded(view: CycleView) -> bool:
    """Whether all that can be done would be one button too many for a card."""
    return bool(view.evidence) and view.cycle.lighter is not None


def _pauses_by_word(view: CycleView) -> bool:
    """Where there is no room for its button, pausing is a word to write: the one thing here that can be said so."""
    return _is_crowded(view) and view.cycle.paused_at is None


def _title(view: CycleView, page: Page) -> str:
    if view.cycle.closed_at:
        return page.say("cycle.title_closed")
    return page.say("cycle.title_paused" if view.cycle.paused_at else "cycle.title")


def _until(view: CycleView, page: Page) -> str:
    if view.cycle.closed_at:
        return page.say("cycle.closed", moment=view.cycle.closed_at)
    return page.say("cycle.runs_until", day=view.cycle.ends_on)


def _pause_or_rest(view: CycleView, page: Page) -> Elements:
    if view.cycle.paused_at:
        return [said(page.say("cycle.paused"))]
    if view.cycle.rest_ends_on and view.cycle.woken_at is None:
        return [line(page.say("cycle.rests_until", day=view.cycle.rest_ends_on))]
    return []


def _lighter(view: CycleView, page: Page) -> Elements:
    lighter = view.cycle.lighter
    if lighter is None or view.cycle.closed_at:
        return []
    if lighter.goals:
        return [said(page.speaker.count("cycle.lighter.goals", len(lighter.goals)))]
    if lighter.ended_on:
        return [said(page.say("cycle.lighter.end", day=view.cycle.ends_on, before=lighter.ended_on))]
    return [said(page.speaker.count("cycle.lighter.check_ins", len(lighter.check_ins)))]


def _buttons(view: CycleView, page: Page) -> list[Action]:
    """At most six. Going on comes first while the cycle is paused."""

    def named(verb: Verb) -> Action:
        return button(_of(view, verb), page.say(f"button.{verb}"))

    evidence = [named(Verb.KEEP_EVIDENCE), *([named(Verb.REMOVE_EVIDENCE)] if view.evidence else [])]
    undo = [named(Verb.UNDO_LIGHTER)] if view.cycle.lighter else []
    revise, heavy, stop = named(Verb.REVISE_CONTRACT), named(Verb.TOO_HEAVY), named(Verb.STOP_EARLY)
    if view.cycle.paused_at:
        resume = button(_of(view, Verb.RESUME_CYCLE), page.say("button.resume_cycle"), primary=True)
        smaller = undo if _is_crowded(view) else [heavy, *undo]  # what is paused weighs nothing
        return [resume, *evidence, revise, *smaller, stop]
    pause = [] if _pauses_by_word(view) else [named(Verb.PAUSE_CYCLE)]
    return [*evidence, revise, heavy, *undo, *pause, stop]


def _review(review: Review, view: CycleView, page: Page) -> Elements:
    """With what guests answered; where the card is short of room, only the next one names them."""
    most = MOST_COMPANIONS if page.longest_quote is None or review == _next_with_guests(view) else 0
    state = named_line(page.say(f"review.kind.{review.kind}"), _state(review, view, page))
    return [state, *reply_lines(review, page, most=most)]


def _next_with_guests(view: CycleView) -> Review | None:
    return next((each for each in view.reviews if each.is_open and each.guests), None)


def _state(review: Review, view: CycleView, page: Page) -> str:
    if review.held_at:
        return page.say("cycle.review.held", moment=review.held_at)
    if review.skipped_at:
        return page.say("cycle.review.left_out")
    if review.gone_at:
        return page.say("cycle.review.gone")
    if review.slot is None:
        return page.say("cycle.review.without_time", day=review.ideal_on)
    is_settled = review.entry is not None or view.is_in_chat
    if is_settled and review.title:
        title = review.title[: page.longest_quote]
        return page.say("cycle.review.stands_as", moment=review.slot.starts_at, title=title)
    key = "cycle.review.stands" if is_settled else "cycle.review.being_written"
    return page.say(key, moment=review.slot.starts_at)
