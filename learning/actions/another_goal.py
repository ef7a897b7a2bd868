"""The learner wants one more goal in the contract: as a draft, or while it is revised."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from learning.actions.save_draft import SaveDraft, keep_rewritten, rewrite_draft
from learning.contract import Contract, add_goal
from learning.people import PersonId
from learning.work import Work


def another_goal(work: Work, command: SaveDraft, actor: PersonId, now: datetime) -> Contract:
    """Keep the answers and leave the card open, with a field for one more goal, or with one that was put off."""
    revising_at = work.contracts.for_learner(command.contract, learner=actor).revising_at
    contract = add_goal(rewrite_draft(work, command, actor, now), now=now)
    return keep_rewritten(work, replace(contract, revising_at=revising_at), now)
