"""What people really get to see: the cards and lines that are made of a sight, and the sentence of a refusal."""

from __future__ import annotations

import re
from functools import cache

from bot.cards.draw import draw, summary
from bot.turn import CardJson
from learning.errors import Refusal
from learning.people import PersonId
from tests.cast import ANA
from tests.learning.promises.world import NAMES, Sight
from wording.catalogue import load_catalogues
from wording.speaker import Speaker

_CATALOGUES = load_catalogues()


@cache
def _speaker(person: PersonId) -> Speaker:
    return Speaker(_CATALOGUES, NAMES[person].locale, NAMES[person].zone)


def card_of(sight: Sight) -> CardJson:
    """The card, in this person's language. Drawing it raises BrokenCard where a client would refuse it."""
    return draw(sight.view, _speaker(sight.person))


def shown_of(sight: Sight) -> str:
    """What the card says and what its buttons carry, but for the revision, by which nothing is decided."""
    return re.sub(r"'revision': \d+", "", repr(card_of(sight)))


def line_of(sight: Sight) -> str:
    """The line of the notification."""
    return summary(sight.view, _speaker(sight.person))


def sentence_of(refusal: Refusal, who: PersonId | None) -> str:
    """What the person reads who is refused something."""
    return _speaker(who or ANA).refusal(refusal)
