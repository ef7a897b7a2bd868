"""The learner looks at whom they asked, and withdraws a request that is no longer needed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from learning.actions.pressing import Press, check_press
from learning.actions.talks import end_talk, refresh_talk
from learning.actions.telling import bring
from learning.contract import Contract, ContractId
from learning.errors import NotHere
from learning.feedback import FeedbackRequest, RequestId, WithdrawalMissing, visible_changes, withdraw
from learning.messages import MessageKind
from learning.people import PersonId
from learning.work import Work


@dataclass(frozen=True, kw_only=True)
class WithdrawRequest:
    """The request that is no longer needed, None when none was chosen; `press` is on the list of all of a contract."""

    contract: ContractId
    request: RequestId | None
    press: Press


def show_requests(work: Work, contract_id: ContractId, actor: PersonId, now: datetime) -> Contract:
    """Bring the list of whom the learner asked to the end of the chat."""
    contract = work.contracts.for_learner(contract_id, learner=actor)
    bring(work, actor, MessageKind.REQUESTS, contract.id, now=now)
    return contract


def withdraw_request(work: Work, command: WithdrawRequest, actor: PersonId, now: datetime) -> FeedbackRequest:
    """The peer reads that it is no longer needed; what they had begun stays theirs."""
    contract = work.contracts.for_learner(command.contract, learner=actor)
    asked = work.requests.of_contract(contract.id, learner=actor)
    check_press(work, actor, command.press, version=visible_changes(asked), now=now)
    if command.request is None:
        raise WithdrawalMissing("withdrawn")
    request = next((request for request in asked if request.id == command.request), None)
    if request is None:
        raise NotHere
    if request.wants_talk:
        end_talk(work, request, now)
    request = work.requests.put(withdraw(request, now=now))
    refresh_talk(work, request, now)
    return request
