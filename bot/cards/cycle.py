"""The learner's cycle: when its reviews stand in the calendar, what became of each, and what can be done with it."""

from __future__ import annotations

from microsoft_teams.cards.core import Action, AdaptiveCard

from bot.buttons import Button, Verb
from bot.cards.evidence import evidence_form, evidence_lines
from bot.cards.form import Form
from bot.cards.page import Page
from bot.cards.parts import Elements, aside, button, card, heading, line, named_line, quotes, said, title
from learning.review import Review
from learning.views import CycleView


def cycle_card(view: CycleView, page: Page) -> AdaptiveCard:
    """The cycle as it stands."""
    reviews = (named_line(page.say(f"review.kind.{each.kind}"), _state(each, page)) for each in view.reviews)
    body: Elements = [
        title(_title(view, page)),
        aside(page.say("cycle.visible_to"), spacing="None"),
        *quotes(page, [(page.say("terms.own.goal"), view.goal)]),
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
    body += [line(page.say("cycle.drag"), spacing="Medium"), *collected]
    body += evidence_form(view.evidence, form, removable=_can_remove(view))
    return card(page, body=body, actions=_buttons(view, page))


def _can_remove(view: CycleView) -> bool:
    """While something can be undone there is no room for one more button."""
    return bool(view.evidence) and view.cycle.lighter is None


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
    if lighter.ended_on:
        return [said(page.say("cycle.lighter.end", day=view.cycle.ends_on, before=lighter.ended_on))]
    return [said(page.speaker.count("cycle.lighter.check_ins", len(lighter.check_ins)))]


def _buttons(view: CycleView, page: Page) -> list[Action]:
    """At most six. Going on comes first while the cycle is paused."""

    def of(verb: Verb) -> Button:
        return Button(verb=verb, about=view.cycle.id, version=view.cycle.version)

    def named(verb: Verb) -> Action:
        return button(of(verb), page.say(f"button.{verb}"))

    evidence = [named(Verb.KEEP_EVIDENCE), *([named(Verb.REMOVE_EVIDENCE)] if _can_remove(view) else [])]
    smaller = [named(Verb.TOO_HEAVY), *([named(Verb.UNDO_LIGHTER)] if view.cycle.lighter else [])]
    around = [*evidence, named(Verb.REVISE_CONTRACT), *smaller]
    if view.cycle.paused_at:
        resume = button(of(Verb.RESUME_CYCLE), page.say("button.resume_cycle"), primary=True)
        return [resume, *around, named(Verb.STOP_EARLY)]
    return [*around, named(Verb.PAUSE_CYCLE), named(Verb.STOP_EARLY)]


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
