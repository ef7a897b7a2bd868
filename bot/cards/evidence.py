"""The evidence of a cycle: listed to be read, and, on the cycle's card, kept and removed."""

from __future__ import annotations

from bot.cards.form import Form
from bot.cards.inert import in_a_few_words
from bot.cards.page import Page
from bot.cards.parts import Elements, aside, heading, quotes
from learning.evidence import LONGEST_LINK, LONGEST_NOTE, Evidence

MOST_SHOWN = 8


def evidence_lines(evidence: tuple[Evidence, ...], page: Page) -> Elements:
    """What was collected, the newest last, each under its day. Links are words here: nothing opens by itself."""
    if not evidence:
        return []
    earlier = len(evidence) - MOST_SHOWN
    lines: Elements = [heading(page.say("evidence.title"))]
    if earlier > 0:
        lines.append(aside(page.speaker.count("evidence.earlier", earlier)))
    shown = evidence[-MOST_SHOWN:]
    return lines + quotes(page, [(page.say("evidence.day", moment=each.collected_at), each.words) for each in shown])


def evidence_form(evidence: tuple[Evidence, ...], form: Form, *, removable: bool) -> Elements:
    """The inputs below the list: something to keep, and, when there is something, what to remove."""
    say = form.page.say
    parts: Elements = [] if evidence else [heading(say("evidence.title"))]
    parts += form.text("note", say("evidence.note"), longest=LONGEST_NOTE, placeholder=say("evidence.note_hint"))
    parts += form.text("link", say("evidence.link"), longest=LONGEST_LINK, placeholder="https://", multiline=False)
    if removable:
        choices = [(each.id, in_a_few_words(each.words)) for each in evidence[-MOST_SHOWN:]]
        parts += form.choice("evidence", say("evidence.remove"), "", choices)
    return parts
