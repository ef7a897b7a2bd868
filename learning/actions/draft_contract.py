"""A person wants to write a learning contract."""

from __future__ import annotations

from datetime import datetime

from learning.actions.next_draft import end_rest
from learning.actions.telling import bring
from learning.contract import Contract, ContractId, new_contract
from learning.messages import MessageKind
from learning.people import PersonId, today_of
from learning.work import Work


def draft_contract(work: Work, command: None, actor: PersonId, now: datetime) -> Contract:
    """Bring the draft there is, the one that waits for the end of a rest, or a fresh one, to the end of the chat."""
    resting = work.cycles.resting(actor)
    contract = work.contracts.newest_draft(actor)
    if contract is None and resting is not None:
        contract = end_rest(work, resting, now)
    if contract is None:
        today = today_of(work.people.get(actor), now)
        contract = new_contract(ContractId(work.new_id()), actor, now=now, today=today)
        work.contracts.add(contract)
    bring(work, actor, MessageKind.CONTRACT, contract.id, now=now)
    return contract


def find_draft(work: Work, actor: PersonId, now: datetime) -> Contract | None:
    """Bring the draft there is to the end of the chat; None when there is none."""
    contract = work.contracts.newest_draft(actor)
    if contract is not None:
        bring(work, actor, MessageKind.CONTRACT, contract.id, now=now)
    return contract
