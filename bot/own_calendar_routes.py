"""The buttons of the card "In my calendar": how each is read, and what it does. Nothing that comes back is trusted."""

from __future__ import annotations

from datetime import date, time

from bot.buttons import Button, Verb
from bot.cards.own_calendar import ALL_STEPS
from bot.cycle_forms import EVIDENCE_FIELDS, cycle_id, on_cycle
from bot.forms import Typed
from bot.handlers.pressed import Pressing
from learning.actions.add_step import AddStep, add_step
from learning.actions.find_own_calendar import bring_own_calendar
from learning.actions.protect_time import ProtectTime, protect_time
from learning.actions.remove_steps import RemoveSteps, remove_steps
from learning.actions.remove_time import remove_time
from learning.messages import MessageKind
from learning.people import PersonId

FIELDS = ("step", "step_on", "shows_words", "step_to_remove", "weekday", "starts", "minutes", "companions", "online")
_SUNDAY = 6


def read_add_step(button: Button, typed: Typed, actor: PersonId) -> AddStep:
    """A step and its day."""
    return AddStep(
        on=on_cycle(button, typed, actor),
        words=typed.get("step", ""),
        day=_day(typed.get("step_on", "")),
        shows_words=typed.get("shows_words", "") == "true",
    )


def read_remove_steps(button: Button, typed: Typed, actor: PersonId) -> RemoveSteps:
    """The step that was chosen, or all of them."""
    chosen = typed.get("step_to_remove", ALL_STEPS)
    return RemoveSteps(on=on_cycle(button, typed, actor), step="" if chosen == ALL_STEPS else chosen)


def read_protect_time(button: Button, typed: Typed, actor: PersonId) -> ProtectTime:
    """When learning time is to be. What cannot be read counts as not answered."""
    weekday, minutes = _number(typed.get("weekday", "")), _number(typed.get("minutes", ""))
    return ProtectTime(
        on=on_cycle(button, typed, actor),
        weekday=weekday if weekday is not None and weekday <= _SUNDAY else None,
        starts=_time(typed.get("starts", "")),
        minutes=minutes,
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len("1000") else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _time(text: str) -> time | None:
    """From a time input (`15:00`), to the minute."""
    try:
        return time.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        return None


_STEP, _WEEKLY = ("step", "step_on", "shows_words"), ("weekday", "starts", "minutes")

OWN_CALENDAR_PRESSINGS: dict[str, Pressing] = {
    Verb.SHOW_OWN_CALENDAR: Pressing(
        fields=EVIDENCE_FIELDS,
        reads=(),
        form=cycle_id,
        action=bring_own_calendar,
        shows=MessageKind.CYCLE,
        note="cycle.own_calendar_is_below",
    ),
    Verb.ADD_STEP: Pressing(
        fields=FIELDS, reads=_STEP, form=read_add_step, action=add_step, shows=MessageKind.OWN_CALENDAR
    ),
    Verb.REMOVE_STEPS: Pressing(
        fields=FIELDS,
        reads=("step_to_remove",),
        form=read_remove_steps,
        action=remove_steps,
        shows=MessageKind.OWN_CALENDAR,
    ),
    Verb.PROTECT_TIME: Pressing(
        fields=FIELDS, reads=_WEEKLY, form=read_protect_time, action=protect_time, shows=MessageKind.OWN_CALENDAR
    ),
    Verb.REMOVE_TIME: Pressing(
        fields=FIELDS, reads=(), form=on_cycle, action=remove_time, shows=MessageKind.OWN_CALENDAR
    ),
}
