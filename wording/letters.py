"""The letters that the service writes. Names are all that people wrote of what stands in them."""

from __future__ import annotations

import re
import unicodedata

from learning.reaching import Letter
from wording.speaker import Speaker

_LONGEST_NAME = 100
_STARTS_A_LINK = re.compile(r"(?<=[.:/@])(?=\S)")
_JOINER = "\u2060"


def invitation(speaker: Speaker, *, learner: str, peer: str, link: str) -> Letter:
    """Who asks for advice, what the app is, the one link, and that leaving it is fine. No words of the contract."""
    asking = inert_name(speaker.name(learner))
    return Letter(
        subject=speaker.say("mail.subject", learner=asking),
        paragraphs=(
            speaker.say("mail.greeting", peer=inert_name(peer)),
            speaker.say("mail.asks", learner=asking),
            speaker.say("mail.app"),
        ),
        link_text=speaker.say("mail.link"),
        link=link,
        last_words=speaker.say("mail.leave"),
    )


def inert_name(name: str) -> str:
    """The name in one line, without characters that steer, and so that no mail program makes a link of it."""
    visible = "".join(" " if unicodedata.category(sign).startswith("C") else sign for sign in name)
    return _STARTS_A_LINK.sub(_JOINER, " ".join(visible.split())[:_LONGEST_NAME])
