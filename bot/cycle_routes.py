"""The buttons of the cycle's card and what each does."""

from __future__ import annotations

from bot import cycle_forms
from bot.buttons import Verb
from bot.forms import CHECK_IN_FIELDS
from bot.handlers.pressed import Pressing
from learning.actions.bring_review import stop_early
from learning.actions.keep_evidence import keep_evidence, remove_evidence
from learning.actions.make_lighter import too_heavy, too_heavy_at_review, undo_lighter
from learning.actions.pause_cycle import pause_cycle, resume_cycle
from learning.actions.revise_contract import revise_contract
from learning.messages import MessageKind

CYCLE_PRESSINGS: dict[str, Pressing] = {
    Verb.REVISE_CONTRACT: Pressing(
        fields=cycle_forms.EVIDENCE_FIELDS,
        form=cycle_forms.cycle_id,
        action=revise_contract,
        shows=MessageKind.CYCLE,
        note="cycle.contract_is_below",
    ),
    Verb.STOP_EARLY: Pressing(
        fields=cycle_forms.EVIDENCE_FIELDS,
        form=cycle_forms.cycle_id,
        action=stop_early,
        shows=MessageKind.CYCLE,
        note="cycle.closing_is_below",
    ),
    Verb.TOO_HEAVY: Pressing(form=cycle_forms.on_cycle, action=too_heavy, shows=MessageKind.CYCLE),
    Verb.TOO_HEAVY_AT_REVIEW: Pressing(
        fields=CHECK_IN_FIELDS,
        form=cycle_forms.too_heavy_at_review,
        action=too_heavy_at_review,
        shows=MessageKind.REVIEW,
        note="review.lighter_is_below",
    ),
    Verb.UNDO_LIGHTER: Pressing(form=cycle_forms.on_cycle, action=undo_lighter, shows=MessageKind.CYCLE),
    Verb.KEEP_EVIDENCE: Pressing(
        fields=cycle_forms.EVIDENCE_FIELDS,
        form=cycle_forms.keep_evidence,
        action=keep_evidence,
        shows=MessageKind.CYCLE,
    ),
    Verb.REMOVE_EVIDENCE: Pressing(
        fields=cycle_forms.EVIDENCE_FIELDS,
        form=cycle_forms.remove_evidence,
        action=remove_evidence,
        shows=MessageKind.CYCLE,
    ),
    Verb.PAUSE_CYCLE: Pressing(form=cycle_forms.on_cycle, action=pause_cycle, shows=MessageKind.CYCLE),
    Verb.RESUME_CYCLE: Pressing(form=cycle_forms.on_cycle, action=resume_cycle, shows=MessageKind.CYCLE),
}
