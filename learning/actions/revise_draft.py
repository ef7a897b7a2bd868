"""The learner goes back to the contract card to revise the draft."""

from __future__ import annotations

from datetime import datetime

from learning.actions.telling import bring
from learning.contract import AlreadyStarted, Contract, ContractId
from learning.messages import MessageKind
from learning.people import PersonId
from learning.work import Work


def revise_draft(work: Work, contract_id: ContractId, actor: PersonId, now: datetime) -> Contract:
    """Bring this contract's card to the end of the chat."""
    contract = work.contracts.for_learner(contract_id, learner=actor)
    if contract.started_at is not None:
        raise AlreadyStarted
    bring(work, actor, MessageKind.CONTRACT, contract.id, now=now)
    return contract
