"""What the learner asks a single peer instead of what everybody is asked: part of the asking, not of the terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from learning.people import PersonId

LONGEST_OWN_QUESTION = 200


def own_questions(
    shown_to: Sequence[PersonId], texts: Sequence[str], chosen: Sequence[PersonId]
) -> Mapping[PersonId, str]:
    """The questions that were typed, by peer. The card showed an input for each of the peers that were kept then."""
    return {peer: text for peer, text in zip(shown_to, texts, strict=False) if text and peer in chosen}


def question_to(peer: PersonId, own: Mapping[PersonId, str], to_everybody: str) -> str:
    """What this peer is asked besides the three prompts."""
    return own.get(peer) or to_everybody
