"""Reads what was pressed on the cycle's card, as `bot/forms.py` does for the others. Nothing of it is trusted."""

from __future__ import annotations

from bot.buttons import Button
from bot.forms import Typed
from learning.actions.keep_evidence import KeepEvidence, RemoveEvidence
from learning.actions.make_lighter import TooHeavyAtReview
from learning.actions.on_cycle import OnCycle
from learning.actions.pressing import Press
from learning.cycle import CycleId
from learning.people import PersonId
from learning.review import ReviewId

EVIDENCE_FIELDS = ("note", "link", "evidence")


def cycle_id(button: Button, typed: Typed, actor: PersonId) -> CycleId:
    """The cycle to which something is brought; pressing twice brings it once."""
    return CycleId(button.about)


def on_cycle(button: Button, typed: Typed, actor: PersonId) -> OnCycle:
    """A button with nothing to type."""
    return OnCycle(cycle=CycleId(button.about), press=_press(button))


def keep_evidence(button: Button, typed: Typed, actor: PersonId) -> KeepEvidence:
    """A note, a link, or both."""
    return KeepEvidence(on=on_cycle(button, typed, actor), note=typed.get("note", ""), link=typed.get("link", ""))


def remove_evidence(button: Button, typed: Typed, actor: PersonId) -> RemoveEvidence:
    """What was chosen to be removed."""
    return RemoveEvidence(on=on_cycle(button, typed, actor), evidence=typed.get("evidence", ""))


def too_heavy_at_review(button: Button, typed: Typed, actor: PersonId) -> TooHeavyAtReview:
    """Pressed on a check-in's card; what was typed there is not read, it goes back into its inputs."""
    return TooHeavyAtReview(review=ReviewId(button.about), press=_press(button))


def _press(button: Button) -> Press:
    return Press(key=button.key, version=button.version)
