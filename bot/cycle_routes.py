"""The buttons of the cycle's card and what each does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot import cycle_forms
from bot.buttons import Verb
from bot.forms import CHECK_IN_FIELDS
from bot.handlers.pressed import Pressing
from learning.actions.bring_review import stop_early
from learning.actions.keep_evidence import keep_evidence, remove_evidence
from learning.actions.make_lighter import too_heavy, too_heavy_at_review, undo_lighter
from learning.actions.on_cycle import OnCycle
from learning.actions.pause_cycle import pause_cycle, resume_cycle
from learning.actions.revise_contract import revise_contract
from learning.messages import MessageKind
from learning.people import PersonId
from learning.work import Work


def _on_cycle(action: Callable[[Work, OnCycle, PersonId, datetime], object]) -> Pressing:
    """A button that reads nothing."""
    return Pressing(
        fields=cycle_forms.EVIDENCE_FIELDS,
        reads=(),
        form=cycle_forms.on_cycle,
        action=action,
        shows=MessageKind.CYCLE,
    )


CYCLE_PRESSINGS: dict[str, Pressing] = {
    Verb.REVISE_CONTRACT: Pressing(
        fields=cycle_forms.EVIDENCE_FIELDS,
        reads=(),
        form=cycle_forms.cycle_id,
        action=revise_contract,
        shows=MessageKind.CYCLE,
        note="cycle.contract_is_below",
    ),
    Verb.STOP_EARLY: Pressing(
        fields=cycle_forms.EVIDENCE_FIELDS,
        reads=(),
        form=cycle_forms.cycle_id,
        action=stop_early,
        shows=MessageKind.CYCLE,
        note="cycle.closing_is_below",
    ),
    Verb.TOO_HEAVY: _on_cycle(too_heavy),
    Verb.TOO_HEAVY_AT_REVIEW: Pressing(
        fields=CHECK_IN_FIELDS,
        reads=(),
        form=cycle_forms.too_heavy_at_review,
        action=too_heavy_at_review,
        shows=MessageKind.REVIEW,
        note="review.lighter_is_below",
    ),
    Verb.UNDO_LIGHTER: _on_cycle(undo_lighter),
    Verb.KEEP_EVIDENCE: Pressing(
        fields=cycle_forms.EVIDENCE_FIELDS,
        form=cycle_forms.keep_evidence,
        action=keep_evidence,
        shows=MessageKind.CYCLE,
    ),
    Verb.REMOVE_EVIDENCE: Pressing(
        fields=cycle_forms.EVIDENCE_FIELDS,
        reads=("evidence",),
        form=cycle_forms.remove_evidence,
        action=remove_evidence,
        shows=MessageKind.CYCLE,
    ),
    Verb.PAUSE_CYCLE: _on_cycle(pause_cycle),
    Verb.RESUME_CYCLE: _on_cycle(resume_cycle),
}
