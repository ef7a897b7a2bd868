"""The card "In my calendar": what of a cycle stands there beside its reviews. Nothing does until it is asked for."""

from __future__ import annotations

from microsoft_teams.cards.core import Action, AdaptiveCard

from bot.buttons import Button, Verb
from bot.cards.companions import companions_section
from bot.cards.form import Form
from bot.cards.inert import in_a_few_words
from bot.cards.page import Page
from bot.cards.parts import Elements, aside, button, card, heading, line, named_line, title
from learning.learning_time import LONGEST_STEP
from learning.views import OwnCalendarView

WEEKDAYS = tuple(str(day) for day in range(7))
MINUTES = ("30", "45", "60", "90", "120")
ALL_STEPS = "all"
"""What comes back when no single step is chosen: a choice has a value always."""


def own_calendar_card(view: OwnCalendarView, page: Page) -> AdaptiveCard:
    """Steps, learning time and companions, each with what can be entered and a button that removes it."""
    if view.cycle.closed_at:
        return card(page, body=[title(page.say("own_calendar.title")), line(page.say("own_calendar.closed"))])
    form = Form(page=page, about=view.cycle.id, version=view.version)
    steps, step_buttons = _steps(view, form, page)
    times, time_buttons = _learning_time(view, form, page)
    companions, companion_buttons = companions_section(view, form, page)
    body: Elements = [
        title(page.say("own_calendar.title")),
        aside(page.say("own_calendar.only_you"), spacing="None"),
        *_without_calendar(view, page),
        *steps,
        *times,
        *companions,
        line(page.say("own_calendar.paused" if view.cycle.paused_at else "own_calendar.until"), spacing="Large"),
    ]
    return card(page, body=body, actions=[*step_buttons, *time_buttons, *companion_buttons])


def _without_calendar(view: OwnCalendarView, page: Page) -> Elements:
    if not view.is_in_chat:
        return []
    return [line(page.say("own_calendar.needs_calendar", button=page.say("button.connect_calendar")))]


def _steps(view: OwnCalendarView, form: Form, page: Page) -> tuple[Elements, list[Action]]:
    """Dated steps, by their days, and another one."""
    elements: Elements = [heading(page.say("steps.title")), line(page.say("steps.what"), spacing="None")]
    elements += [named_line(page.say("steps.day", day=step.on), step.words) for step in view.steps]
    elements += form.text("step", page.say("steps.step"), longest=LONGEST_STEP, multiline=False)
    elements += form.day("step_on", page.say("steps.on"), view.proposed_on.isoformat())
    elements += form.toggle("shows_words", page.say("steps.in_calendar"), page.say("steps.shows_words"))
    buttons = [_button(Verb.ADD_STEP, view, page)]
    if len(view.steps) > 1:
        choices = [(ALL_STEPS, page.say("steps.all")), *((step.id, in_a_few_words(step.words)) for step in view.steps)]
        elements += form.choice("step_to_remove", page.say("steps.remove"), ALL_STEPS, choices, is_open=False)
    if view.steps:
        buttons.append(_button(Verb.REMOVE_STEPS, view, page))
    return elements, buttons


def _learning_time(view: OwnCalendarView, form: Form, page: Page) -> tuple[Elements, list[Action]]:
    """A block a week, and when it is to be."""
    elements: Elements = [
        heading(page.say("learning_time.title")),
        line(page.say("learning_time.what"), spacing="None"),
    ]
    buttons = [_button(Verb.PROTECT_TIME, view, page, "change_time" if view.blocks else "protect_time")]
    if view.blocks:
        elements += _blocks(view, page)
        buttons.append(_button(Verb.REMOVE_TIME, view, page))
    weekdays = [(day, page.say(f"weekday.{day}")) for day in WEEKDAYS]
    minutes = [(each, page.say("learning_time.minutes", minutes=int(each))) for each in MINUTES]
    weekday, length = str(view.weekly.weekday), str(view.weekly.minutes)
    elements += form.choice("weekday", page.say("learning_time.weekday"), weekday, weekdays, is_open=False)
    elements += form.time("starts", page.say("learning_time.starts"), f"{view.weekly.starts:%H:%M}")
    elements += form.choice("minutes", page.say("learning_time.length"), length, minutes, is_open=False)
    return elements, buttons


def _blocks(view: OwnCalendarView, page: Page) -> Elements:
    first, *others = view.blocks
    elements: Elements = [
        named_line(page.say("learning_time.next"), page.say("learning_time.at", moment=first.slot.starts_at))
    ]
    if others:
        last = others[-1].slot.starts_at
        elements.append(line(page.speaker.count("learning_time.more", len(others), moment=last), spacing="Small"))
    return elements


def _button(verb: Verb, view: OwnCalendarView, page: Page, words: str = "") -> Action:
    return button(Button(verb=verb, about=view.cycle.id, version=view.version), page.say(f"button.{words or verb}"))
