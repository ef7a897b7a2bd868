"""What a person can type, also for when what they typed was not understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cards.limits import check, to_json
from bot.cards.page import Page
from bot.cards.parts import aside, card, line, named_line, title
from bot.cards.welcome import write_button

if TYPE_CHECKING:
    from bot.turn import CardJson
    from wording.speaker import Speaker

_COMMANDS = ("new", "my_cycle", "ask", "review", "pause", "steps", "calendar", "connect", "disconnect", "help")


def help_card(speaker: Speaker, *, unknown: bool) -> CardJson:
    """What one can type, and the way into a draft. `unknown`: what was typed just now was not understood."""
    page = Page(speaker=speaker)
    commands = (named_line(page.say(f"help.{name}.words"), page.say(f"help.{name}.does")) for name in _COMMANDS)
    built = to_json(
        card(
            page,
            body=[
                title(page.say("help.title_unknown" if unknown else "help.title")),
                line(page.say("help.opening_unknown" if unknown else "help.opening")),
                *commands,
                aside(page.say("welcome.visible_to"), spacing="Medium"),
            ],
            actions=[write_button(page)],
        )
    )
    check(built)
    return built
