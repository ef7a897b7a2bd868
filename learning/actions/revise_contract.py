"""During the cycle, the learner revises the contract: its card comes as a form again."""

from __future__ import annotations

from datetime import datetime

from learning.actions.telling import bring
from learning.contract import Contract, begin_revising
from learning.cycle import CycleId, check_running
from learning.messages import MessageKind
from learning.people import PersonId
from learning.work import Work


def revise_contract(work: Work, cycle_id: CycleId, actor: PersonId, now: datetime) -> Contract:
    """Bring the contract's card to the end of the chat, to be filled in. Asking twice brings it once."""
    cycle = work.cycles.for_learner(cycle_id, learner=actor)
    check_running(cycle)
    contract = work.contracts.for_learner(cycle.contract, learner=actor)
    if contract.revising_at is None:
        contract = work.contracts.put(begin_revising(contract, now=now))
    bring(work, actor, MessageKind.CONTRACT, contract.id, now=now)
    return contract
